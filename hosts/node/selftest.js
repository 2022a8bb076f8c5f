'use strict';
// Whether copies of this Node work: forks once and tries in the copy what functions use. Prints
// `{"ok": …, "failed": […]}`; where it is not ok, instances start the ordinary way.

const fs = require('fs');
const { Channel } = require('./frames.js');
const { Zygote } = require('./zygote.js');
const native = require('../native/fork.node');

const PATIENCE_MS = 3000;
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

async function main() {
  const [ours, end, writing, reading] = native.orderOne();
  const zygote = new Zygote(new Channel(end, writing));
  await zygote.watch();
  const hazard = await zygote.hazard();
  const order = hazard === undefined ? await zygote.fork() : -1;
  if (typeof order !== 'number') {
    zygote.becomeInstance(order);
    fs.writeSync(writing, JSON.stringify(await failures()));
    native.exit(0);
  }
  fs.closeSync(writing);
  const failed = hazard === undefined ? await answerOf(reading, copyId(ours)) : [hazard];
  console.log(JSON.stringify({ ok: failed.length === 0, failed }));
  process.exit(failed.length === 0 ? 0 : 1);
}

/** From the FORKED frame. */
function copyId(channel) {
  const frame = Buffer.alloc(13);
  fs.readSync(channel, frame);
  return frame.readUInt32LE(9);
}

function answerOf(channel, copy) {
  return new Promise((resolve) => {
    const killer = setTimeout(() => {
      process.kill(copy, 'SIGKILL');
      resolve(['it hangs']);
    }, 1.5 * PATIENCE_MS);
    fs.read(channel, Buffer.alloc(1 << 16), (_error, got, answer) => {
      clearTimeout(killer);
      resolve(got > 0 ? JSON.parse(answer.toString('utf8', 0, got)) : ['it dies']);
    });
  });
}

async function failures() {
  const failed = [];
  const attempts = Object.entries(checks).map(async ([name, check]) => {
    try {
      await Promise.race([check(), tooLate()]);
    } catch (error) {
      failed.push(`${name}: ${error.message}`);
    }
  });
  await Promise.all(attempts);
  return failed;
}

function tooLate() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('it hangs')), PATIENCE_MS).unref();
  });
}

function expect(condition) {
  if (!condition) throw new Error('another result than in any process');
}

/** A promise for what a function with a callback tells. */
function told(call) {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });
}

const checks = {
  timers: () => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 5)),
  'fs.promises': async () => expect(await fs.promises.readFile(__filename, 'utf8')),
  pbkdf2: async () => {
    const { pbkdf2 } = require('crypto');
    expect((await told((done) => pbkdf2('a', 'b', 1000, 32, 'sha256', done))).length === 32);
  },
  'dns.lookup': () => told((done) => require('dns').lookup('localhost', done)),
  'http and fetch': async () => {
    const server = require('http').createServer((_request, response) => response.end('served'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await fetch(`http://127.0.0.1:${server.address().port}`);
    expect((await answer.text()) === 'served');
    server.close();
    server.closeAllConnections?.();
  },
  'garbage collection': async () => {
    let kept = [];
    for (let made = 0; made < 100000; made += 1) {
      kept.push({ made, text: `${made}` });
      if (kept.length > 1000) kept = [];
    }
    for (let made = 0; made < 64; made += 1) kept.push(Buffer.alloc(1 << 20, made));
    expect(kept.at(-1)[0] === 63);
  },
  'compiled loop': async () => {
    let sum = 0;
    for (let step = 0; step < 5e6; step += 1) sum = (sum + step * 3) % 1000003;
    expect(sum === 360);
  },
  WebAssembly: async () => expect(await WebAssembly.compile(EMPTY_MODULE)),
  worker_threads: async () => {
    const { Worker } = require('worker_threads');
    const source = 'require("worker_threads").parentPort.postMessage(42)';
    const worker = new Worker(source, { eval: true });
    const answer = await told((done) => {
      worker.on('error', done).on('message', (value) => done(null, value));
    });
    expect(answer === 42);
  },
  child_process: async () => {
    const { execFile } = require('child_process');
    expect((await told((done) => execFile('/bin/sh', ['-c', 'echo 42'], done))) === '42\n');
  },
  zlib: async () => {
    const { gzip, gunzipSync } = require('zlib');
    expect(gunzipSync(await told((done) => gzip('aaaa', done))).toString() === 'aaaa');
  },
  import: async () => expect((await import('node:os')).EOL === '\n'),
  'WeakRef and FinalizationRegistry': async () => {
    const object = {};
    new FinalizationRegistry(() => {}).register({}, 1);
    expect(new WeakRef(object).deref() === object);
  },
  crypto: async () => {
    const { createHash, randomUUID } = require('crypto');
    expect(createHash('sha256').update('').digest('hex').startsWith('e3b0c442'));
    expect(randomUUID() !== randomUUID());
  },
};

module.exports = { main };
