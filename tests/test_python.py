"""What a Python function sees: Lambda's contract, to the letter."""

import json
import re
import time

import pytest

ARN = r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:"


# How handlers are written.

HANDLERS = {
    "a function": ("app.handler", {"app.py": "def handler(event, context): return event"}),
    "a method of an instance": (
        "app.handler",
        {
            "app.py": "class Shop:\n"
            "    def sell(self, event, context): return event\n"
            "handler = Shop().sell\n"
        },
    ),
    "a callable object": (
        "app.handler",
        {
            "app.py": "class Shop:\n"
            "    def __call__(self, event, context): return event\n"
            "handler = Shop()\n"
        },
    ),
    "a static method": (
        "app.handler",
        {
            "app.py": "class Shop:\n"
            "    @staticmethod\n"
            "    def sell(event, context): return event\n"
            "handler = Shop.sell\n"
        },
    ),
    "a lambda": ("app.handler", {"app.py": "handler = lambda event, context: event"}),
    "in a folder": (
        "src/shop/app.handler",
        {"src/shop/app.py": "def handler(event, context): return event"},
    ),
    "in a package": (
        "shop.app.handler",
        {"shop/__init__.py": "", "shop/app.py": "def handler(event, context): return event"},
    ),
    "with modules beside it": (
        "app.handler",
        {
            "app.py": "from helper import same\ndef handler(event, context): return same(event)",
            "helper.py": "def same(x): return x",
        },
    ),
}


@pytest.mark.parametrize("handler, files", HANDLERS.values(), ids=HANDLERS)
def test_handlers(platform, handler, files):
    name = platform.function(files, "python", handler)
    assert platform.call(name, {"a": 1}) == {"a": 1}


def test_the_module_is_loaded_once(platform):
    name = platform.python("calls = []\ndef handler(event, context):\n    calls.append(1)\n"
                           "    return len(calls)")
    assert [platform.call(name) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    "expression, payload",
    [
        ("None", b"null"),
        ("'é ☃'", None),
        ("{'b': 1, 'a': [True, None, 1.5]}", None),
        ("(1, 2)", b"[1, 2]"),
        ("__import__('decimal').Decimal('1.10')", b"1.10"),
        ("float('nan')", b"NaN"),
        ("10 ** 30", b"1" + b"0" * 30),
    ],
)
def test_results_are_json(platform, expression, payload):
    name = platform.python(f"def handler(event, context): return {expression}")
    reply = platform.invoke(name)
    assert reply.error is None
    if payload is None:
        assert reply.json() == eval(expression)
    else:
        assert reply.payload == payload


# What the context says.

CONTEXT = """
import time
def handler(event, context):
    first = context.get_remaining_time_in_millis()
    time.sleep(0.1)
    return {
        "aws_request_id": context.aws_request_id,
        "function_name": context.function_name,
        "function_version": context.function_version,
        "invoked_function_arn": context.invoked_function_arn,
        "memory_limit_in_mb": context.memory_limit_in_mb,
        "log_group_name": context.log_group_name,
        "log_stream_name": context.log_stream_name,
        "identity": [context.identity.cognito_identity_id,
                     context.identity.cognito_identity_pool_id],
        "client_context": context.client_context and {
            "custom": context.client_context.custom,
            "env": context.client_context.env,
            "installation_id": context.client_context.client.installation_id,
        },
        "remaining": [first, context.get_remaining_time_in_millis()],
    }
"""


def test_the_context(platform):
    name = platform.python(CONTEXT, memory_mb=256, timeout="5s")
    reply = platform.invoke(name)
    context = reply.json()
    first, second = context.pop("remaining")
    assert 4000 < first <= 5000 and 50 <= first - second <= 1000
    stream = context.pop("log_stream_name")
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", stream)
    arn = context.pop("invoked_function_arn")
    assert re.fullmatch(ARN + name, arn)
    assert context == {
        "aws_request_id": reply.request_id,
        "function_name": name,
        "function_version": "$LATEST",
        "memory_limit_in_mb": "256",
        "log_group_name": f"/aws/lambda/{name}",
        "identity": [None, None],
        "client_context": None,
    }
    client_context = {
        "client": {"installation_id": "i-1", "app_title": "t"},
        "custom": {"k": "v"},
        "env": {"locale": "de"},
    }
    assert platform.call(name, context=client_context)["client_context"] == {
        "custom": {"k": "v"},
        "env": {"locale": "de"},
        "installation_id": "i-1",
    }


def test_the_arn_has_the_alias_that_was_asked_for(platform):
    name = platform.python("def handler(event, context): return context.invoked_function_arn")
    assert re.fullmatch(ARN + name + r":\$LATEST", platform.call(f"{name}:$LATEST"))


def test_each_call_has_its_own_request_id(platform):
    name = platform.python("def handler(event, context): return context.aws_request_id")
    assert len({platform.call(name) for _ in range(10)}) == 10


# What the environment says.

ENVIRONMENT = "import os\ndef handler(event, context): return dict(os.environ)"


