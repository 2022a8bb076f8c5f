'use strict';
// A loaded host that does not serve but is forked: each copy becomes an instance of its own.

const { KIND } = require('./frames.js');
const native = require('../native/fork.node');

class Zygote {
  constructor(channel, logFd, enter) {
    this.channel = channel;
    this.log = logFd === undefined ? -1 : Number(logFd);
    this.enter = enter ?? '';
  }

  /** Forks until the platform has enough; `instance` is called in each copy. */
  makeCopies(dialect, instance) {
    this.say({ forkable: true });
    const order = native.serve(this.channel.fd, this.log, this.enter);
    if (typeof order === 'number') process.exit(order < 0 ? 1 : 0);
    this.becomeInstance(JSON.parse(order));
    instance();
  }

  say(verdict) {
    this.channel.send(KIND.FORKABLE, 0, JSON.stringify(verdict));
  }

  becomeInstance(order) {
    this.channel.adopt();
    Object.defineProperty(process, 'pid', { value: native.pid(), enumerable: true });
    for (const [name, value] of Object.entries(order.env)) {
      if (value === null) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

module.exports = { Zygote };
