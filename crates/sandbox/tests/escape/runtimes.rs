//! Language runtimes find what they need.

use crate::programs::{check, installed, source};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[tokio::test]
async fn shell() {
    let code = "set -e; echo x > /tmp/x; cat /var/task/main.sh > /tmp/y; mkfifo /tmp/f; \
                echo a | sed s/a/works/; exec 3<>/dev/null";
    check(&["/bin/sh", "main.sh"], &[], write("main.sh", code)).await;
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
    print("works")
"#;

#[tokio::test]
async fn python() {
    let Some(python) = installed("python3") else { return };
    check(&[python.to_str().unwrap(), "main.py"], &[], write("main.py", PYTHON)).await;
}

/// A language that is installed where only its owner looks.
#[tokio::test]
async fn home_python() {
    let home = std::env::var("HOME").unwrap_or_default();
    let versions = fs::read_dir(Path::new(&home).join(".pyenv/versions")).into_iter().flatten();
    let prefixes = versions.flatten().map(|entry| entry.path());
    let modern =
        |path: &PathBuf| path.file_name().is_some_and(|name| *name >= *"3.11" && *name < *"3.2");
    let Some(prefix) = prefixes.filter(modern).max() else { return };
    let python = prefix.join("bin/python3");
    check(&[python.to_str().unwrap(), "main.py"], &[&prefix], write("main.py", PYTHON)).await;
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
    check(&[node.to_str().unwrap(), "main.js"], &[], write("main.js", code)).await;
}

/// numpy, Pillow and boto3, where the black-box tests have them.
#[tokio::test]
async fn packages_of_python() {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        return println!("SKIPPED: no {}; `cargo xtask test` makes it", python.display());
    }
    let argv = [python.to_str().unwrap(), "science.py"];
    check(&argv, &[&venv], |dir| copy("science.py", dir)).await;
}

#[tokio::test]
async fn addon_of_node() {
    let Some(node) = installed("node") else { return };
    let prepare = |dir: &Path| {
        copy("native.js", dir);
        let addon = dir.join("addon.node");
        make(Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(addon).arg(source("addon.c")));
    };
    check(&[node.to_str().unwrap(), "native.js"], &[], prepare).await;
}

#[tokio::test]
async fn static_rust() {
    let prepare = |dir: &Path| {
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition", "2024", "-C", "target-feature=+crt-static", "-o"]);
        make(rustc.arg(dir.join("bootstrap")).arg(source("bootstrap.rs")));
    };
    check(&["/var/task/bootstrap"], &[], prepare).await;
}

#[tokio::test]
async fn java() {
    let (Some(java), Some(javac)) = (installed("java"), installed("javac")) else { return };
    let prepare =
        |dir: &Path| make(Command::new(javac).arg("-d").arg(dir).arg(source("Hello.java")));
    check(&[java.to_str().unwrap(), "-Xmx256m", "Hello"], &[], prepare).await;
}

#[tokio::test]
async fn static_c() {
    let prepare = |dir: &Path| {
        let code = "#include <stdio.h>\nint main() { return puts(\"works\") < 0; }\n";
        fs::write(dir.join("main.c"), code).unwrap();
        let (program, code) = (dir.join("bootstrap"), dir.join("main.c"));
        make(Command::new("cc").arg("-static").arg("-o").arg(program).arg(code));
    };
    check(&["/var/task/bootstrap"], &[], prepare).await;
}

fn write(name: &'static str, code: &'static str) -> impl FnOnce(&Path) {
    move |dir| fs::write(dir.join(name), code).unwrap()
}

fn copy(name: &str, dir: &Path) {
    fs::copy(source(name), dir.join(name)).unwrap();
}

fn make(compile: &mut Command) {
    assert!(compile.status().unwrap().success(), "{compile:?}");
}