def test_the_environment(platform):
    name = platform.python(ENVIRONMENT, memory_mb=256, env={"GREETING": "hi", "EMPTY": ""})
    env = platform.call(name)
    expected = {
        "_HANDLER": "app.handler",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "TZ": ":UTC",
        "GREETING": "hi",
        "EMPTY": "",
    }
    assert {key: env.get(key) for key in expected} == expected
    assert re.fullmatch(r"AWS_Lambda_python3\.\d+", env["AWS_EXECUTION_ENV"])
    assert env["AWS_REGION"] == env["AWS_DEFAULT_REGION"] == platform.exports()["AWS_REGION"]
    assert "[$LATEST]" in env["AWS_LAMBDA_LOG_STREAM_NAME"]
    assert env["AWS_ENDPOINT_URL"].startswith("http://")
    assert env["AWS_ACCESS_KEY_ID"] and env["AWS_SECRET_ACCESS_KEY"]
    assert "/usr/bin" in env["PATH"]
    assert re.match(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", env["_X_AMZN_TRACE_ID"])


def test_nothing_of_the_platforms_own_environment_leaks(platform):
    env = platform.call(platform.python(ENVIRONMENT))
    assert str(platform.home) not in json.dumps(env)
    assert env["AWS_SECRET_ACCESS_KEY"] != platform.exports()["AWS_SECRET_ACCESS_KEY"]


def test_the_code_is_at_the_task_root(platform):
    name = platform.python(
        "import os\nfrom pathlib import Path\n"
        "def handler(event, context):\n"
        "    root = Path(os.environ['LAMBDA_TASK_ROOT'])\n"
        "    return [(root / 'app.py').samefile(__file__), Path.cwd().samefile(root)]"
    )
    assert platform.call(name) == [True, True]


def test_each_call_has_its_own_trace(platform):
    name = platform.python(
        "import os\ndef handler(event, context): return os.environ['_X_AMZN_TRACE_ID']"
    )
    assert platform.call(name) != platform.call(name)


def test_an_instance_kept_warm_knows_it(platform):
    name = platform.python(
        "import os\ndef handler(event, context): return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']",
        keep_warm=1,
    )
    assert platform.call(name) == "provisioned-concurrency"


def test_an_aws_sdk_inside_talks_to_us(platform):
    """Signed by hand with what the environment gives, as an SDK would with no configuration."""
    source = """
import os, urllib.request
def handler(event, context):
    with urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_mayfly/v1/health") as answer:
        return answer.status
"""
    assert platform.call(platform.python(source)) == 200


# How it fails.


def test_an_exception(platform):
    name = platform.python(
        "def deeper():\n    raise ValueError('no luck')\n\n"
        "def handler(event, context):\n    return deeper()\n"
    )
    reply = platform.invoke(name)
    error = reply.json()
    frames = [re.sub(r'File ".*/', 'File "', frame) for frame in error.pop("stackTrace")]
    assert frames == [
        '  File "app.py", line 5, in handler\n    return deeper()\n',
        '  File "app.py", line 2, in deeper\n    raise ValueError(\'no luck\')\n',
    ]
    assert error == {
        "errorMessage": "no luck",
        "errorType": "ValueError",
        "requestId": reply.request_id,
    }
    assert list(reply.json()) == ["errorMessage", "errorType", "requestId", "stackTrace"]


# What is wrong, the files, the handler, and the error's type and message.
FAILURES = {
    "an import that is not there": (
        {"app.py": "import nothing_like_it\ndef handler(event, context): pass"},
        "app.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'app': No module named 'nothing_like_it'",
    ),
    "a syntax error": (
        {"app.py": "def handler(event, context):\n    return (\n"},
        "app.handler",
        "Runtime.UserCodeSyntaxError",
        r"re:Syntax error in module 'app': '\(' was never closed \(app\.py, line 2\)",
    ),
    "a handler that is not there": (
        {"app.py": "def other(event, context): pass"},
        "app.handler",
        "Runtime.HandlerNotFound",
        "Handler 'handler' missing on module 'app'",
    ),
    "a module that Python has already": (
        {"sys.py": "def handler(event, context): pass"},
        "sys.handler",
        "Runtime.BuiltInModuleConflict",
        "Cannot use built-in module sys as a handler module",
    ),
    "an exception while loading": (
        {"app.py": "raise KeyError('SETTING')"},
        "app.handler",
        "KeyError",
        "'SETTING'",
    ),
    "an exit while loading": (
        {"app.py": "import sys\nsys.exit(4)"},
        "app.handler",
        "Runtime.ExitError",
        "re:RequestId: {id} Error: Runtime exited with error: exit status 4",
    ),
    "a result that is no JSON": (
        {"app.py": "def handler(event, context): return {1, 2}"},
        "app.handler",
        "Runtime.MarshalError",
        "Unable to marshal response: Object of type set is not JSON serializable",
    ),
    "sys.exit": (
        {"app.py": "import sys\ndef handler(event, context): sys.exit(3)"},
        "app.handler",
        "Runtime.ExitError",
        "re:RequestId: {id} Error: Runtime exited with error: exit status 3",
    ),
    "a clean exit": (
        {"app.py": "import os\ndef handler(event, context): os._exit(0)"},
        "app.handler",
        "Runtime.ExitError",
        "re:RequestId: {id} Error: Runtime exited without providing a reason",
    ),
    "a signal": (
        {"app.py": "import os\ndef handler(event, context): os.kill(os.getpid(), 9)"},
        "app.handler",
        "Runtime.ExitError",
        "re:RequestId: {id} Error: Runtime exited with error: signal: killed",
    ),
    "a crash": (
        {"app.py": "import ctypes\ndef handler(event, context): ctypes.string_at(0)"},
        "app.handler",
        "Runtime.ExitError",
        r"re:RequestId: {id} Error: Runtime exited with error: signal: segmentation fault.*",
    ),
    "infinite recursion": (
        {"app.py": "def handler(event, context): return handler(event, context)"},
        "app.handler",
        "RecursionError",
        "re:maximum recursion depth exceeded.*",
    ),
}


@pytest.mark.parametrize("files, handler, kind, message", FAILURES.values(), ids=FAILURES)
def test_failures(platform, files, handler, kind, message):
    name = platform.function(files, "python", handler, check=False)
    for _ in range(2):  # the second call gets an instance of its own, and the same answer
        reply = platform.invoke(name)
        assert (reply.status, reply.error) == (200, "Unhandled")
        error = reply.json()
        assert error["errorType"] == kind
        if message.startswith("re:"):
            pattern = message[3:].replace("{id}", reply.request_id)
            assert re.fullmatch(pattern, error["errorMessage"]), error["errorMessage"]
        else:
            assert error["errorMessage"] == message
        if kind in ("Runtime.ExitError",):
            assert set(error) == {"errorType", "errorMessage"}
        else:
            assert set(error) == {"errorType", "errorMessage", "requestId", "stackTrace"}


def test_the_next_call_after_a_crash_works(platform):
    name = platform.python(
        "import os, uuid\nborn = str(uuid.uuid4())\ndef handler(event, context):\n"
        "    if event == 'die': os._exit(1)\n    return born"
    )
    first = platform.call(name)
    assert platform.fail(name, "die")["errorType"] == "Runtime.ExitError"
    assert platform.call(name) != first


def test_a_timeout(platform):
    name = platform.python(
        "import time\ndef handler(event, context):\n    print('started')\n    time.sleep(60)",
        timeout="1s",
    )
    start = time.monotonic()
    reply = platform.invoke(name, tail=True)
    assert 1 <= time.monotonic() - start < 3
    assert reply.error == "Unhandled"
    assert reply.json() == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {reply.request_id} Error: Task timed out after 1.00 seconds; "
        "if it needs longer, raise its `timeout`",
    }
    assert "started" in reply.log
    line = rf"\d{{4}}-\d\d-\d\dT\S+Z {reply.request_id} Task timed out after 1\.00 seconds"
    assert re.search(line, reply.log)


