'use strict';
// A call that nobody made, over the whole way a call takes except the function's own code. What it
// compiles, touches or looks up is done with before a real call comes.

const fs = require('fs');
const { KIND, Channel, encode, writeAll } = require('./frames.js');
const output = require('./console.js');
const { next } = require('./host.js');
const native = require('../native/fork.node');

const META = JSON.stringify({
  requestId: '00000000-0000-0000-0000-000000000000',
  deadlineMs: 0,
  arn: '',
  traceId: null,
  clientContext: null,
  identity: null,
});
const EVENT = '{"name":"rehearsal","list":[1,2.5,true,null]}';
const reply = Buffer.allocUnsafeSlow(1 << 16);

/** `print` is the host's `console.log`; the function may have put its own in its place. */
async function rehearse(dialect, print) {
  const [platform, stage] = native.pair();
  const { channel, handler, next: usual } = dialect;
  const log = output.redirect(stage);
  try {
    const channel = new Channel(stage, stage);
    dialect.start(process.env);
    dialect.channel = channel;
    dialect.handler = dialect.streams ? echoStream : echo(print);
    const over = new Promise((resolve) => (dialect.next = resolve));
    writeAll(platform, encode(KIND.INVOKE, 0, invocation()));
    next(channel, dialect);
    await over;
    fs.readSync(platform, reply);
  } finally {
    Object.assign(dialect, { channel, handler, next: usual });
    dialect.forget();
    output.redirect(log);
    fs.closeSync(platform);
    fs.closeSync(stage);
  }
}

function invocation() {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(META.length);
  return Buffer.concat([size, Buffer.from(META + EVENT)]);
}

function echo(print) {
  return async (event, context) => {
    if (output.isFramed()) print('rehearsal', event);
    context.getRemainingTimeInMillis();
    return event;
  };
}

async function echoStream(event, stream) {
  stream.write(JSON.stringify(event));
  stream.end();
}

module.exports = { rehearse };
