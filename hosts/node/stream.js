'use strict';
// The response stream of `awslambda.streamifyResponse`, and `awslambda.HttpResponseStream`.

const { Writable } = require('stream');
const { KIND, encode } = require('./frames.js');
const errors = require('./errors.js');

const MAX_CHUNK_BYTES = 64 << 10;
const PRELUDE_TYPE = 'application/vnd.awslambda.http-integration-response';
const PRELUDE_END = new Uint8Array(8);

class ResponseStream extends Writable {
  constructor(channel, call, highWaterMark) {
    super({ highWaterMark });
    this._channel = channel;
    this._call = call;
    this._contentType = null;
    this._begun = false;
    this.headSent = false;
    this.closedByHost = false;
    this._onBeforeFirstWrite = undefined;
    // Failures reach the call through `done`; without a listener they would end the process.
    this.on('error', () => {});
  }

  setContentType(type) {
    if (this._begun) {
      throw errors.make('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }
    this._contentType = type;
  }

  write(chunk, encoding, callback) {
    this._begun = true;
    return super.write(toBytes(chunk), encoding, callback);
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') return super.end(chunk);
    this._begun = true;
    return super.end(chunk === undefined || chunk === null ? chunk : toBytes(chunk), encoding, callback);
  }

  _write(chunk, _encoding, callback) {
    this._send(this._opening(), chunk, callback);
  }

  _final(callback) {
    const opening = this._opening();
    if (opening.length) this._send(opening, Buffer.alloc(0), callback);
    else callback();
  }

  /** What goes out before the first byte of the body: the head, and an HTTP prelude if any. */
  _opening() {
    if (this.headSent) return [];
    this.headSent = true;
    const head = JSON.stringify({ contentType: this._contentType });
    const frames = [encode(KIND.STREAM_HEAD, this._call, head)];
    if (typeof this._onBeforeFirstWrite === 'function') {
      const parts = [];
      this._onBeforeFirstWrite((part) => parts.push(Buffer.from(part)));
      frames.push(...this._chunks(Buffer.concat(parts)));
    }
    return frames;
  }

  _chunks(bytes) {
    const frames = [];
    for (let at = 0; at < bytes.length; at += MAX_CHUNK_BYTES) {
      const part = bytes.subarray(at, at + MAX_CHUNK_BYTES);
      frames.push(encode(KIND.STREAM_CHUNK, this._call, part));
    }
    return frames;
  }

  _send(frames, chunk, callback) {
    if (this.closedByHost) return callback();
    frames.push(...this._chunks(chunk));
    const bytes = frames.length === 1 ? frames[0] : Buffer.concat(frames);
    this._channel.sendLater(bytes, callback);
  }

  /** Resolves when all is written; rejects when the stream breaks or is given up. */
  get done() {
    return new Promise((resolve, reject) => {
      if (this.writableFinished) return resolve();
      if (this.destroyed) return reject(this.errored ?? 'Response stream is not finished.');
      this.once('finish', resolve);
      this.once('error', reject);
      this.once('close', () => reject('Response stream is not finished.'));
    });
  }
}

function toBytes(chunk) {
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return chunk;
  return JSON.stringify(chunk);
}

const HttpResponseStream = {
  /** Puts status, headers and cookies before the body; the platform takes them off again. */
  from(stream, prelude) {
    stream.setContentType(PRELUDE_TYPE);
    const text = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(text);
      write(PRELUDE_END);
    };
    return stream;
  },
};

module.exports = { ResponseStream, HttpResponseStream };
