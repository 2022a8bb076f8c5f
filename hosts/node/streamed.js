'use strict';
// One call whose result is a stream.

const { KIND } = require('./frames.js');
const context = require('./context.js');
const { ResponseStream } = require('./stream.js');

const UNFINISHED = 'Response stream is not finished.';

class Streamed {
  constructor(dialect, call) {
    this.dialect = dialect;
    this.call = call;
    this.over = false;
    this.stream = new ResponseStream(dialect.channel, call, dialect.highWaterMark);
  }

  async run(meta, eventText) {
    try {
      const callContext = context.build(this.dialect.instance, meta);
      const event = JSON.parse(eventText);
      const returned = this.dialect.handler(event, this.stream, callContext);
      if (typeof returned?.then !== 'function') {
        throw 'Streaming does not support non-async handlers.';
      }
      const value = await returned;
      if (value !== undefined) console.warn('Streaming handlers ignore return values.');
      await this.stream.done;
      this.succeed();
    } catch (error) {
      this.fail(error, () => this.dialect.finished());
    }
  }

  succeed() {
    if (this.over) return;
    this.over = true;
    this.dialect.channel.send(KIND.STREAM_END, this.call);
    this.dialect.finished();
  }

  fail(error, then) {
    if (this.over) return;
    this.dialect.logError('Invoke Error', error);
    this.abort(error, then);
  }

  /** Ends with an error after what the handler has written so far. */
  abort(error, then) {
    if (this.over) return then();
    this.over = true;
    const { stream } = this;
    const report = () => {
      stream.closedByHost = true;
      this.dialect.channel.whenIdle(() => {
        this.dialect.sendError(stream.headSent ? KIND.STREAM_ERROR : KIND.ERROR, this.call, error);
        then();
      });
    };
    if (!stream.headSent || stream.destroyed) return report();
    stream.end();
    stream.done.then(report, report);
  }

  drained() {
    if (this.stream.writableFinished) this.succeed();
    else this.fail(UNFINISHED, () => this.dialect.finished());
  }
}

module.exports = { Streamed };
