'use strict';
// A loaded host that does not serve but is forked: each copy becomes an instance of its own.

const fs = require('fs');
const v8 = require('v8');
const hazards = require('./hazards.js');
const orders = require('./orders.js');
const { KIND } = require('./frames.js');
const { Randomness } = require('./randomness.js');
const native = require('../native/fork.node');

// So often has a call been gone through before the first copy is made: what is compiled by then is
// compiled in all copies.
const REHEARSALS = 20;

class Zygote {
  constructor(channel, logFd, enter) {
    this.channel = channel;
    this.log = logFd === undefined ? -1 : Number(logFd);
    this.enter = enter ?? '';
    this.randomness = new Randomness();
    compileAhead(true);
  }

  /** The host has all of its own by now; what comes after it is the function's. */
  async watch() {
    this.print = console.log;
    // libuv's threads come with its first use; in a copy they start anew.
    await fs.promises.stat('/');
    this.before = new hazards.Before(this.enter ? '/tmp' : undefined);
  }

  /** Forks until the platform has enough. Returns in each copy, which is ready to serve. */
  async makeCopies(dialect) {
    const why = await this.hazard();
    if (why) this.end({ forkable: false, why: why.split('\n')[0] });
    const { rehearse } = require('./rehearsal.js');
    for (let done = 0; done < REHEARSALS; done += 1) await rehearse(dialect, this.print);
    this.say({ forkable: true });
    const order = await this.fork();
    if (typeof order === 'number') process.reallyExit(order < 0 ? 1 : 0);
    this.becomeInstance(order);
    if (order.park) await rehearse(dialect, this.print);
  }

  async hazard() {
    return (await hazards.find(this.before)) ?? this.randomness.hazard();
  }

  /** The order in each copy; a number, 0 or an error, where there are no more to be made. */
  fork() {
    return new Promise((resolve) => {
      // Not from within a promise: a copy begins with an empty stack and no jobs.
      setImmediate(() => {
        const order = native.serve(this.channel.calls, this.channel.answers, this.log, this.enter);
        resolve(typeof order === 'number' ? order : JSON.parse(order));
      });
    });
  }

  say(verdict) {
    this.channel.send(KIND.FORKABLE, 0, JSON.stringify(verdict));
  }

  /** Without the function's own exit handlers, which are for instances. */
  end(verdict) {
    this.say(verdict);
    process.reallyExit(0);
  }

  becomeInstance(order) {
    compileAhead(false);
    this.channel.adopt();
    Object.defineProperty(process, 'pid', { value: native.pid(), enumerable: true });
    // Node would wait for threads that a copy does not have.
    process.reallyExit = native.exit;
    orders.apply(order);
    this.randomness.inCopy();
  }
}

/**
 * Whether functions are compiled as their file is loaded, and stay so, or at their first call, which
 * for those of the function's own code comes in copies: in each of them once more.
 */
function compileAhead(ahead) {
  v8.setFlagsFromString(ahead ? '--no-lazy' : '--lazy');
  v8.setFlagsFromString(ahead ? '--no-flush-bytecode' : '--flush-bytecode');
}

module.exports = { Zygote };
