'use strict';
// AWS Lambda: `handler(event, context, callback)`, or a streaming one; errors and logs as its
// runtime reports them.

const { KIND } = require('../frames.js');
const { current, patch } = require('../console.js');
const context = require('../context.js');

// Loaded when something goes wrong, not at every start.
const errors = () => require('../errors.js');

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const MAX_RESPONSE_BYTES = 6291556;
const TOO_LARGE = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
};

class Dialect {
  constructor(channel) {
    this.channel = channel;
    const logFd = process.env._LAMBDA_TELEMETRY_LOG_FD;
    delete process.env._LAMBDA_TELEMETRY_LOG_FD;
    this.logError = patch(logFd, process.env);
    this.active = null;
    this.started = false;
  }

  async load() {
    defineGlobals();
    const { find } = require('../loader.js');
    const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
    this.handler = await find(root, process.env._HANDLER ?? '');
    this.streams = isStreaming(this.handler);
    this.Call = this.streams ? require('../streamed.js').Streamed : require('../buffered.js').Buffered;
    this.highWaterMark = this.handler[HIGH_WATER_MARK];
  }

  /** Reads what differs between instances of one loaded function. */
  start(env) {
    this.instance = context.instanceFields(env);
    this.started = true;
  }

  call(call, metaText, eventText) {
    const meta = JSON.parse(metaText);
    current.requestId = meta.requestId;
    current.tenantId = meta.tenantId;
    if (meta.traceId) process.env._X_AMZN_TRACE_ID = meta.traceId;
    else delete process.env._X_AMZN_TRACE_ID;
    this.active = new this.Call(this, call);
    this.active.run(meta, eventText);
  }

  /** The call is over: its last frame is written. */
  finished() {
    this.active = null;
    this.next();
  }

  /** Leaves no trace of the last call, nor of `start`. */
  forget() {
    this.started = false;
    current.requestId = current.tenantId = undefined;
  }

  /** Sends an error as the call's answer. */
  sendError(kind, call, error) {
    this.channel.send(kind, call, errorText(errors().describe(error)));
  }

  sendResponse(call, text) {
    if (text.length > MAX_RESPONSE_BYTES / 3 && Buffer.byteLength(text) > MAX_RESPONSE_BYTES) {
      console.error('Invoke Error', '\t' + JSON.stringify(TOO_LARGE));
      this.channel.send(KIND.ERROR, call, JSON.stringify(TOO_LARGE));
    } else {
      this.channel.send(KIND.RESPONSE, call, text);
    }
  }

  /** The event loop is empty. */
  drained() {
    this.active?.drained();
  }

  crashed(title, error, status) {
    this.logError(title, error);
    const leave = () => process.exit(status);
    if (!this.started) {
      this.channel.send(KIND.INIT_ERROR, 0, errorText(errors().describe(error)));
      leave();
    } else if (this.active) {
      this.channel.send(KIND.LEAVING, 0);
      this.active.abort(error, leave);
    } else {
      leave();
    }
  }

  rejected(reason, promise) {
    const error = errors().make('UnhandledPromiseRejection', reason, promise);
    this.crashed('Unhandled Promise Rejection', error, 128);
  }
}

function defineGlobals() {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[STREAMING] = 'response';
      if (typeof options?.highWaterMark === 'number') {
        handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
      }
      return handler;
    },
    get HttpResponseStream() {
      return require('../stream.js').HttpResponseStream;
    },
  };
}

function isStreaming(handler) {
  const mark = handler[STREAMING];
  if (mark === undefined || mark === null || mark === false) return false;
  if (mark === 'response') return true;
  throw errors().make('MalformedStreamingHandler', 'Only response streaming is supported.');
}

function errorText(error) {
  const text = JSON.stringify(error);
  if (text.length < MAX_RESPONSE_BYTES / 3) return text;
  return JSON.stringify(errors().shorten(error));
}

module.exports = { Dialect };
