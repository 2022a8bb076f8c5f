"""Errors as the invoker sees them, without the `traceback` module and its start cost."""

HOST = __file__.rpartition("/")[0] + "/"
MAX_TEXT_CHARS = 256 << 10
SHOWN_REPEATS = 3


class Fault(Exception):
    """Something the runtime, not the handler, found wrong."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace


def describe(message, kind, trace, request_id=None):
    return {
        "errorMessage": message or "",
        "errorType": kind or "",
        "requestId": request_id or "",
        "stackTrace": trace or [],
    }


def from_fault(fault, request_id=None):
    return describe(fault.message, fault.kind, fault.trace, request_id)


def from_exception(error, request_id=None):
    try:
        message = str(error)
    except Exception:
        message = f"<unprintable {type(error).__name__} object>"
    trace = format_stack(stack_of(error.__traceback__))
    return describe(message, type(error).__name__, trace, request_id)


def shorten(error):
    """The same error, small enough for one frame."""
    error["errorMessage"] = error["errorMessage"][:MAX_TEXT_CHARS]
    error["errorType"] = error["errorType"][:MAX_TEXT_CHARS]
    error["stackTrace"] = [line[:1000] for line in error["stackTrace"][:100]]
    return error


def stack_of(traceback):
    """(file, line, function, globals) from the first frame that is not the host's."""
    stack = []
    while traceback is not None:
        frame = traceback.tb_frame
        code = frame.f_code
        stack.append((code.co_filename, traceback.tb_lineno, code.co_name, frame.f_globals))
        traceback = traceback.tb_next
    for index, entry in enumerate(stack):
        if not entry[0].startswith(HOST):
            return stack[index:]
    return stack


def format_stack(stack):
    sources = {}
    lines = []
    previous, repeats = None, 0
    for file, number, function, scope in stack:
        entry = (file, number, function)
        if entry != previous:
            add_repeats(lines, repeats)
            previous, repeats = entry, 0
        repeats += 1
        if repeats > SHOWN_REPEATS:
            continue
        text = f'  File "{file}", line {number or 0}, in {function}\n'
        source = source_line(sources, file, number, scope)
        lines.append(text + f"    {source}\n" if source else text)
    add_repeats(lines, repeats)
    return lines


def add_repeats(lines, repeats):
    more = repeats - SHOWN_REPEATS
    if more > 0:
        lines.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")


def source_line(sources, file, number, scope):
    if file not in sources:
        sources[file] = read_source(file, scope)
    lines = sources[file]
    return lines[number - 1].strip() if number and 0 < number <= len(lines) else ""


def read_source(file, scope):
    if file.startswith("<"):
        return []
    try:
        with open(file, encoding="utf-8", errors="replace") as source:
            return source.read().splitlines()
    except Exception:
        pass
    try:  # a module inside a zip
        return scope["__loader__"].get_source(scope["__name__"]).splitlines()
    except Exception:
        return []


def syntax_trace(error):
    return [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']


def import_trace(error):
    """Where in the function's code an import failed, without the machinery of importing."""
    stack = stack_of(error.__traceback__)
    return format_stack([entry for entry in stack if not is_machinery(entry[0])])


def is_machinery(file):
    return file.startswith("<frozen importlib") or file.endswith("/importlib/__init__.py")
