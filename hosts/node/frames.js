'use strict';
// Frames between the host and the platform: calls come at one descriptor, answers go at another.
//
//     u32le length of what follows | u8 kind | u32le call | payload
//
// Reads and writes are plain blocking system calls. Between calls an instance stands still, as
// on Lambda; that costs no `net` module at start, no poll per call, and leaves no handle of the
// host's in the event loop to keep it from draining. Only stream chunks are written off the main
// thread, so that a slow reader slows the stream and not the function.

const fs = require('fs');

const HEADER_BYTES = 9;
const READ_BYTES = 1 << 16;
const MAX_INCOMING_BYTES = 8 << 20;

const KIND = {
  INVOKE: 1,
  STOP: 2,
  ASSIGN: 4,
  READY: 129,
  INIT_ERROR: 130,
  RESPONSE: 131,
  ERROR: 132,
  STREAM_HEAD: 133,
  STREAM_CHUNK: 134,
  STREAM_END: 135,
  STREAM_ERROR: 136,
  /** The process ends after the answer to this call: it takes no other. */
  LEAVING: 137,
  FORKABLE: 138,
};

/** The channel cannot be used any more: there is nobody to answer to. */
class Broken extends Error {}

class Channel {
  constructor(calls, answers) {
    this.calls = calls;
    this.answers = answers;
    this.adopt();
    this.buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    this.start = 0;
    this.end = 0;
    this.queue = [];
    this.writing = false;
  }

  /** Speaks on what is at the numbers now, which after a fork is the copy's own. */
  adopt() {
    this.identity = identify(this.calls);
  }

  /** The next {kind, call, payload}, valid until the next receive; null when the platform hung up. */
  receive() {
    if (this.start === this.end && !this.fill(1)) return null;
    this.need(4);
    const size = 4 + this.buffer.readUInt32LE(this.start);
    if (size < HEADER_BYTES || size > MAX_INCOMING_BYTES) {
      throw new Broken(`a frame of ${size} bytes is out of bounds`);
    }
    this.need(size);
    const at = this.start;
    this.start += size;
    return {
      kind: this.buffer[at + 4],
      call: this.buffer.readUInt32LE(at + 5),
      payload: this.buffer.subarray(at + HEADER_BYTES, at + size),
    };
  }

  /** Calls back once something has arrived; until then the event loop goes on. */
  whenReadable(callback) {
    if (this.start !== this.end) return callback();
    fs.read(this.calls, this.buffer, 0, this.buffer.length, null, (error, got) => {
      this.start = 0;
      this.end = error ? 0 : got;
      callback(); // an error or the end will show again in `receive`
    });
  }

  send(kind, call, payload) {
    this.writeNow(encode(kind, call, payload));
  }

  /** Writes in the background, in order; `done` is called when all of it is on its way. */
  sendLater(bytes, done) {
    this.queue.push({ bytes, done });
    if (!this.writing) this.writeNext();
  }

  /** Calls back once no background write is under way: only then may `send` be used again. */
  whenIdle(callback) {
    if (this.writing) this.queue.push({ bytes: null, done: callback });
    else callback();
  }

  need(count) {
    if (this.end - this.start < count && !this.fill(count)) {
      throw new Broken('the platform hung up in the middle of a frame');
    }
  }

  /** Reads until `count` bytes are there. */
  fill(count) {
    const rest = this.buffer.subarray(this.start, this.end);
    if (count > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(count);
    else if (count <= READ_BYTES && this.buffer.length > READ_BYTES && rest.length <= READ_BYTES) {
      this.buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    }
    rest.copy(this.buffer);
    this.start = 0;
    this.end = rest.length;
    while (this.end < count) {
      const got = this.readNow();
      if (got === 0) return false;
      this.end += got;
    }
    return true;
  }

  readNow() {
    // User code may have closed the number and got it back for a file of its own.
    if (identify(this.calls) !== this.identity) {
      throw new Broken(`the function closed the host's file descriptor ${this.calls}`);
    }
    for (;;) {
      try {
        return fs.readSync(this.calls, this.buffer, this.end, this.buffer.length - this.end, null);
      } catch (error) {
        if (error.code === 'ECONNRESET') return 0;
        if (!isMomentary(error)) throw new Broken(`reading failed: ${error.message}`);
      }
    }
  }

  writeNow(bytes) {
    try {
      writeAll(this.answers, bytes);
    } catch (error) {
      throw new Broken(`writing failed: ${error.message}`);
    }
  }

  writeNext() {
    const { bytes, done } = this.queue[0];
    const finish = () => {
      this.queue.shift();
      try {
        done();
      } finally {
        this.writing = this.queue.length > 0;
        if (this.writing) this.writeNext();
      }
    };
    this.writing = true;
    if (bytes === null) return finish();
    const step = (from) => {
      fs.write(this.answers, bytes, from, bytes.length - from, null, (error, written) => {
        if (error && !isMomentary(error)) throw new Broken(`writing failed: ${error.message}`);
        const at = from + (error ? 0 : written);
        if (at < bytes.length) step(at);
        else finish();
      });
    };
    step(0);
  }
}

function encode(kind, call, payload = '') {
  const text = typeof payload === 'string';
  const size = text ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + size);
  frame.writeUInt32LE(HEADER_BYTES - 4 + size, 0);
  frame[4] = kind;
  frame.writeUInt32LE(call, 5);
  if (text) frame.write(payload, HEADER_BYTES);
  else frame.set(payload, HEADER_BYTES);
  return frame;
}

function writeAll(fd, bytes) {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += fs.writeSync(fd, bytes, at, bytes.length - at, null);
    } catch (error) {
      if (!isMomentary(error)) throw error;
    }
  }
}

/** True after a short pause when the same call may work a moment later. */
function isMomentary(error) {
  if (error.code === 'EINTR') return true;
  if (error.code !== 'EAGAIN') return false;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  return true;
}

function identify(fd) {
  try {
    return fs.fstatSync(fd).ino;
  } catch {
    return undefined;
  }
}

module.exports = { KIND, Broken, Channel, encode, writeAll };
