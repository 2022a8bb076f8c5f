"""What a function can see and reach: its own things and the platform, and nobody else's."""

import http.server
import os
import pwd
import shutil
import subprocess
import threading
import time

import pytest
from harness import eventually, processes
from harness.platform import BINARY

# Runs what it is told to and says how that went.
DO = """
import os, socket, subprocess, urllib.request

def handler(event, context):
    try:
        return str(eval(event))
    except BaseException as error:
        return type(error).__name__
"""


@pytest.fixture(scope="module")
def name(platform):
    return platform.python(DO, timeout="20s", memory_mb=256)


@pytest.fixture
def local_server():
    """A server of this machine's own, as an office's intranet or a database would be."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"local secret")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_the_files_of_the_machine_are_not_there(platform, name):
    def seen(path):
        return platform.call(name, f"os.path.exists({str(path)!r})") == "True"

    assert seen("/var/task/app.py")
    assert seen("/etc/ssl/certs")
    for path in ("/etc/shadow", "/root/.bashrc", "/home", "/sys/kernel", "/var/log"):
        assert not seen(path), path
    for path in ("store.sqlite", "credentials.toml", "blobs", "code"):
        assert (platform.data / path).exists()
        assert not seen(platform.data / path), path
    assert not seen(platform.home)


def test_the_code_is_read_only_and_tmp_is_its_own(platform, name):
    other = platform.python(DO)
    assert platform.call(name, "open('/var/task/new', 'w')") in ("OSError", "PermissionError")
    assert platform.call(name, "open('/usr/new', 'w')") in ("OSError", "PermissionError")
    assert platform.call(name, "open('/tmp/mine', 'w').write('x')") == "1"
    assert platform.call(name, "os.path.exists('/tmp/mine')") == "True"
    assert platform.call(other, "os.path.exists('/tmp/mine')") == "False"


def test_a_function_is_alone_and_nobody_in_particular(platform, name):
    other = platform.python(DO)
    ids = "[p for p in os.listdir('/proc') if p.isdigit()]"
    assert len(eval(platform.call(name, ids))) <= 2
    assert platform.call(name, "os.getuid()") != "0"
    assert "CapEff:\t0000000000000000" in platform.call(name, "open('/proc/self/status').read()")
    # Seen from outside, functions are different users.
    platform.call(other, '1')
    users = {processes.user(platform.instances(one)[0]) for one in (name, other)}
    assert len(users) == 2 and 0 not in users and os.getuid() not in users


def test_localhost_is_the_functions_own(platform, name, local_server):
    reach = f"urllib.request.urlopen('http://127.0.0.1:{local_server}', timeout=5).read()"
    assert platform.call(name, reach) == "URLError"
    # Its own servers are there.
    serve = (
        "[s := socket.create_server(('127.0.0.1', 0)), "
        "socket.create_connection(s.getsockname(), timeout=5)] and 'reached'"
    )
    assert platform.call(name, serve) == "reached"


@pytest.mark.parametrize("egress", ["internet", "none", "host"])
def test_the_platform_is_reachable_whatever_the_egress(platform, egress):
    name = platform.python(DO, egress=egress, timeout="20s")
    health = "urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'] + '/_mayfly/v1/health').read()"
    assert "ok" in platform.call(name, health)


def test_only_egress_host_reaches_this_machine(platform, local_server):
    reach = f"urllib.request.urlopen('http://127.0.0.1:{local_server}', timeout=5).read()"
    for egress, expected in (("internet", "URLError"), ("none", "URLError"), ("host", "secret")):
        name = platform.python(DO, egress=egress, timeout="20s")
        assert expected in platform.call(name, reach), egress


def test_egress_none_has_no_way_out(platform):
    name = platform.python(DO, egress="none", timeout="20s")
    # An address for documentation, where nobody is; the machine itself sends nothing there.
    out = "socket.create_connection(('192.0.2.1', 80), timeout=3)"
    assert platform.call(name, out) == "OSError"
    assert platform.cli("show", name).stdout.count("egress") == 1


def test_functions_call_the_platform_through_their_own_door(platform):
    target = platform.python("def handler(event, context): return 'hello ' + event")
    source = (
        "import os, urllib.request\n"
        "def handler(event, context):\n"
        "    return os.environ['AWS_ENDPOINT_URL']\n"
    )
    name = platform.python(source)
    endpoint = platform.call(name)
    assert endpoint == f"http://169.254.100.1:{platform.port}"
    assert platform.call(target, "you") == "hello you"


def test_too_much_memory_is_the_functions_error(platform):
    source = "def handler(event, context):\n    return len(bytearray(event * 2**20))\n"
    name = platform.python(source, memory_mb=128, timeout="20s")
    assert platform.call(name, 20) == 20 * 2**20
    assert platform.fail(name, 400)["errorType"] == "Runtime.OutOfMemory"
    statuses = {r["outcome"]: r["max_memory_mb"] for r in platform.records(name, at_least=2)}
    assert 100 <= statuses["out_of_memory"] <= 128, statuses
    assert platform.call(name, 20) == 20 * 2**20


def test_a_full_tmp_is_the_functions_own(platform, name):
    fill = (
        "subprocess.run(['dd', 'if=/dev/zero', 'of=/tmp/big', 'bs=1M', 'count=600'],"
        " stderr=subprocess.PIPE).returncode"
    )
    big = platform.python(DO, timeout="60s", memory_mb=1024)
    assert platform.call(big, fill) == "1"
    assert platform.call(name, "open('/tmp/small', 'w').write('x')") == "1"


def test_the_size_of_tmp_is_chosen(platform):
    name = platform.python(DO, tmp_mb=20, memory_mb=256)
    size = "os.statvfs('/tmp').f_blocks * os.statvfs('/tmp').f_frsize // 2**20"
    assert platform.call(name, size) == "20"
    assert "20 MB" in platform.cli("show", name).stdout


def test_processor_time_goes_by_memory(fresh):
    platform = fresh()
    platform.start(flags=["--mb-per-cpu=1000"])
    name = platform.python(DO, memory_mb=500)
    platform.call(name, "1")
    groups = processes.groups_of(platform.instances(name)[0])
    shares = [group / "cpu.shares" for group in groups if (group / "cpu.shares").exists()]
    weights = [group / "cpu.weight" for group in groups if (group / "cpu.weight").exists()]
    assert [int(file.read_text()) for file in shares] in ([512], [])
    assert [int(file.read_text()) for file in weights] in ([50], [])
    assert shares or weights


def test_nothing_survives_a_platform_that_is_killed(fresh):
    platform = fresh()
    platform.start()
    source = (
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "def handler(event, context): return child.pid\n"
    )
    name = platform.python(source)
    platform.call(name)
    assert len(platform.instances(name)) == 2
    dead = [group.parent for group in processes.groups_of(platform.instances(name)[0])]
    platform.kill9()
    eventually(lambda: not platform.instances(name), what="its programs end")
    platform.start()
    assert platform.call(name) > 0
    # No group of the dead platform is left, nor one that nobody needs among those of the new one.
    assert dead and not [group for group in dead if group.exists()]
    groups = processes.groups_of(platform.instances(name)[0])
    for group in groups:
        slots = [one for one in group.parent.iterdir() if one.is_dir()]
        assert group in slots and len(slots) <= 10, slots


LOOK = {
    "python": """
