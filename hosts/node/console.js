'use strict';
// `console.*` as Lambda patches it: every call is one event, stamped with time and request id.
// Framed on the log descriptor, so that a multi-line event stays one:
//
//     u32be type | u32be length | u64be microseconds since the epoch | bytes

const { format } = require('util');
const { writeAll } = require('./frames.js');

const TEXT = 0xa55a0003;
const JSON_EVENT = 0xa55a0002;
const LEVELS = {
  TRACE: { name: 'TRACE', order: 1, bits: 4 },
  DEBUG: { name: 'DEBUG', order: 2, bits: 8 },
  INFO: { name: 'INFO', order: 3, bits: 12 },
  WARN: { name: 'WARN', order: 4, bits: 16 },
  ERROR: { name: 'ERROR', order: 5, bits: 20 },
  FATAL: { name: 'FATAL', order: 6, bits: 24 },
};

/** The call being served. */
const current = { requestId: undefined, tenantId: undefined };
let logFd;

/** Replaces the console's methods; returns how the host itself logs an error. */
function patch(fd, env) {
  logFd = fd === undefined ? undefined : Number(fd);
  writeThrough('stdout');
  writeThrough('stderr');
  const asJson = env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  const least = LEVELS[env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()] ?? LEVELS.TRACE;
  const write = logFd === undefined ? lineWriter() : frameWriter(asJson);
  const render = asJson ? renderJson : renderText;
  const method = (level) => {
    if (level.order < least.order) return () => {};
    return (...params) => {
      const now = new Date();
      write(level, now, render(level, now, params));
    };
  };
  console.trace = method(LEVELS.TRACE);
  console.debug = method(LEVELS.DEBUG);
  console.info = method(LEVELS.INFO);
  console.log = console.info;
  console.warn = method(LEVELS.WARN);
  console.error = method(LEVELS.ERROR);
  console.fatal = method(LEVELS.FATAL);
  return asJson ? logErrorJson : logErrorText;
}

function isFramed() {
  return logFd !== undefined;
}

/** Sends framed events elsewhere; returns where they went so far. */
function redirect(fd) {
  const before = logFd;
  if (isFramed()) logFd = fd;
  return before;
}

/**
 * Makes what is written to stdout and stderr reach the pipe at once. Node would queue what a full
 * pipe does not take, and the answer of the call would overtake it.
 */
function writeThrough(name) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  const open = () => {
    const stream = get.call(process);
    stream._handle?.setBlocking?.(true);
    Object.defineProperty(process, name, { ...descriptor, get: () => stream });
    return stream;
  };
  const descriptor = { configurable: true, enumerable: true, get: open };
  Object.defineProperty(process, name, descriptor);
}

function logErrorJson(_title, error) {
  console.error(error instanceof Error ? error : new Error(error));
}

function logErrorText(title, error) {
  console.error(title, require('./errors.js').toLogLine(error));
}

function frameWriter(asJson) {
  const base = asJson ? JSON_EVENT : TEXT;
  const end = asJson ? '' : '\n';
  return (level, now, text) => {
    const size = Buffer.byteLength(text) + end.length;
    const frame = Buffer.allocUnsafe(16 + size);
    frame.writeUInt32BE((base | level.bits) >>> 0, 0);
    frame.writeUInt32BE(size, 4);
    frame.writeBigUInt64BE(BigInt(now.valueOf()) * 1000n, 8);
    frame.write(text + end, 16);
    try {
      writeAll(logFd, frame);
    } catch {
      process.stderr.write(text + '\n'); // the function closed the log descriptor
    }
  };
}

function lineWriter() {
  return (_level, _now, text) => process.stdout.write(text.replace(/\n/g, '\r') + '\n');
}

function renderText(level, now, params) {
  const message = format(...(params.length ? params : [undefined]));
  return `${now.toISOString()}\t${current.requestId}\t${level.name}\t${message}`;
}

function renderJson(level, now, params) {
  const event = { timestamp: now.toISOString(), level: level.name, requestId: current.requestId };
  if (current.tenantId != null) event.tenantId = current.tenantId;
  if (params.length <= 1) {
    event.message = params[0];
    try {
      return JSON.stringify(event, errorFields);
    } catch {
      event.message = format(event.message);
      return JSON.stringify(event);
    }
  }
  event.message = format(...params);
  const error = params.find((param) => param instanceof Error);
  if (error) {
    event.errorType = error.constructor?.name ?? 'UnknownError';
    event.errorMessage = error.message;
    event.stackTrace = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  }
  return JSON.stringify(event);
}

function errorFields(_key, value) {
  if (!(value instanceof Error)) return value;
  return {
    errorType: value.constructor?.name ?? 'UnknownError',
    errorMessage: value.message,
    stackTrace: typeof value.stack === 'string' ? value.stack.split('\n') : value.stack,
    ...value,
  };
}

module.exports = { current, patch, isFramed, redirect };
