"""The careful JSON encoder: simplejson's rules, which are those of Lambda's runtime.

Unlike Python's `json`, it writes named tuples as objects, bytes as text and Decimals as numbers.
"""

from decimal import Decimal
from json.encoder import encode_basestring, encode_basestring_ascii
from math import inf


def encode(value, ascii_only):
    out = []
    Writer(out.append, encode_basestring_ascii if ascii_only else encode_basestring).any(value)
    return "".join(out)


class Writer:
    def __init__(self, write, escape):
        self.write = write
        self.escape = escape
        self.open = set()

    def any(self, value):
        text = self.scalar(value)
        if text is not None:
            return self.write(text)
        fields = fields_of(value)
        if fields is None and isinstance(value, Decimal):
            return self.write("NaN" if value.is_nan() else str(value))
        if id(value) in self.open:
            raise ValueError("Circular reference detected")
        self.open.add(id(value))
        if fields is not None:
            self.object(fields)
        elif isinstance(value, (list, tuple)):
            self.array(value)
        elif isinstance(value, dict):
            self.object(value)
        else:
            name = type(value).__name__
            raise TypeError(f"Object of type {name} is not JSON serializable")
        self.open.discard(id(value))

    def scalar(self, value):
        if isinstance(value, str):
            return self.escape(value)
        if isinstance(value, bytes):
            return self.escape(value.decode())
        if value is None:
            return "null"
        if value is True:
            return "true"
        if value is False:
            return "false"
        if isinstance(value, int):
            return int.__repr__(value)
        return number(value) if isinstance(value, float) else None

    def array(self, items):
        separator = "["
        for item in items:
            self.write(separator)
            self.any(item)
            separator = ", "
        self.write("[]" if separator == "[" else "]")

    def object(self, members):
        separator = "{"
        for key, value in members.items():
            self.write(separator)
            self.write(self.escape(key_text(key)))
            self.write(": ")
            self.any(value)
            separator = ", "
        self.write("{}" if separator == "{" else "}")


def fields_of(value):
    """The members of a named tuple, or of anything that behaves like one."""
    as_dict = getattr(value, "_asdict", None)
    if not callable(as_dict):
        return None
    try:
        fields = as_dict()
    except TypeError:
        return None
    if not isinstance(fields, dict):
        raise TypeError(f"_asdict() must return a dict, not {type(fields).__name__}")
    return fields


def number(value):
    if value != value:
        return "NaN"
    if value in (inf, -inf):
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)


def key_text(key):
    if isinstance(key, str):
        return key
    if isinstance(key, bytes):
        return key.decode()
    if isinstance(key, float):
        return number(key)
    if key is True:
        return "true"
    if key is False:
        return "false"
    if key is None:
        return "null"
    if isinstance(key, int):
        return int.__repr__(key)
    name = type(key).__name__
    raise TypeError(f"keys must be str, int, float, bool or None, not {name}")
