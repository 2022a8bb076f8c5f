'use strict';
// `_HANDLER` to a function: `folder/file.export.nested`, by Lambda's rules.

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

// Loaded when something goes wrong, not at every start.
const fault = (kind, cause) => require('./errors.js').make(kind, cause);
// Not the host's own `require`: "require stack" in an error is then short.
const load = createRequire(path.join(__dirname, 'main.js'));

async function find(root, handler) {
  if (handler.includes('..')) {
    throw fault(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root` +
        ' directories in handler names.',
    );
  }
  const base = path.basename(handler);
  const folder = handler.substring(0, handler.indexOf(base));
  const dot = base.indexOf('.');
  if (dot < 0) throw fault('MalformedHandlerName', 'Bad handler');
  const names = base.substring(dot + 1).split('.');
  const loaded = await loadUserModule(root, folder, base.substring(0, dot));
  const found = pick(loaded, names) ?? pick(loaded?.default, names);
  if (!found) throw fault('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') {
    throw fault('HandlerNotFound', `${handler} is not a function`);
  }
  return found;
}

/** The runtime's error, which says where in the function's code it comes from. */
function caused(kind, cause) {
  return require('./places.js').carry(fault(kind, cause), cause);
}

function pick(object, names) {
  return names.reduce((value, name) => value && value[name], object);
}

async function loadUserModule(root, folder, name) {
  try {
    return await firstThatExists(root, folder, name);
  } catch (error) {
    if (error instanceof SyntaxError) throw caused('UserCodeSyntaxError', error);
    if (error?.code === 'MODULE_NOT_FOUND') throw caused('ImportModuleError', error);
    throw error;
  }
}

async function firstThatExists(root, folder, name) {
  const file = path.resolve(root, folder, name);
  if (fs.existsSync(file)) return loadCommon(file);
  if (fs.existsSync(file + '.js')) {
    return isModulePackage(path.dirname(file)) ? loadModule(file + '.js') : loadCommon(file + '.js');
  }
  if (fs.existsSync(file + '.mjs')) return loadModule(file + '.mjs');
  if (fs.existsSync(file + '.cjs')) return loadCommon(file + '.cjs');
  return load(load.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

function loadCommon(file) {
  try {
    return load(file);
  } catch (error) {
    // An ES module that `require` recognised but may not wait for.
    if (error?.code === 'ERR_REQUIRE_ASYNC_MODULE') return loadModule(file);
    throw error;
  }
}

async function loadModule(file) {
  try {
    return await import(require('url').pathToFileURL(file));
  } catch (error) {
    require('./places.js').tell(error, file);
    throw error;
  }
}

/** What the nearest package.json says about `.js` files. */
function isModulePackage(folder) {
  if (folder.endsWith('/node_modules')) return false;
  const file = path.join(folder, 'package.json');
  if (fs.existsSync(file)) {
    try {
      const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
      if (manifest) return manifest.type === 'module';
    } catch (error) {
      console.warn(
        `${file} cannot be read, it will be ignored for ES module detection purposes.`,
        error,
      );
      return false;
    }
  }
  return folder === '/' ? false : isModulePackage(path.dirname(folder));
}

module.exports = { find };
