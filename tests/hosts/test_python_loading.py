"""How `_HANDLER` becomes something to call, where modules come from, and what can go wrong."""

import pytest

INIT_ERRORS = [
    # name, files, handler, type, message
    (
        "no dot",
        {},
        "app",
        "Runtime.MalformedHandlerName",
        "Bad handler 'app': not enough values to unpack (expected 2, got 1)",
    ),
    ("empty", {}, "", "Runtime.MalformedHandlerName", None),
    (
        "missing module",
        {},
        "nope.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'nope': No module named 'nope'",
    ),
    (
        "missing import",
        {"app.py": "import nope"},
        "app.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'app': No module named 'nope'",
    ),
    ("syntax", {"app.py": "def handler(:\n"}, "app.handler", "Runtime.UserCodeSyntaxError", None),
    (
        "missing function",
        {"app.py": ""},
        "app.handler",
        "Runtime.HandlerNotFound",
        "Handler 'handler' missing on module 'app'",
    ),
    (
        "built-in",
        {},
        "sys.handler",
        "Runtime.BuiltInModuleConflict",
        "Cannot use built-in module sys as a handler module",
    ),
    ("raises", {"app.py": "1 / 0"}, "app.handler", "ZeroDivisionError", "division by zero"),
]


@pytest.mark.parametrize(
    "files, handler, kind, message",
    [row[1:] for row in INIT_ERRORS],
    ids=[row[0] for row in INIT_ERRORS],
)
def test_init_error(python, files, handler, kind, message):
    host = python({"other.py": "", **files}, handler)
    error = host.init_error()
    assert (error["errorType"], error["requestId"]) == (kind, "")
    assert message is None or error["errorMessage"] == message
    assert host.exit() == 1
    assert host.events[-1].text.startswith(f"[ERROR] {kind}: ")


def test_syntax_error_names_file_and_line(python, tmp_path):
    error = python("x = 1\nx = = 2\n", "app.handler").init_error()
    assert error["errorMessage"] == "Syntax error in module 'app': invalid syntax (app.py, line 2)"
    file = tmp_path / "task" / "app.py"
    assert error["stackTrace"] == [f'  File "{file}" Line 2\n    x = = 2\n']


HANDLERS = [
    ("src/app.handler", {"src/app.py": "def handler(event, context): return 'folder'"}, "folder"),
    (
        "pkg.app.handler",
        {"pkg/__init__.py": "", "pkg/app.py": "handler = lambda e, c: 'package'"},
        "package",
    ),
    (
        "app.Shop.run",
        {"app.py": "class Shop:\n def run(self, e, c): return type(self).__name__"},
        "Shop",
    ),
    ("app.Shop.run", {"app.py": "class Shop:\n def run(e, c): return 'plain'"}, "plain"),
    (
        "app.Shop.run",
        {"app.py": "class Shop:\n @classmethod\n def run(cls, e, c): return cls.__name__"},
        "Shop",
    ),
    (
        "app.A.B.run",
        {"app.py": "class A:\n class B:\n  @staticmethod\n  def run(e, c): return 'nested'"},
        "nested",
    ),
    (
        "app.shop.run",
        {"app.py": "class Shop:\n def run(self, e, c): return 'object'\nshop = Shop()"},
        "object",
    ),
    (
        "app.call",
        {"app.py": "class Call:\n def __call__(self, e, c): return 'callable'\ncall = Call()"},
        "callable",
    ),
]


@pytest.mark.parametrize("handler, files, expected", HANDLERS, ids=[row[2] for row in HANDLERS])
def test_handler_string(python, handler, files, expected):
    assert python(files, handler).ready().invoke().json == expected


def test_exit_at_import(python):
    host = python("import sys\nprint('leaving')\nsys.exit(5)", "app.handler")
    assert (host.exit(), host.out) == (5, "leaving\n")


SHADOWS = [
    "json",
    "logging",
    "traceback",
    "logs",
    "frames",
    "host",
    "errors",
    "context",
    "loader",
    "dialects",
]


def test_names_do_not_clash(python):
    """A user's file hides no module the host needs, and the host hides none of the user's."""
    files = {f"{name}.py": f"mine = {name!r}" for name in SHADOWS}
    files["app.py"] = """
import sys, json, logging, logs, frames, host, errors, context, loader, dialects
def handler(event, ctx):
    if event: raise ValueError(logging.getLogger().handlers)
    own = logs, frames, host, errors, context, loader, dialects
    return [*(module.mine for module in own),
            hasattr(json, 'mine'), hasattr(logging, 'mine'), sys.path]
"""
    host = python(files, "app.handler").ready()
    *mine, json_is_mine, logging_is_mine, path = host.invoke().json
    assert mine == SHADOWS[3:] and not json_is_mine and not logging_is_mine
    assert path[0].endswith("/task") and not [entry for entry in path if "hosts" in entry]
    assert host.invoke(1).json["errorType"] == "ValueError"


def test_python_path_follows_the_package(python, tmp_path):
    (tmp_path / "extra").mkdir()
    (tmp_path / "extra" / "more.py").write_text("name = 'extra'")
    (tmp_path / "extra" / "both.py").write_text("name = 'extra'")
    files = {
        "app.py": "import more, both\ndef handler(e, c): return [more.name, both.name]",
        "both.py": "name = 'task'",
    }
    host = python(files, "app.handler", {"PYTHONPATH": str(tmp_path / "extra")}).ready()
    assert host.invoke().json == ["extra", "task"]


def test_sitecustomize_of_a_wrapper_runs(python, tmp_path):
    (tmp_path / "tracer").mkdir()
    (tmp_path / "tracer" / "sitecustomize.py").write_text("import builtins; builtins.traced = True")
    files = {"app.py": "def handler(e, c): return traced", "sitecustomize.py": "1 / 0"}
    path = f"{tmp_path / 'task'}:{tmp_path / 'tracer'}"
    assert python(files, "app.handler", {"PYTHONPATH": path}).ready().invoke().json is True


def test_what_comes_with_the_runtime_is_found_last(python, tmp_path):
    runtime = tmp_path / "runtime"
    (runtime / "shared").mkdir(parents=True)
    (runtime / "shared/__init__.py").write_text("whose = 'runtime'\n")
    (runtime / "own.py").write_text("whose = 'runtime'\n")
    (runtime / "json.py").write_text("raise RuntimeError('not the standard library')\n")
    files = {
        "own.py": "whose = 'own'\n",
        "app.py": "import json, own, shared, sys\n"
        "def handler(event, context):\n    return [own.whose, shared.whose, sys.path[-1]]\n",
    }
    # Programs that the function starts get it by PYTHONPATH, where it would be too early for the host.
    for path in ({}, {"PYTHONPATH": f"/opt/python:{runtime}"}):
        host = python(files, "app.handler", {"LAMBDA_RUNTIME_DIR": str(runtime), **path}).ready()
        assert host.invoke().json == ["own", "runtime", str(runtime)]


def test_a_runtime_that_brings_nothing_is_no_place_to_look(python, tmp_path):
    files = {"app.py": "import sys\ndef handler(event, context):\n    return sys.path\n"}
    host = python(files, "app.handler", {"LAMBDA_RUNTIME_DIR": str(tmp_path / "none")}).ready()
    assert str(tmp_path / "none") not in host.invoke().json
