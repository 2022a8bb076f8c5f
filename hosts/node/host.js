'use strict';
// The host's life: take the channel, load the user's code, answer calls one at a time, leave.

const fs = require('fs');
const { AsyncResource } = require('async_hooks');
const { KIND, Broken, Channel } = require('./frames.js');

// Node's own status for a module whose top-level await never settles.
const UNSETTLED = 13;
// A call must not inherit what the one before it put into an AsyncLocalStorage.
const clean = new AsyncResource('mayfly');

function main() {
  if (!process.env._MAYFLY_FD) {
    complain('mayfly: _MAYFLY_FD is not set; this program is started by the platform');
    process.exit(1);
  }
  const channel = new Channel(...take('_MAYFLY_FD').split(',').map(Number));
  const zygote = openZygote(channel);
  const dialect = chooseDialect(take('_MAYFLY_DIALECT') ?? 'aws', channel);
  process.on('uncaughtException', (error) => {
    if (error instanceof Broken) leave(error);
    else guarded(() => dialect.crashed('Uncaught Exception', error, 129));
  });
  process.on('unhandledRejection', (reason, promise) => {
    if (reason instanceof Broken) leave(reason);
    else guarded(() => dialect.rejected(reason, promise));
  });
  process.on('beforeExit', () => {
    if (dialect.started) guarded(() => dialect.drained());
    else stuck();
  });
  if (take('_MAYFLY_STEM') && !require('./orders.js').wait(channel)) process.exit(0);
  const instance = () => guarded(() => serve(channel, dialect));
  const failed = (error) => guarded(() => dialect.crashed('Uncaught Exception', error, 129));
  const loading = zygote ? zygote.watch().then(() => dialect.load()) : dialect.load();
  loading.then(
    // One turn later, as what the module left to fail at once is still a failure to start.
    () => setImmediate(zygote ? () => zygote.makeCopies(dialect).then(instance, failed) : instance),
    failed,
  );
}

/** The part that forks, if this host is to be one that does. */
function openZygote(channel) {
  const enter = take('_MAYFLY_ENTER');
  if (!take('_MAYFLY_ZYGOTE')) return undefined;
  const { Zygote } = require('./zygote.js');
  return new Zygote(channel, process.env._LAMBDA_TELEMETRY_LOG_FD, enter);
}

/** Everything after loading. A fork of a loaded host starts here, with its own channel. */
function serve(channel, dialect) {
  dialect.start(process.env);
  const wait = () => setImmediate(() => guarded(() => next(channel, dialect)));
  dialect.next = () => clean.runInAsyncScope(wait);
  channel.send(KIND.READY, 0);
  // What the module began and did not await (a connection, say) goes on until the first call.
  if (process.getActiveResourcesInfo().some(isWork)) channel.whenReadable(wait);
  else wait();
}

/** Standard output counts as an active pipe once it was used. */
function isWork(kind) {
  return kind !== 'PipeWrap';
}

function next(channel, dialect) {
  const frame = channel.receive();
  if (frame === null || frame.kind === KIND.STOP) process.exit(0);
  if (frame.kind !== KIND.INVOKE) return dialect.next();
  const metaEnd = 4 + frame.payload.readUInt32LE(0);
  const meta = frame.payload.toString('utf8', 4, metaEnd);
  const event = frame.payload.toString('utf8', metaEnd);
  // One turn of the event loop first: connections that were closed while it stood still have to
  // be noticed before the handler uses them.
  setImmediate(() => guarded(() => dialect.call(frame.call, meta, event)));
}

/** Runs the host's own step; a broken socket ends the process. */
function guarded(step) {
  try {
    step();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    leave(error);
  }
}

function leave(error) {
  complain(`mayfly: ${error.message}; this instance ends`);
  process.exit(1);
}

function stuck() {
  complain('mayfly: a top-level await of the module never settles; check what it awaits');
  process.exit(UNSETTLED);
}

function complain(message) {
  try {
    fs.writeSync(2, message + '\n');
  } catch {
    // There is nowhere left to say it.
  }
}

/** One file per provider in `dialects/`, each with a class `Dialect`. */
function chooseDialect(name, channel) {
  if (!/^\w+$/.test(name)) throw new Error(`no dialect is called ${name}; set _MAYFLY_DIALECT=aws`);
  const { Dialect } = require(`./dialects/${name}.js`);
  return new Dialect(channel);
}

function take(name) {
  const value = process.env[name];
  delete process.env[name];
  return value;
}

module.exports = { main, next };