import json, os, sys, traceback

def where():
    try:
        raise ValueError("x")
    except ValueError:
        return traceback.format_exc() + str(sys._current_frames()) + str(sys._getframe(2))

def handler(event, context):
    if event == "fail":
        import nothing_of_this_name
    seen = [sys.executable, sys.prefix, sys.base_prefix, sys.path, sys.argv, sys.orig_argv]
    seen += [sorted(str(module) for module in sys.modules.values()), dict(os.environ), where()]
    for file in ("cmdline", "maps", "environ", "cgroup", "mountinfo", "mounts"):
        seen.append(open("/proc/self/" + file, errors="replace").read())
    seen.append([os.listdir(path) for path in ("/", "/var", "/var/rapid", "/root") if os.path.isdir(path)])
    return json.dumps(seen, default=str)
""",
    "node": """
const fs = require('fs');
exports.handler = async (event) => {
  if (event === 'fail') require('nothing-of-this-name');
  const seen = [process.execPath, process.argv, process.execArgv, process.env, new Error('x').stack];
  seen.push(Object.keys(require.cache), module.paths);
  for (const file of ['cmdline', 'maps', 'environ', 'cgroup', 'mountinfo', 'mounts']) {
    seen.push(fs.readFileSync('/proc/self/' + file, 'utf8'));
  }
  return JSON.stringify(seen);
};
""",
}


@pytest.mark.parametrize("fork_start", ["auto", "stems", "off"])
def test_functions_do_not_learn_where_things_are_on_this_machine(fresh, fork_start):
    platform = fresh()
    platform.start(flags=["--fork-start", fork_start])
    hidden = [str(platform.data), str(platform.folder), ".pyenv", ".nvm"]
    names = {"python": platform.python(LOOK["python"]), "node": platform.node(LOOK["node"])}
    for language, name in names.items():
        for _ in range(2):
            seen = platform.call(name)
            assert "/var/task" in seen and "/var/rapid" in seen
            for path in hidden:
                assert path not in seen, (language, seen[max(0, seen.index(path) - 200) :][:400])
        failed = platform.invoke(name, b'"fail"')
        said = failed.payload.decode()
        assert failed.error and not [path for path in hidden if path in said], said
    # One that cannot be started says so without paths, too, whatever is at fault.
    broken = platform.provided("#!/no/such/program\n", check=False)
    for _ in range(2):
        failed = platform.invoke(broken)
        said = failed.payload.decode()
        assert failed.error and not [path for path in hidden if path in said], said
        shutil.rmtree(platform.data / "code", ignore_errors=True)


def test_off_is_said_aloud(fresh):
    platform = fresh()
    platform.start(flags=["--sandbox=off"])
    for file, text in (("up.err", "warning: --sandbox=off"), ("up.out", "off: functions see what this account sees")):
        eventually(lambda: text in (platform.folder / file).read_text())
    name = platform.python(DO)
    assert platform.call(name, "os.path.exists('/etc/shadow')") == "True"


def test_the_start_screen_says_how_functions_are_kept_apart(platform):
    assert "every instance in its own" in (platform.folder / "up.out").read_text()


def test_require_accepts_no_less_than_everything(fresh):
    platform = fresh()
    platform.start(flags=["--sandbox=require"])
    name = platform.python(DO)
    assert platform.call(name, "os.getuid()") != "0"


@pytest.mark.skipif(os.getuid() != 0, reason="takes root to become somebody else")
def test_an_ordinary_user_is_told_what_is_missing(tmp_path):
    nobody = pwd.getpwnam("nobody")
    # Under /tmp itself, which everybody may enter.
    home = f"/tmp/mayfly-nobody-{os.getpid()}"
    os.mkdir(home, 0o755)
    try:
        program = shutil.copy(BINARY, home)
        os.chown(home, nobody.pw_uid, nobody.pw_gid)

        def up(*flags):
            return subprocess.Popen(
                [program, "up", "--data", f"{home}/data", "--listen", "127.0.0.1:0", *flags],
                user=nobody.pw_uid,
                group=nobody.pw_gid,
                extra_groups=[],
                cwd=home,
                env={"HOME": home, "PATH": os.environ["PATH"]},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

        strict = up("--sandbox=require")
        _, said = strict.communicate(timeout=30)
        assert strict.returncode == 1
        assert "full isolation was required" in said and "--sandbox=auto" in said
        modest = up()
        time.sleep(2)
        modest.terminate()
        screen, said = modest.communicate(timeout=30)
        assert modest.returncode == 0, said
        assert "every instance in its own, without" in screen, screen
    finally:
        shutil.rmtree(home)
