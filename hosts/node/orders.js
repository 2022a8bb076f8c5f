'use strict';
// What makes a process that was started ahead an instance: variables of its own.

const { KIND } = require('./frames.js');

// Node's own modules that most functions load, or their packages do.
const USUAL = ['http', 'https', 'crypto', 'zlib', 'stream', 'util', 'url', 'net', 'tls', 'dns', 'os'];

/** Waits until this process becomes an instance. False when it never will. */
function wait(channel) {
  for (const name of USUAL) require(name);
  channel.send(KIND.READY, 0);
  const frame = channel.receive();
  if (frame?.kind !== KIND.ASSIGN) return false;
  apply(JSON.parse(frame.payload.toString()));
  return true;
}

function apply(order) {
  for (const [name, value] of Object.entries(order.env)) {
    if (value === null) delete process.env[name];
    else process.env[name] = value;
  }
}

module.exports = { wait, apply };
