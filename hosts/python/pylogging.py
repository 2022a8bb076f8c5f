"""The root logger as Lambda leaves it for user code. Loaded with the first `import logging`."""

import logging
import time
import traceback

from . import logs

DATE = "%Y-%m-%dT%H:%M:%S"
TEXT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
# What a record has by itself; anything else was given as `extra` and belongs to the event.
OWN_FIELDS = set(logging.makeLogRecord({}).__dict__) - {"taskName"}
OWN_FIELDS |= {"aws_request_id", "tenant_id", "_frame_type"}


class LambdaLoggerHandler(logging.Handler):
    def __init__(self, log_sink):
        super().__init__()
        self.log_sink = log_sink

    def emit(self, record):
        self.log_sink.log(self.format(record))


class LambdaLoggerHandlerWithFrameType(LambdaLoggerHandler):
    def emit(self, record):
        event = self.format(record)
        kind = getattr(record, "_frame_type", None)
        self.log_sink.log(event, kind or logs.frame_type(logs.TEXT, rounded(record.levelno)))


class LambdaLoggerFilter(logging.Filter):
    """Stamps every record with the call it belongs to."""

    def __init__(self, current):
        super().__init__()
        self.current = current

    def filter(self, record):
        record.aws_request_id = self.current.request_id or ""
        record.tenant_id = self.current.tenant_id
        return True


class JsonFormatter(logging.Formatter):
    def __init__(self):
        from json import JSONEncoder

        super().__init__(datefmt=DATE + "Z")
        self.encode = JSONEncoder(ensure_ascii=False, default=str).encode

    def format(self, record):
        record.levelno = rounded(record.levelno)
        record.levelname = logging.getLevelName(record.levelno)
        record._frame_type = logs.frame_type(logs.JSON, record.levelno)
        plain = isinstance(record.msg, dict) and not record.args
        event = {
            "timestamp": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "message": record.msg if plain else record.getMessage(),
            "logger": record.name,
            **exception_fields(record),
            "requestId": getattr(record, "aws_request_id", None),
            "location": location(record),
            "tenantId": getattr(record, "tenant_id", None),
        }
        for key, value in record.__dict__.items():
            if key not in OWN_FIELDS:
                event.setdefault(key, value)
        return self.encode({k: v for k, v in event.items() if v is not None}) + "\n"


def exception_fields(record):
    if not record.exc_info:
        return {}
    kind, error, trace = record.exc_info
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": kind.__name__ if kind else None,
        "errorMessage": str(error),
    }


def location(record):
    if not record.exc_info:
        return None
    return f"{record.pathname}:{record.funcName}:{record.lineno}"


def rounded(level):
    return min(50, max(0, level)) // 10 * 10


def configure(sink, as_json, level, current):
    logging.Formatter.converter = time.gmtime
    typed = as_json or level
    handler = (LambdaLoggerHandlerWithFrameType if typed else LambdaLoggerHandler)(sink)
    handler.setFormatter(JsonFormatter() if as_json else logging.Formatter(TEXT, DATE))
    handler.addFilter(LambdaLoggerFilter(current))
    root = logging.getLogger()
    if level in logging._nameToLevel:
        root.setLevel(level)
    root.addHandler(handler)
