"""The `context` that a Lambda handler receives. The class names are what `repr` shows."""

import time

TRACE_FIELDS = ("traceparent", "tracestate", "baggage")


class Record:
    """An object with fixed fields, filled from a dict; what the dict lacks is None."""

    __slots__ = ()

    def __init__(self, values):
        for field in self.__slots__:
            setattr(self, field, values.get(field))

    def __repr__(self):
        fields = ",".join(f"{field}={getattr(self, field)}" for field in self.__slots__)
        return f"{type(self).__name__}([{fields}])"


class CognitoIdentity(Record):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Record):
    __slots__ = (
        "installation_id",
        "app_title",
        "app_version_name",
        "app_version_code",
        "app_package_name",
    )


class ClientContext(Record):
    __slots__ = ("custom", "env", "client")


class Instance:
    """What every context of one instance shares."""

    def __init__(self, env, sink):
        self.sink = sink
        self.fields = {
            "log_group_name": env.get("AWS_LAMBDA_LOG_GROUP_NAME"),
            "log_stream_name": env.get("AWS_LAMBDA_LOG_STREAM_NAME"),
            "function_name": env.get("AWS_LAMBDA_FUNCTION_NAME"),
            "memory_limit_in_mb": env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
            "function_version": env.get("AWS_LAMBDA_FUNCTION_VERSION"),
        }


class LambdaContext:
    def __init__(self, instance, meta):
        self.aws_request_id = meta["requestId"]
        self.__dict__.update(instance.fields)
        self.invoked_function_arn = meta.get("arn")
        self.tenant_id = meta.get("tenantId")
        client = meta.get("clientContext")
        self._trace = take_trace(client)
        self.client_context = client_context(client)
        self.identity = identity(meta.get("identity") or {})
        self._deadline_ms = meta["deadlineMs"]
        self._sink = instance.sink

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, msg):
        self._sink.log(str(msg))

    def w3c(self):
        return dict(self._trace)

    def __repr__(self):
        shown = (
            "aws_request_id",
            "log_group_name",
            "log_stream_name",
            "function_name",
            "memory_limit_in_mb",
            "function_version",
            "invoked_function_arn",
            "client_context",
            "identity",
            "tenant_id",
        )
        fields = ",".join(f"{name}={getattr(self, name)}" for name in shown)
        return f"LambdaContext([{fields}])"


def client_context(values):
    if not isinstance(values, dict):
        return None
    context = ClientContext(values)
    if isinstance(context.client, dict):
        context.client = Client(context.client)
    return context


def identity(values):
    return CognitoIdentity(
        {
            "cognito_identity_id": values.get("cognitoIdentityId"),
            "cognito_identity_pool_id": values.get("cognitoIdentityPoolId"),
        }
    )


def take_trace(client):
    """The trace context travels inside the client context but is no part of it."""
    carried = client.pop("w3c", None) if isinstance(client, dict) else None
    if not isinstance(carried, dict):
        return {}
    return {name: carried[name] for name in TRACE_FIELDS if isinstance(carried.get(name), str)}
