//! Language runtimes find what they need.

use crate::support::{PATH, Room, null};
use sandbox::{Egress, Program, Spec, Status};
use std::fs;
use std::path::{Path, PathBuf};

/// Runs a program whose code is one file; it must print `works`.
async fn check(argv: &[&str], shown: &[&Path], file: &str, code: &str) {
    let _machine = crate::MACHINE.read().await;
    let room = Room::new();
    let dir = room.dir.path().join("code");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join(file), code).unwrap();
    let read_only = shown.iter().map(PathBuf::from).collect();
    let egress = Egress::None;
    let spec = Spec { memory_mb: 1024, read_only, egress, ..Spec::new(&dir) };
    let (output, write) = std::io::pipe().unwrap();
    let mut program = Program::new(argv, write.try_clone().unwrap().into(), write.into());
    program = program.env("PATH", PATH).env("HOME", "/tmp").env("TMPDIR", "/tmp");
    program.cwd = "/var/task".into();
    let process = room.sandbox.slot(spec).await.unwrap().start(program).unwrap();
    let exit = process.wait().await;
    let output = std::io::read_to_string(output).unwrap();
    assert!(exit.status == Status::Code(0) && output.ends_with("works\n"), "{exit:?} {output}");
}

/// Where a program of the host is, if it is.
fn installed(name: &str) -> Option<PathBuf> {
    let found = ["/usr/local/bin", "/usr/bin", "/bin"].map(|dir| Path::new(dir).join(name));
    found.into_iter().find(|path| path.exists())
}

#[tokio::test]
async fn shell() {
    let code = "set -e; echo x > /tmp/x; cat /var/task/main.sh > /tmp/y; mkfifo /tmp/f; \
                echo a | sed s/a/works/; exec 3<>/dev/null";
    check(&["/bin/sh", "main.sh"], &[], "main.sh", code).await;
}

const PYTHON: &str = r#"
import ctypes, hashlib, json, multiprocessing, os, socket, sqlite3, ssl, subprocess, tempfile
import threading, uuid, concurrent.futures, getpass, mimetypes, zoneinfo, asyncio

def square(x):
    return x * x

if __name__ == "__main__":
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(square, range(8)))[-1] == 49
    with multiprocessing.Pool(2) as pool:
        assert pool.map(square, range(4)) == [0, 1, 4, 9]
    with tempfile.TemporaryDirectory() as where:
        db = sqlite3.connect(where + "/db")
        db.execute("create table t (x)")
        db.execute("insert into t values (1)")
        db.commit()
    assert ssl.create_default_context().cert_store_stats()["x509_ca"] > 10
    ours, theirs = socket.socketpair()
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()
    assert subprocess.check_output(["echo", "hi"]) == b"hi\n"
    assert socket.gethostbyname("localhost") == "127.0.0.1"
    assert ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 7)() == 7
    async def sleep():
        await asyncio.sleep(0.001)
        p = await asyncio.create_subprocess_exec("true")
        return await p.wait()
    assert asyncio.run(sleep()) == 0
    assert os.urandom(8) and os.cpu_count() and getpass.getuser()
    try:
        import numpy
        assert (numpy.ones((64, 64)) @ numpy.ones((64, 64)))[0, 0] == 64
    except ImportError:
        pass
    print("works")
"#;

#[tokio::test]
async fn python() {
    let Some(python) = installed("python3") else { return };
    check(&[python.to_str().unwrap(), "main.py"], &[], "main.py", PYTHON).await;
}

/// A language that is installed where only its owner looks.
#[tokio::test]
async fn python_of_a_home() {
    let home = std::env::var("HOME").unwrap_or_default();
    let versions = fs::read_dir(Path::new(&home).join(".pyenv/versions")).into_iter().flatten();
    let prefixes = versions.flatten().map(|entry| entry.path());
    let modern =
        |path: &PathBuf| path.file_name().is_some_and(|name| *name >= *"3.11" && *name < *"3.2");
    let Some(prefix) = prefixes.filter(modern).max() else { return };
    let python = prefix.join("bin/python3");
    check(&[python.to_str().unwrap(), "main.py"], &[&prefix], "main.py", PYTHON).await;
}

#[tokio::test]
async fn node() {
    let Some(node) = installed("node") else { return };
    let code = r#"
        const { Worker, isMainThread, parentPort } = require("worker_threads");
        if (!isMainThread) { parentPort.postMessage(6 * 7); return; }
        const wasm = new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,42,11]);
        (async () => {
            const { instance } = await WebAssembly.instantiate(wasm);
            if (instance.exports.f() !== 42) throw "wasm";
            const answer = await new Promise((ok, no) => new Worker(__filename).on("message", ok).on("error", no));
            if (answer !== 42) throw "worker";
            require("fs").writeFileSync("/tmp/x", "y");
            if (require("child_process").execSync("echo hi").toString() !== "hi\n") throw "child";
            require("crypto").pbkdf2Sync("a", "b", 1000, 32, "sha256");
            require("os").networkInterfaces();
            const server = require("http").createServer((_, to) => to.end("ok")).listen(0, "127.0.0.1");
            await new Promise(ok => server.on("listening", ok));
            const text = await (await fetch(`http://127.0.0.1:${server.address().port}`)).text();
            if (text !== "ok") throw text;
            server.close();
            server.closeAllConnections();
            console.log("works");
        })();
    "#;
    check(&[node.to_str().unwrap(), "main.js"], &[], "main.js", code).await;
}

#[tokio::test]
async fn java() {
    let Some(java) = installed("java").filter(|_| installed("javac").is_some()) else { return };
    let code = r#"public class Main { public static void main(String[] a) throws Exception {
        Thread t = new Thread(() -> {}); t.start(); t.join();
        java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/x"), "y");
        javax.net.ssl.SSLContext.getDefault();
        System.out.println("works"); } }"#;
    let argv = [java.to_str().unwrap(), "-Xmx256m", "-Xshare:auto", "Main.java"];
    check(&argv, &[], "Main.java", code).await;
}

#[tokio::test]
async fn a_program_of_its_own() {
    let room = Room::new();
    let code = room.dir.path().join("code");
    fs::create_dir(&code).unwrap();
    let source = room.dir.path().join("main.c");
    fs::write(&source, "#include <stdio.h>\nint main() { return puts(\"works\") < 0; }\n").unwrap();
    let mut compile = std::process::Command::new("cc");
    compile.arg("-static").arg("-o").arg(code.join("bootstrap")).arg(source);
    assert!(compile.status().unwrap().success());
    let (output, write) = std::io::pipe().unwrap();
    let program = Program::new(["/var/task/bootstrap"], write.into(), null());
    let slot = room.sandbox.slot(Spec::new(&code)).await.unwrap();
    assert_eq!(slot.start(program).unwrap().wait().await.status, Status::Code(0));
    assert_eq!(std::io::read_to_string(output).unwrap(), "works\n");
}
