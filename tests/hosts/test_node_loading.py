"""How `_HANDLER` becomes a function, and what is said when it does not."""

import pytest

INIT_ERRORS = [
    # name, files, handler, type, start of the message, exit status
    ("no dot", {}, "index", "Runtime.MalformedHandlerName", "Bad handler", 129),
    (
        "climbs",
        {},
        "../index.handler",
        "Runtime.MalformedHandlerName",
        "'../index.handler' is not a valid handler name.",
        129,
    ),
    (
        "missing file",
        {},
        "nope.handler",
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'nope'\nRequire stack:\n- ",
        129,
    ),
    (
        "missing import",
        {"index.js": "require('nope')"},
        "index.handler",
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'nope'\nRequire stack:\n- ",
        129,
    ),
    (
        "missing import in ESM",
        {"index.mjs": "import 'nope';"},
        "index.handler",
        "Error",
        "Cannot find package 'nope'",
        129,
    ),
    (
        "syntax",
        {"index.js": "exports.handler = ("},
        "index.handler",
        "Runtime.UserCodeSyntaxError",
        "SyntaxError: ",
        129,
    ),
    (
        "syntax in ESM",
        {"index.mjs": "export const = 1"},
        "index.handler",
        "Runtime.UserCodeSyntaxError",
        "SyntaxError: ",
        129,
    ),
    (
        "missing export",
        {"index.js": ""},
        "index.handler",
        "Runtime.HandlerNotFound",
        "index.handler is undefined or not exported",
        129,
    ),
    (
        "missing nested export",
        {"index.js": "exports.a = {}"},
        "index.a.b.c",
        "Runtime.HandlerNotFound",
        "index.a.b.c is undefined or not exported",
        129,
    ),
    (
        "not a function",
        {"index.js": "exports.handler = 1"},
        "index.handler",
        "Runtime.HandlerNotFound",
        "index.handler is not a function",
        129,
    ),
    ("throws", {"index.js": "throw new TypeError('t')"}, "index.handler", "TypeError", "t", 129),
    (
        "rejects at top level",
        {"index.mjs": "await Promise.reject(new TypeError('t'))"},
        "index.handler",
        "TypeError",
        "t",
        129,
    ),
    (
        "unhandled rejection",
        {"index.js": "Promise.reject(new Error('r')); exports.handler = async () => 1"},
        "index.handler",
        "Runtime.UnhandledPromiseRejection",
        "Error: r",
        128,
    ),
    (
        "uncaught soon after",
        {
            "index.js": "setImmediate(() => { throw new Error('u') });"
            "exports.handler = async () => 1"
        },
        "index.handler",
        "Error",
        "u",
        129,
    ),
    (
        "odd streaming mark",
        {
            "index.js": "exports.handler = async () => 1;"
            "exports.handler[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'request'"
        },
        "index.handler",
        "Runtime.MalformedStreamingHandler",
        "Only response streaming is supported.",
        129,
    ),
]


@pytest.mark.parametrize(
    "files, handler, kind, message, status",
    [row[1:] for row in INIT_ERRORS],
    ids=[row[0] for row in INIT_ERRORS],
)
def test_init_error(node, files, handler, kind, message, status):
    host = node({"other.js": "", **files}, handler)
    error = host.init_error()
    assert error["errorType"] == kind and error["errorMessage"].startswith(message)
    assert isinstance(error["trace"], list)
    assert host.exit() == status
    assert host.events[-1].level == "ERROR"


def test_top_level_await_that_never_settles(node):
    host = node({"index.mjs": "await new Promise(() => {});"}, "index.handler")
    assert host.exit() == 13
    assert "never settles" in host.err


def test_exit_at_import(node):
    host = node("process.stdout.write('leaving'); process.exit(5);", "index.handler")
    assert (host.exit(), host.out) == (5, "leaving")


ESM = "export const handler = async () => import.meta.url.slice(-9);"
MODULE = '{"type": "module"}'
HANDLERS = [
    ("index.handler", {"index.mjs": ESM}, "index.mjs"),
    ("index.handler", {"index.js": ESM, "package.json": MODULE}, "/index.js"),
    (
        "index.handler",
        {"index.cjs": "exports.handler = async () => 'cjs';", "package.json": MODULE},
        "cjs",
    ),
    ("index.handler", {"index.js": "exports.handler = async () => 'js';", "index.mjs": ESM}, "js"),
    (
        "index.handler",
        {
            "index.mjs": "const v = await Promise.resolve('awaited');"
            "export const handler = async () => v;"
        },
        "awaited",
    ),
    (
        "index.handler",
        {"index.mjs": "export default { handler: async () => 'default' };"},
        "default",
    ),
    (
        "src/deep/app.handler",
        {"src/deep/app.js": "exports.handler = async () => 'folder';"},
        "folder",
    ),
    (
        "src/app.handler",
        {"src/app.js": ESM, "src/package.json": MODULE, "package.json": "{}"},
        "rc/app.js",
    ),
    (
        "src/app.handler",
        {
            "src/app.js": "exports.handler = async () => 'common';",
            "src/package.json": "{}",
            "package.json": MODULE,
        },
        "common",
    ),
    ("app.handler", {"app/index.js": "exports.handler = async () => 'directory';"}, "directory"),
    (
        "app.handler",
        {"node_modules/app/index.js": "exports.handler = async () => 'package';"},
        "package",
    ),
    (
        "index.shop.run.now",
        {"index.js": "exports.shop = { run: { now: async () => 'nested' } };"},
        "nested",
    ),
    (
        "index.handler",
        {
            "index.mjs": "import { name } from 'dep'; export const handler = async () => name;",
            "node_modules/dep/package.json": '{"name": "dep", "exports": "./x.mjs"}',
            "node_modules/dep/x.mjs": "export const name = 'esm dep';",
        },
        "esm dep",
    ),
    (
        "index.handler",
        {
            "index.js": "const name = require('dep'); exports.handler = async () => name;",
            "extra/dep/index.js": "module.exports = 'node path';",
        },
        "node path",
    ),
    (
        "index.handler",
        {
            "frames.js": "module.exports = 'mine';",
            "index.js": "const own = [require('./frames.js'), require.main === module];"
            "exports.handler = async () => own.join();",
        },
        "mine,false",
    ),
]


@pytest.mark.parametrize("handler, files, expected", HANDLERS, ids=[row[2] for row in HANDLERS])
def test_handler_string(node, tmp_path, handler, files, expected):
    host = node(files, handler, {"NODE_PATH": str(tmp_path / "task" / "extra")}).ready()
    assert host.invoke().json == expected
