"""`_HANDLER` to something that can be called: `folder/module.function`."""

import importlib
import sys

from .errors import Fault, import_trace, syntax_trace


def find(handler):
    module_name, dot, name = handler.rpartition(".")
    if not dot:
        why = "not enough values to unpack (expected 2, got 1)"
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{handler}': {why}")
    if module_name.split(".")[0] in sys.builtin_module_names:
        why = f"Cannot use built-in module {module_name} as a handler module"
        raise Fault("Runtime.BuiltInModuleConflict", why)
    try:
        owner = load(module_name.replace("/", "."))
    except ImportError as error:
        why = f"Unable to import module '{module_name}': {error}"
        raise Fault("Runtime.ImportModuleError", why, import_trace(error)) from None
    except SyntaxError as error:
        why = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", why, syntax_trace(error)) from None
    try:
        return take(owner, name)
    except AttributeError:
        why = f"Handler '{name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", why) from None


def load(dotted):
    """The module of that name, or the class in a module: `module.Class`, `module.Class.Inner`."""
    try:
        return importlib.import_module(dotted)
    except ModuleNotFoundError as error:
        # Python names what it could not find; all before that is loaded by now.
        missing = error.name or ""
        parent, _, first = missing.rpartition(".")
        owner = sys.modules.get(parent)
        if not (dotted + ".").startswith(missing + ".") or not hasattr(owner, first):
            raise
    for name in dotted[len(parent) + 1 :].split("."):
        owner = getattr(owner, name)
    return owner


def take(owner, name):
    """The attribute; a method that wants `self` gets an instance made without arguments."""
    found = getattr(owner, name)
    code = getattr(found, "__code__", None)
    if isinstance(owner, type) and code is not None and code.co_argcount > 2:
        return getattr(owner(), name)
    return found
