"""A platform of its own for a test: the real binary, a free port, a new home and data directory."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import threading
import time
from itertools import count
from pathlib import Path

import boto3
from botocore.config import Config

from . import processes
from .client import Client, send
from .project import manifest, tree
from .terminal import at_terminal
from .wait import eventually

REPOSITORY = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("MAYFLY_TARGET", REPOSITORY / "target"))
BINARY = Path(os.environ.get("MAYFLY_BIN", TARGET / "debug/mayfly"))

# How instances of the tests' platforms start; "off" tries everything without copies.
FORK_START = os.environ.get("MAYFLY_FORK_START", "auto")

# What must not leak from the account that runs the tests into a platform.
PRIVATE = ("AWS_", "MAYFLY_", "XDG_", "PYTHON", "NODE_", "VIRTUAL_ENV", "PYTEST_", "NO_COLOR")

numbers = count(1)


class Refused(AssertionError):
    """A command failed that the test expected to succeed."""


class Platform:
    """`mayfly up` in a folder of its own, and everything one does with it."""

    def __init__(self, folder, flags=()):
        self.folder = Path(folder)
        self.home = self.folder / "home"
        self.data = self.folder / "data"
        self.projects = self.folder / "projects"
        for part in (self.home, self.projects):
            part.mkdir(parents=True, exist_ok=True)
        self.flags = list(flags)
        self.settings = {}  # environment variables of its own
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.client = None
        # What every command of ours is run by, to be somewhere else or somebody else.
        self.by = []

    # Life and death.

    def start(self, *projects, flags=(), wait=True):
        """Starts `mayfly up`; gives the seconds until it was ready."""
        command = [*self.by, BINARY, "up", *projects, "--data", self.data]
        command += ["--listen", f"127.0.0.1:{self.port}"]
        flags = [*self.flags, *flags]
        if "--fork-start" not in flags:
            command += ["--fork-start", FORK_START]
        command += flags
        with open(self.folder / "up.out", "ab") as out, open(self.folder / "up.err", "ab") as err:
            start = time.monotonic()
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=self.environment(),
                cwd=self.folder,
                start_new_session=True,
            )
        if not wait:
            return None
        self.wait_ready()
        took = time.monotonic() - start
        self.client = self.connect()
        return took

    def wait_ready(self, timeout=30):
        end = time.monotonic() + timeout
        while not self.is_healthy():
            assert self.process.poll() is None, f"mayfly up ended:\n{self.tail()}"
            assert time.monotonic() < end, f"not ready after {timeout} s:\n{self.tail()}"
            time.sleep(0.005)

    def is_healthy(self):
        try:
            return send(self.port, "GET", "/_mayfly/v1/health", timeout=5).status == 200
        except OSError:
            return False

    def interrupt(self):
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def stop(self, timeout=15):
        """Ctrl-C, and wait; gives the exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.interrupt()
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.process = None
        return code

    def kill9(self):
        """The machine loses power, as far as the platform can tell."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def restart(self, flags=()):
        self.stop()
        return self.start(flags=flags)

    def close(self):
        """Ends the platform and whatever a failed test left running."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            time.sleep(0.1)
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for pid in processes.of_platform(self.port):
            processes.kill(pid)
        self.process = None

    def tail(self, lines=60):
        """The end of what the platform said."""
        said = ""
        for name in ("up.out", "up.err"):
            path = self.folder / name
            text = path.read_text(errors="replace").splitlines() if path.exists() else []
            said += f"--- {name}\n" + "\n".join(text[-lines:]) + "\n"
        return said

    # The command line.

    def environment(self, **extra):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(PRIVATE)}
        kept.update(HOME=str(self.home), MAYFLY_ENDPOINT=self.endpoint, LANG="C.UTF-8")
        # Installed once for all tests.
        kept.update(MAYFLY_PACKS=str(TARGET / "packs"))
        kept.update(self.settings | extra)
        return {key: value for key, value in kept.items() if value is not None}

    def cli(self, *words, code=0, stdin=None, env=None, cwd=None, timeout=120):
        """Runs `mayfly WORDS` and expects exit code `code`; None takes any."""
        done = subprocess.run(
            [*self.by, str(BINARY), *(str(word) for word in words)],
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=not isinstance(stdin, bytes),
            env=self.environment(**(env or {})),
            cwd=cwd or self.folder,
            timeout=timeout,
        )
        if code is not None and done.returncode != code:
            shown = " ".join(str(word) for word in words)
            raise Refused(
                f"`mayfly {shown}` ended with {done.returncode}, not {code}\n"
                f"stdout: {done.stdout}\nstderr: {done.stderr}"
            )
        return done

    def cli_json(self, *words, **options):
        return json.loads(self.cli(*words, "--json", **options).stdout)

    def spawn(self, *words, env=None):
        """Starts `mayfly WORDS` and leaves it running; its output can be read line by line."""
        return subprocess.Popen(
            [str(BINARY), *(str(word) for word in words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(**(env or {})),
            cwd=self.folder,
        )

    def terminal(self, *words, typed="", env=None):
        """Runs `mayfly WORDS` at a terminal; gives its exit code and what it showed."""
        environment = self.environment(**(env or {}))
        return at_terminal([BINARY, *words], environment, self.folder, typed)

    def exports(self, **options):
        """What `mayfly env` exports, as a shell would understand it."""
        lines = self.cli("env", **options).stdout.splitlines()
        exports = [line for line in lines if line.startswith("export ")]
        pairs = (shlex.split(line)[1].split("=", 1) for line in exports)
        return dict(pairs)

    # Clients.

    def connect(self):
        env = self.exports()
        keys = env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]
        return Client(self.port, *keys, env["AWS_REGION"])

    def boto3_client(self, service="lambda", **config):
        env = self.exports()
        return boto3.client(
            service,
            endpoint_url=env["AWS_ENDPOINT_URL"],
            aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
            region_name=env["AWS_REGION"],
            config=Config(retries={"max_attempts": 0}, **config),
        )

    def request(self, method, path, body=b"", headers=None, **options):
        """A signed request to the management API."""
        return self.client.request(method, "/_mayfly/v1" + path, body, headers, **options)

    def get(self, path):
        response = self.request("GET", path)
        assert response.status == 200, f"GET {path}: {response.status} {response.text}"
        return response.json()

    def fetch(self, path, method="GET", body=b"", headers=None, **options):
        """A request of the world's: unsigned."""
        return send(self.port, method, path, body, headers, **options)

    def invoke(self, name, payload=b"", **options):
        return self.client.invoke(name, payload, **options)

    def call(self, name, payload=b"", **options):
        """Invokes and expects success; gives the value."""
        reply = self.invoke(name, payload, **options)
        assert reply.status == 200 and reply.error is None, f"{name}: {reply} {self.tail(20)}"
        return reply.json()

    def fail(self, name, payload=b"", **options):
        """Invokes and expects a function error; gives its JSON."""
        reply = self.invoke(name, payload, **options)
        assert reply.status == 200 and reply.error == "Unhandled", f"{name}: {reply}"
        return reply.json()

    # Projects.

    def project(self, files, folder=None):
        """Writes a project directory; does not deploy it."""
        return tree(self.projects / (folder or f"project-{next(numbers)}"), files)

    def deploy(self, files, folder=None, check=True, **options):
        """Writes a project directory and deploys it; gives the command's result. Code that is not
        to load needs `check=False`."""
        words = [] if check else ["--no-check"]
        return self.cli("deploy", self.project(files, folder), *words, **options)

    def function(self, files, runtime, handler, check=False, **settings):
        """Deploys an app of one function with a name of its own; gives the name. Nothing of it has been
        loaded before its first call, unless `check=True`."""
        name = f"f{next(numbers)}"
        self.redeploy(name, files, runtime, handler, check, **settings)
        return name

    def redeploy(self, name, files, runtime, handler, check=False, **settings):
        settings = {"runtime": runtime, "handler": handler, **settings}
        files = {"mayfly.toml": manifest(name, **{name: settings}), **files}
        self.deploy(files, folder=name, check=check)

    def python(self, source, handler="app.handler", **settings):
        return self.function({"app.py": source}, "python", handler, **settings)

    def node(self, source, handler="index.handler", file="index.js", **settings):
        return self.function({file: source}, "node", handler, **settings)

    def provided(self, source, **settings):
        settings.setdefault("handler", "bootstrap")
        return self.function({"bootstrap": source}, "provided", **settings)

    # Looking.

    def show(self, name):
        return self.get(f"/functions/{name}")

    def names(self):
        return {function["name"] for function in self.get("/functions")["functions"]}

    def records(self, name, at_least=0, limit=10_000):
        """The function's ledger records, once there are enough of them."""
        path = f"/functions/{name}/invocations?limit={limit}"

        def enough():
            records = self.get(path)["records"]
            return records if len(records) >= at_least else None

        what = f"{at_least} records of {name}"
        return eventually(enough, what=what) if at_least else self.get(path)["records"]

    def logs(self, name, query=""):
        """The function's log events, oldest first."""
        response = self.request("GET", f"/functions/{name}/logs{query}")
        assert response.status == 200, f"logs of {name}: {response.status} {response.text}"
        return [json.loads(line) for line in response.text.splitlines() if line]

    def texts(self, name, query="", source=None):
        """The texts of what the function printed, without the platform's own lines."""
        return [
            event["text"]
            for event in self.logs(name, query)
            if (event["source"] == source if source else event["source"] != "platform")
        ]

    def wait_logged(self, name, pattern, timeout=10):
        """Waits for a log event that matches; gives the event."""

        def found():
            events = (e for e in self.logs(name) if re.search(pattern, e["text"]))
            return next(events, None)

        return eventually(found, timeout, every=0.1, what=f"a log line like {pattern!r}")

    def processes(self, name):
        """The function's processes."""
        return processes.of_platform(self.port, name)

    def instances(self, name):
        """Its processes but for the one that its instances are copies of."""
        return [pid for pid in self.processes(name) if not processes.is_zygote(pid)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def at_once(count, work, *arguments):
    """Runs `work(i, *arguments)` on `count` threads together; gives the results in order."""
    results, errors = [None] * count, []
    barrier = threading.Barrier(count)

    def run(i):
        try:
            barrier.wait()
            results[i] = work(i, *arguments)
        except Exception as error:  # noqa: BLE001 the test's own thread raises it again
            errors.append(error)

    threads = [threading.Thread(target=run, args=(i,), daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
