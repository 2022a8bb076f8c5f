"""Entry of the Python host. Kept tiny: a script's own bytecode is never cached, a module's is.

The host's modules live in a package made up here, so that their directory never gets onto
`sys.path` and a user's `logs.py` and the host's cannot meet.
"""

import sys

HERE = __file__.rpartition("/")[0]


def own_package(name, path):
    package = type(sys)(name)
    package.__path__ = [path]
    sys.modules[name] = package


def compile_all():
    """Writes the bytecode that later starts load; they run with -B and write nothing."""
    import compileall
    from py_compile import PycInvalidationMode

    unchecked = PycInvalidationMode.UNCHECKED_HASH
    return compileall.compile_dir(HERE, quiet=1, force=True, invalidation_mode=unchecked)


if __name__ == "__main__":
    if sys.argv[1:] == ["--compile"]:
        sys.exit(0 if compile_all() else 1)
    # With other flags than ours the interpreter puts the script's directory on the path.
    sys.path[:] = [path for path in sys.path if path != HERE]
    own_package("_mayfly", HERE)
    own_package("_mayfly.dialects", HERE + "/dialects")
    if sys.argv[1:] == ["--self-test"]:
        from _mayfly import selftest

        sys.exit(selftest.main())
    from _mayfly import host

    host.main()
