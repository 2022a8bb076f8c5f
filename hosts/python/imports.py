"""Where user code finds modules.

The order is Lambda's: the function's own directory, layers, PYTHONPATH, the standard library; and
last what comes with the provider's runtime, if that is installed.
Modules that Lambda's runtime has always loaded before user code (`PINNED`) come from the
standard library even when the function brings a file of that name. The host loads few of them
itself, as each costs start time, so a finder keeps the rule for the rest.
"""

import builtins
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader

PINNED = set(
    "abc codecs collections contextlib copyreg decimal encodings enum functools genericpath heapq"
    " importlib io json keyword linecache logging math numbers operator os posixpath re reprlib"
    " sre_compile sre_constants sre_parse stat string textwrap threading token tokenize traceback"
    " types warnings weakref zipimport".split()
)


class StandardFinder:
    """Finds what is pinned, and tells when certain modules of the standard library are loaded."""

    def __init__(self, standard_path, when_loaded):
        self.standard_path = standard_path
        self.when_loaded = when_loaded

    def find_spec(self, name, path=None, target=None):
        if name not in PINNED and name not in self.when_loaded:
            return None
        spec = PathFinder.find_spec(name, self.standard_path)
        if spec is None or (name not in PINNED and self.is_replaced(name, spec)):
            return None
        if name in self.when_loaded:
            spec.loader = TellingLoader(name, spec.origin, self.when_loaded[name])
        return spec

    def is_replaced(self, name, spec):
        found = PathFinder.find_spec(name)
        return found is None or found.origin != spec.origin

    def invalidate_caches(self):
        pass


class TellingLoader(SourceFileLoader):
    """`logging`, say, is configured when somebody first imports it, not for those who never do."""

    def __init__(self, name, origin, ready):
        super().__init__(name, origin)
        self.ready = ready

    def exec_module(self, module):
        super().exec_module(module)
        self.ready(module)


class SnapshotFinder:
    """Asked last: `snapshot_restore_py` when neither the package nor its layers bring it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "snapshot_restore_py":
            return None
        from importlib.util import spec_from_file_location

        return spec_from_file_location(name, __file__.rpartition("/")[0] + "/snapshots.py")

    @staticmethod
    def invalidate_caches():
        pass


def prepare(env, when_loaded):
    """`when_loaded` maps modules of the standard library to who wants to know them loaded."""
    sys.meta_path.insert(-1, StandardFinder(list(sys.path), when_loaded))
    sys.meta_path.append(SnapshotFinder)
    root = env.get("LAMBDA_TASK_ROOT") or os.getcwd()
    standing = [root, *layers()]
    runtime = env.get("LAMBDA_RUNTIME_DIR") or None
    extra = [path for path in env.get("PYTHONPATH", "").split(":") if path and path != runtime]
    sys.path[:0] = dict.fromkeys(standing + extra)
    if runtime and os.path.isdir(runtime):
        sys.path.append(runtime)
    add_site_builtins()
    customize([path for path in extra if path not in standing])


def layers():
    version = "python{}.{}".format(*sys.version_info)
    paths = [f"/opt/python/lib/{version}/site-packages", "/opt/python"]
    return [path for path in paths if os.path.isdir(path)]


def customize(paths):
    """Tracers and the like that a wrapper put on PYTHONPATH start with the interpreter."""
    spec = PathFinder.find_spec("sitecustomize", paths) if paths else None
    if spec is None:
        return
    from importlib.util import module_from_spec

    module = sys.modules["sitecustomize"] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception:
        sys.excepthook(*sys.exc_info())


def add_site_builtins():
    """What `site`, which is skipped for its cost, would have left in builtins."""

    def exit(code=None):
        raise SystemExit(code)

    def help(*args, **kwargs):
        import pydoc

        return pydoc.help(*args, **kwargs)

    builtins.exit = builtins.quit = exit
    builtins.help = help
