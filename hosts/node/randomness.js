'use strict';
// Random values that no two copies share.
//
// The native half reseeds OpenSSL. What remains are values drawn in advance: V8 keeps some for
// `Math.random`, and its generator cannot be reseeded; Node keeps pools for `randomUUID` and
// `randomInt`. Functions may hold on to any of these while they load, so all are replaced before.

const crypto = require('crypto');
const vm = require('vm');
const { syncBuiltinESMExports } = require('module');

const DRAWN_AT_ONCE = 512;
// As many values as Node draws in advance: after them, all that was drawn before is used up.
const UUIDS_AT_ONCE = 128;
const INTS_AT_ONCE = 1024;
// Who asks for more bytes at once keeps them, to cut identifiers off; fewer are one key.
const LARGEST_KEY_BYTES = 64;

class Randomness {
  constructor() {
    this.copied = false;
    this.pooled = false;
    this.source = new SystemRandom();
    const { random } = this.source;
    replace(Math, 'random', () => random);
    replaceInContexts(random);
    const web = globalThis.Crypto?.prototype;
    const { randomUUID, randomInt } = crypto;
    this.drain(crypto, 'randomUUID', UUIDS_AT_ONCE, () => randomUUID());
    this.drain(web, 'randomUUID', UUIDS_AT_ONCE, () => randomUUID());
    this.drain(crypto, 'randomInt', INTS_AT_ONCE, () => randomInt(2));
    this.notice(crypto, 'randomFill');
    this.notice(crypto, 'randomFillSync');
    this.notice(web, 'getRandomValues');
    syncBuiltinESMExports();
  }

  /** Why copies would share random values, if they would. */
  hazard() {
    if (!this.pooled) return undefined;
    return 'it keeps random bytes for later, which copies would share; draw them in the handler';
  }

  inCopy() {
    this.copied = true;
    this.source.forget();
  }

  /** Before the first value in a copy, uses up what the zygote had drawn. */
  drain(owner, name, count, draw) {
    const isCopy = () => this.copied;
    let stale = true;
    replace(owner, name, (original) => {
      return function (...args) {
        if (stale && isCopy()) {
          stale = false;
          for (let drawn = 0; drawn < count; drawn += 1) draw();
        }
        return Reflect.apply(original, this, args);
      };
    });
  }

  notice(owner, name) {
    const pooled = () => (this.pooled = true);
    replace(owner, name, (original) => {
      return function (...args) {
        if (args[0]?.byteLength > LARGEST_KEY_BYTES) pooled();
        return Reflect.apply(original, this, args);
      };
    });
  }
}

/** `Math.random` from the system's generator, drawn in advance as V8 does. */
class SystemRandom {
  constructor() {
    const { randomFillSync } = crypto;
    const words = new Uint32Array(2 * DRAWN_AT_ONCE);
    let left = 0;
    this.random = () => {
      if (left === 0) {
        randomFillSync(words);
        left = words.length;
      }
      left -= 2;
      // 53 bits, as many as a double has.
      return ((words[left] >>> 5) * 0x4000000 + (words[left + 1] >>> 6)) / 0x20000000000000;
    };
    this.forget = () => {
      left = 0;
    };
  }
}

/** Contexts made by `vm` have a Math of their own. */
function replaceInContexts(random) {
  const isContext = (object) => Object(object) === object && vm.isContext(object);
  replace(vm, 'createContext', (original) => (...args) => {
    const known = isContext(args[0]);
    const context = original(...args);
    if (!known) replace(vm.runInContext('Math', context), 'random', () => random);
    return context;
  });
  const prepare = (object, options) => {
    if (isContext(object)) return object;
    return vm.createContext(object, {
      name: options?.contextName,
      origin: options?.contextOrigin,
      codeGeneration: options?.contextCodeGeneration,
      microtaskMode: options?.microtaskMode,
    });
  };
  replace(vm, 'runInNewContext', () => (code, object, options) => {
    return vm.runInContext(code, prepare(object, options), options);
  });
  replace(vm.Script.prototype, 'runInNewContext', () => {
    return function (object, options) {
      return this.runInContext(prepare(object, options), options);
    };
  });
}

/** Puts another function in the place of one, with its name and arity. */
function replace(owner, name, make) {
  const described = owner && Object.getOwnPropertyDescriptor(owner, name);
  if (!described) return;
  const original = described.value;
  const value = make(original);
  for (const own of ['name', 'length']) {
    Object.defineProperty(value, own, Object.getOwnPropertyDescriptor(original, own));
  }
  Object.defineProperty(owner, name, { ...described, value });
}

module.exports = { Randomness };
