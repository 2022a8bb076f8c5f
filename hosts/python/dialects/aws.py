"""AWS Lambda: `handler(event, context)`, a JSON-able result, errors as its runtime reports them."""

import os
import time

from .. import context, errors, frames, jsonio, loader, logs

# From this runtime on, Lambda writes responses without \u escapes.
UNICODE_SINCE = (3, 12)
TOO_LARGE = {
    "errorMessage": "Response payload size exceeded maximum allowed payload size"
    f" ({frames.MAX_RESPONSE_BYTES} bytes).",
    "errorType": "Function.ResponseSizeTooLarge",
}
INDENT = "\u00a0"  # a no-break space, as log viewers drop ordinary ones


class Current:
    """The call being served, for log records."""

    request_id = None
    tenant_id = None


class Dialect:
    def __init__(self, sink):
        self.sink = sink
        self.current = Current()
        self.json_logs = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
        self.log_level = "DEBUG" if level == "TRACE" else level
        self.json = jsonio.Encoder(ascii_only=not writes_unicode(os.environ))

    def logging_ready(self, module):
        from .. import pylogging

        pylogging.configure(self.sink, self.json_logs, self.log_level, self.current)

    def load(self):
        """Loads the handler. Returns the error JSON when that fails."""
        try:
            self.handler = loader.find(os.environ.get("_HANDLER", ""))
            return None
        except errors.Fault as fault:
            return self.report(errors.from_fault(fault))
        except Exception as error:
            return self.failed(error)

    def failed(self, error):
        """Logs what kept this instance from starting, and returns it as JSON."""
        return self.report(errors.from_exception(error))

    def forget(self):
        """Leaves no trace of the last call."""
        self.current.request_id = self.current.tenant_id = None

    def start(self, env):
        """Reads what differs between instances of one loaded function."""
        self.instance = context.Instance(env, self.sink)

    def call(self, meta, event):
        meta = jsonio.decode(meta)
        request_id = self.current.request_id = meta["requestId"]
        self.current.tenant_id = meta.get("tenantId")
        set_trace(meta.get("traceId"))
        try:
            lambda_context = context.LambdaContext(self.instance, meta)
            value = parse(event)
            response = self.handler(value, lambda_context)
            result = self.answer(response)
        except errors.Fault as fault:
            return frames.ERROR, self.report(errors.from_fault(fault, request_id))
        except Exception as error:
            return frames.ERROR, self.report(errors.from_exception(error, request_id))
        if len(result) > frames.MAX_RESPONSE_BYTES:
            return frames.ERROR, self.report(dict(TOO_LARGE))
        return frames.RESPONSE, result

    def answer(self, response):
        if isinstance(response, bytes):
            return response
        try:
            return self.json.encode(response)
        except Exception as error:
            why = f"Unable to marshal response: {error}"
            raise errors.Fault("Runtime.MarshalError", why) from None

    def report(self, error):
        """Logs the error and returns it as JSON."""
        payload = self.json.encode(error)
        if len(payload) > frames.MAX_RESPONSE_BYTES:
            payload = self.json.encode(errors.shorten(error))
        if self.json_logs:
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            event = self.json.encode({"timestamp": now, "level": "ERROR", **error})
            self.sink.log_error([event.decode()], logs.frame_type(logs.JSON, 40))
        else:
            self.sink.log_error(log_lines(error), logs.frame_type(logs.TEXT, 40))
        return payload


def parse(event):
    try:
        return jsonio.decode(event)
    except Exception as error:
        why = f"Unable to unmarshal input: {error}"
        raise errors.Fault("Runtime.UnmarshalError", why) from None


def set_trace(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def writes_unicode(env):
    name = env.get("AWS_EXECUTION_ENV", "").rpartition("python")[2]
    numbers = name.split(".")
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) >= UNICODE_SINCE


def log_lines(error):
    title = ": ".join(part for part in (error["errorType"], error["errorMessage"]) if part)
    lines = ["[ERROR] " + title]
    if "stackTrace" in error:
        lines.append("Traceback (most recent call last):")
    for entry in error.get("stackTrace", ()):
        for line in entry.splitlines():
            text = line.lstrip(" ")
            lines.append(INDENT * (len(line) - len(text)) + text)
    return lines
