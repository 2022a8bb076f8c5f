"""JSON as Lambda's Python runtime reads and writes it, cheaply.

Importing `json` drags in `re` and doubles the host's start time, so well-formed input and plain
results go through the interpreter's C core directly; all else takes the careful path.
"""

from marshal import dumps as all_plain

try:
    import _json
except ImportError:  # an interpreter without the C core
    _json = None

SPACE = " \t\n\r"


class Rules:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int

    @staticmethod
    def parse_constant(name):
        raise ValueError(name)


def fast_scanner():
    # The C core is not a public interface: one that has changed is one not to use.
    try:
        return _json.make_scanner(Rules)
    except Exception:
        return None


def fast_encoder(ascii_only):
    try:
        escape = _json.encode_basestring_ascii if ascii_only else _json.encode_basestring
        return _json.make_encoder(None, refuse, escape, None, ": ", ", ", False, False, True)
    except Exception:
        return None


scan = fast_scanner()


def decode(data):
    """A value from UTF-8 bytes; ValueError says what is wrong with them."""
    text = str(data, "utf-8")
    if text[:1] == "\ufeff":
        text = text[1:]
    if scan is not None:
        trimmed = text.strip(SPACE)
        try:
            value, end = scan(trimmed, 0)
            if end == len(trimmed):
                return value
        except Exception:
            pass
    return decode_carefully(text)


def decode_carefully(text):
    import json

    def refuse(name):
        raise json.JSONDecodeError("Expecting value", text, text.find(name))

    return json.loads(text, parse_constant=refuse)


class Encoder:
    def __init__(self, ascii_only):
        self.ascii_only = ascii_only
        self.fast = fast_encoder(ascii_only)

    def encode(self, value):
        """JSON bytes; any exception means that the value has no JSON form."""
        text = None
        if self.fast is not None:
            try:
                # marshal takes exact built-in types only, so what it accepts holds no named
                # tuple, enum or cycle, where Lambda's JSON and Python's part ways.
                all_plain(value, 2)
                text = "".join(self.fast(value, 0))
            except Exception:
                pass
        if text is None:
            text = encode_carefully(value, self.ascii_only)
        try:
            return text.encode()
        except UnicodeEncodeError:  # half of a surrogate pair can only be written as an escape
            return encode_carefully(value, True).encode()


def refuse(value):
    raise TypeError


def encode_carefully(value, ascii_only):
    from .jsonslow import encode

    return encode(value, ascii_only)
