'use strict';
// Errors as the invoker and the log see them.

const { types } = require('util');

const MAX_TEXT_CHARS = 256 << 10;
const UNREADABLE =
  'callback called with Error argument, but there was a problem while retrieving one or more of' +
  ' its message, name, and stack';

class UnhandledPromiseRejection extends Error {
  constructor(reason, promise) {
    super(reasonText(reason));
    this.reason = reason;
    this.promise = promise;
  }
}

const classes = {
  ImportModuleError: class ImportModuleError extends Error {},
  HandlerNotFound: class HandlerNotFound extends Error {},
  MalformedHandlerName: class MalformedHandlerName extends Error {},
  UserCodeSyntaxError: class UserCodeSyntaxError extends Error {},
  MalformedStreamingHandler: class MalformedStreamingHandler extends Error {},
  InvalidStreamingOperation: class InvalidStreamingOperation extends Error {},
  UnhandledPromiseRejection,
};
for (const [name, type] of Object.entries(classes)) type.prototype.name = `Runtime.${name}`;

/** An error of the runtime's own: `Runtime.<kind>`. */
function make(kind, ...about) {
  return new classes[kind](...about);
}

function reasonText(reason) {
  if (reason === undefined) return '';
  try {
    return String(reason);
  } catch {
    return require('util').inspect(reason);
  }
}

/** {errorType, errorMessage, trace} of whatever was thrown. */
function describe(error) {
  try {
    if (types.isNativeError(error) || looksLikeError(error)) {
      return {
        errorType: printable(error.name),
        errorMessage: printable(error.message),
        trace: printable(error.stack).split('\n'),
      };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: UNREADABLE };
  }
}

function looksLikeError(value) {
  if (!value) return false;
  return [value.name, value.message, value.stack].every((text) => text && typeof text === 'string');
}

function printable(text) {
  return text?.replace(/\x7F/g, '%7F');
}

/** The same error, small enough for one frame. */
function shorten({ errorType, errorMessage, trace = [] }) {
  return {
    errorType: String(errorType).slice(0, MAX_TEXT_CHARS),
    errorMessage: String(errorMessage).slice(0, MAX_TEXT_CHARS),
    trace: trace.slice(0, 100).map((line) => line.slice(0, 1000)),
  };
}

/** The error with all it carries, as one line for the log. */
function toLogLine(error) {
  const whole = error instanceof Error ? error : new Error(error);
  try {
    return '\t' + JSON.stringify(whole, (_key, value) => withOwnFields(value));
  } catch {
    return '\t' + JSON.stringify(describe(whole));
  }
}

function withOwnFields(value) {
  if (!(value instanceof Error)) return value;
  const fields = {
    errorType: value.name,
    errorMessage: value.message,
    code: value.code,
    ...value,
  };
  if (typeof value.stack === 'string') fields.stack = value.stack.split('\n');
  return fields;
}

module.exports = { make, describe, shorten, toLogLine };