def test_a_timeout_cannot_be_ignored(platform):
    name = platform.python(
        "import signal, time\n"
        "def handler(event, context):\n"
        "    for s in set(signal.Signals) - {9, 19}: signal.signal(s, lambda *_: None)\n"
        "    while True:\n"
        "        try: time.sleep(60)\n"
        "        except BaseException: pass\n",
        timeout="1s",
    )
    assert platform.fail(name)["errorType"] == "Sandbox.Timedout"
    assert platform.instances(name) == []


def test_a_module_that_takes_too_long_to_load_times_out(platform):
    name = platform.python("import time\ntime.sleep(60)\ndef handler(event, context): pass",
                           timeout="1s")
    error = platform.invoke(name, timeout=40).json()
    assert error["errorType"] in ("Sandbox.Timedout", "Runtime.InitError")
    assert "timed out after" in error["errorMessage"]


def test_too_much_memory(platform):
    name = platform.python(
        "import time\nkept = []\n"
        "def handler(event, context):\n"
        "    for _ in range(64):\n"
        "        kept.append(b'x' * (16 << 20))\n"
        "        time.sleep(0.01)\n"
        "    time.sleep(3)\n    return 'survived'",
        memory_mb=128,
        timeout="10s",
    )
    reply = platform.invoke(name)
    assert reply.error == "Unhandled", "1 GB does not fit into 128 MB"
    error = reply.json()
    assert error["errorType"] in ("Runtime.OutOfMemory", "Runtime.ExitError")
    assert reply.request_id in error["errorMessage"]
    assert platform.records(name, 1)[0]["outcome"] == "out_of_memory"


def test_logging(platform):
    name = platform.python(
        "import logging\ndef handler(event, context):\n"
        "    logging.getLogger().setLevel('INFO')\n    logging.info('said %s', 'so')\n"
        "    context.log('and this')"
    )
    reply = platform.invoke(name, tail=True)
    line = rf"\[INFO\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{reply.request_id}\tsaid so"
    assert re.search(line, reply.log)
    assert "and this" in reply.log
