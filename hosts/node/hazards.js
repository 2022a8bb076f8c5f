'use strict';
// What a loaded module may have begun that two copies of one process cannot both go on with.
// Every finding is one line for people: `mayfly show` tells it as the reason for ordinary starts.

const fs = require('fs');

const MAX_NAMED = 3;
const SETTLING_MS = 1000;
const STEP_MS = 5;
const PRELOADING = /(?:^|\s)(-r|--require|--import|--(?:experimental-)?loader)\b/;

/** What there is before the function's own code runs. */
class Before {
  /** `temporary` is a folder that copies have one of their own of, if any. */
  constructor(temporary) {
    this.temporary = temporary;
    this.files = new Set(list(temporary));
    this.threads = new Set(threads());
    this.fds = new Set(descriptors());
    this.shared = new Set(sharedMappings());
  }
}

/** Waits for what the module began while loading; says what does not come to an end. */
async function find(before) {
  const early = preloaded();
  if (early) return early;
  for (let waited = 0; ; waited += STEP_MS) {
    const why = unfinished() ?? thread(before.threads);
    if (why === undefined) return kept(before);
    if (waited >= SETTLING_MS) return why;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

/** What it begins cannot be told from what Node does. */
function preloaded() {
  const option = PRELOADING.exec(process.env.NODE_OPTIONS ?? '')?.[1];
  return option && `NODE_OPTIONS has ${option}, which runs code before the host`;
}

function unfinished() {
  const resources = process.getActiveResourcesInfo().filter((kind) => !isStandard(kind));
  if (resources.length === 0) return undefined;
  const named = [...new Set(resources)].slice(0, MAX_NAMED).join(', ');
  return `it did not finish what it began while loading (${named})`;
}

/** Standard output counts as an active pipe once it was used. */
function isStandard(kind) {
  return kind === 'PipeWrap' || kind === 'TTYWrap';
}

function kept(before) {
  return (
    childProcess() ??
    descriptor(before.fds) ??
    mapping(before.shared) ??
    temporaryFile(before)
  );
}

function childProcess() {
  for (const task of threads()) {
    const children = lines(`/proc/self/task/${task}/children`).join('').trim();
    if (children) return `it started a process that still runs (${children})`;
  }
  return undefined;
}

function thread(before) {
  const started = threads().filter((task) => !before.has(task));
  if (started.length === 0) return undefined;
  const names = started.map((task) => lines(`/proc/self/task/${task}/comm`)[0]);
  const named = [...new Set(names)].slice(0, MAX_NAMED).join(', ');
  return `it started ${started.length === 1 ? 'a thread' : `${started.length} threads`} (${named})`;
}

function descriptor(before) {
  for (const line of descriptors()) {
    const [fd, name] = line.split(/ (.*)/s);
    if (before.has(line) || name.startsWith('/dev/')) continue;
    if (name.startsWith('socket:')) return `it keeps a socket open (descriptor ${fd})`;
    if (name.startsWith('/')) return `it keeps ${name} open; close it after use`;
    return `it keeps ${name.replace(/:\[.*/, '')} open (descriptor ${fd}), shared by all copies`;
  }
  return undefined;
}

/** `number target` of what is open. */
function descriptors() {
  return fs.readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [`${fd} ${fs.readlinkSync(`/proc/self/fd/${fd}`)}`];
    } catch {
      return []; // the descriptor of the listing itself
    }
  });
}

function mapping(before) {
  const found = sharedMappings().find((line) => !before.has(line));
  if (found === undefined) return undefined;
  const path = found.slice(found.indexOf(' ') + 1) || 'anonymous';
  return `it shares writable memory between processes (${path})`;
}

/** A copy has a /tmp of its own and would miss what was left in the zygote's. */
function temporaryFile(before) {
  const left = list(before.temporary).find((name) => !before.files.has(name));
  return left && `it left ${before.temporary}/${left} behind, which copies do not have`;
}

function list(folder) {
  return folder ? fs.readdirSync(folder).sort() : [];
}

function threads() {
  return fs.readdirSync('/proc/self/task');
}

/** `addresses path` of memory that a write makes visible to others. */
function sharedMappings() {
  return lines('/proc/self/maps').flatMap((line) => {
    const [, addresses, mode, path] = /^(\S+) (\S+) \S+ \S+ \S+ *(.*)$/.exec(line) ?? [];
    return mode?.[1] === 'w' && mode[3] === 's' ? [`${addresses} ${path}`] : [];
  });
}

function lines(file) {
  try {
    return fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

module.exports = { Before, find };
