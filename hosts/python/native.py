"""The native half of forking: what hosts/native has for Python.

`_ctypes` and not `ctypes`, whose Python half would load a dozen modules that are the function's
to choose.
"""

import _ctypes

LIBRARY = __file__.rpartition("/")[0] + "/../native/fork.so"
RTLD_NOW = 2


class Int(_ctypes._SimpleCData):
    _type_ = "i"


class Text(_ctypes._SimpleCData):
    _type_ = "z"


# The interpreter's lock stays held: a copy of a process without it could never take it.
HOLDS_LOCK = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI


class IntFunction(_ctypes.CFuncPtr):
    _flags_ = HOLDS_LOCK
    _restype_ = Int


class TextFunction(_ctypes.CFuncPtr):
    _flags_ = HOLDS_LOCK
    _restype_ = Text


class Library:
    def __init__(self):
        handle = _ctypes.dlopen(LIBRARY, RTLD_NOW)
        self._serve = IntFunction(_ctypes.dlsym(handle, "mayfly_serve"))
        self._order_one = IntFunction(_ctypes.dlsym(handle, "mayfly_order_one"))
        self._order = TextFunction(_ctypes.dlsym(handle, "mayfly_order"))

    def serve(self, channel, log, enter):
        """Makes copies. None when there is nothing more to do; in a copy, what it was asked for."""
        result = self._serve(channel.calls, channel.answers, log, enter and enter.encode())
        if result < 0:
            raise OSError(-result, "making copies of this host failed")
        return self._order() if result else None

    def order_one(self):
        """Ends by which one copy has been asked for: ours, the zygote's, the copy's, ours of that."""
        ends = (Int * 4)()
        result = self._order_one(ends)
        if result < 0:
            raise OSError(-result, "asking for a copy of this host failed")
        return [int(end) for end in ends]
