'use strict';
// One call whose result is a value: promises, callbacks and `context.done`.

const { KIND } = require('./frames.js');
const context = require('./context.js');

const DONE_TWICE =
  'Invocation has already been reported as done. Cannot call complete more than once per invocation.';

class Buffered {
  constructor(dialect, call) {
    this.dialect = dialect;
    this.call = call;
    this.said = false; // the handler has told the outcome
    this.answered = false; // and the platform knows it
    this.result = null; // what to answer once the event loop is empty
  }

  run(meta, eventText) {
    const done = this.once((error, result) => this.settle(error, result));
    const succeed = (result) => done(null, result);
    const fail = (error) => done(error ?? 'handled');
    const callback = this.once((error, result) => {
      if (error !== undefined && error !== null) this.settle(error);
      else if (!this.context.callbackWaitsForEmptyEventLoop) this.settle(null, result);
      else this.result = result;
    });
    this.context = context.build(this.dialect.instance, meta, { succeed, fail, done });
    let returned;
    try {
      returned = this.dialect.handler(JSON.parse(eventText), this.context, callback);
    } catch (error) {
      callback(error ?? 'handled');
      return;
    }
    if (typeof returned?.then === 'function') returned.then(succeed, fail);
  }

  /** Only the first of the ways to tell the outcome counts. */
  once(tell) {
    return (...args) => {
      if (this.answered && !this.said) console.error(DONE_TWICE);
      if (this.answered || this.said) return;
      this.said = true;
      tell(...args);
    };
  }

  settle(error, result) {
    if (error !== undefined && error !== null) return this.fail(error);
    let text;
    try {
      text = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch {
      return this.fail(new Error('Unable to stringify response body'));
    }
    this.answered = true;
    this.dialect.sendResponse(this.call, text);
    this.dialect.finished();
  }

  fail(error) {
    this.answered = true;
    this.dialect.logError('Invoke Error', error);
    this.dialect.sendError(KIND.ERROR, this.call, error);
    this.dialect.finished();
  }

  drained() {
    if (!this.answered) this.settle(null, this.result);
  }

  /** The process is about to end because of the error. */
  abort(error, leave) {
    if (!this.answered) this.dialect.sendError(KIND.ERROR, this.call, error);
    leave();
  }
}

module.exports = { Buffered };
