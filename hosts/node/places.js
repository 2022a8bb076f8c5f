'use strict';
// Where in the function's code loading failed, in the stack that whoever reads the error gets.

const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { fileURLToPath } = require('url');

// Modules of the function's own that are looked through for what is wrong with one of them.
const MODULES_MAX = 50;
const IMPORT = /^[ \t]*(?:import\b(?!\s*[.(])|export\b)(?:[^;'"]*?\bfrom)?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/gm;

/** The runtime's own error, with the stack of what caused it in the place of the host's. */
function carry(made, cause) {
  const stack = String(cause?.stack ?? '');
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !isNodes(line));
  const place = headed(stack);
  if (place) frames.unshift(`    at ${place}`);
  made.stack = [`${made.name}: ${made.message}`, ...frames].join('\n');
  return made;
}

function isNodes(line) {
  return line.includes('(node:') || line.includes('at node:') || line.includes(__dirname);
}

/** `file:line`, where Node begins a syntax error's stack with it. */
function headed(stack) {
  const found = /^((?:file:\/\/)?\/[^\n]*):(\d+)\n/.exec(stack);
  return found && `${found[1].replace('file://', '')}:${found[2]}`;
}

/** Adds to an ES module's error what Node tells only who does not catch it. */
function tell(error, file) {
  const stack = String(error?.stack ?? '');
  let place;
  if (error instanceof SyntaxError && !headed(stack)) place = wrong(file, error.message);
  if (error?.code === 'ERR_MODULE_NOT_FOUND') place = importing(error.message);
  if (!place) return;
  const [title, ...frames] = stack.split('\n');
  try {
    error.stack = [title, `    at ${place}`, ...frames].join('\n');
  } catch {
    // It stays as it is.
  }
}

/** The line that imports what is not found. */
function importing(message) {
  const [, wanted, from] = /^Cannot find \w+ '(.+)' imported from (.+)$/m.exec(message) ?? [];
  if (!from) return undefined;
  const file = from.startsWith('file:') ? fileURLToPath(from) : from;
  const name = wanted.startsWith('/') ? path.basename(wanted) : wanted;
  const quoted = new RegExp(`['"/]${name.replace(/[^\w]/g, '\\$&')}['"/]`);
  const line = read(file).split('\n').findIndex((text) => quoted.test(text));
  return line < 0 ? file : `${file}:${line + 1}`;
}

/** The place in a module, or in those it imports, where a compiler finds the same fault. */
function wrong(entry, message) {
  const files = [entry];
  for (let at = 0; at < files.length && at < MODULES_MAX; at += 1) {
    const source = read(files[at]);
    const place = compile(source, files[at], message);
    if (place) return place;
    for (const [, , name] of source.matchAll(IMPORT)) {
      const file = path.resolve(path.dirname(files[at]), name);
      if (!files.includes(file)) files.push(file);
    }
  }
  return undefined;
}

function compile(source, filename, message) {
  const script = `"use strict"; ${asScript(source)}`;
  // What ends too early does so only where nothing is around it; what awaits must have a function.
  for (const text of [`(async () => { ${script}\n})`, script]) {
    try {
      new vm.Script(text, { filename });
    } catch (error) {
      if (error.message === message) return headed(error.stack);
    }
  }
  return undefined;
}

/** A module's text with nothing that only modules may have, every line where it was. */
function asScript(source) {
  const blank = (text) => text.replace(/[^\n]/g, ' ');
  return source
    .replace(/^[ \t]*import\b(?!\s*[.(])(?:[^;'"]*?\bfrom)?\s*(['"])[^'"\n]*\1[^\n;]*;?/gm, blank)
    .replace(/^[ \t]*export\s*(?:\*|\{[^}]*\})[^\n;]*;?/gm, blank)
    .replace(/^([ \t]*)export\s+default\b/gm, '$1_ =')
    .replace(/^([ \t]*)export\b/gm, '$1')
    .replace(/\bimport\.meta\b/g, '({})');
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

module.exports = { carry, tell };
