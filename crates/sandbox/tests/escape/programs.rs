//! Programs that must work in a slot as they do outside.

use crate::support::{PATH, Room};
use sandbox::{Connection, Door, Egress, Program, Spec, Status};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const ACCESS_KEY: &str = "AKIDEXAMPLE";

/// Runs a program whose code is what `prepare` puts into a directory; it must print `works`.
pub(crate) async fn check(argv: &[&str], shown: &[&Path], prepare: impl FnOnce(&Path)) {
    let _machine = crate::MACHINE.read().await;
    let open = Arc::new(|connection| drop(std::thread::spawn(|| echo(connection))));
    let room = Room::with(|options| options.door = Some(Door { port: 4566, open }));
    let dir = room.dir.path().join("code");
    fs::create_dir(&dir).unwrap();
    prepare(&dir);
    let read_only = shown.iter().map(PathBuf::from).collect();
    let spec = Spec { memory_mb: 1024, read_only, egress: Egress::None, ..Spec::new(&dir) };
    let slot = room.sandbox.slot(spec).await.unwrap();
    let (output, write) = std::io::pipe().unwrap();
    let mut program = Program::new(argv, write.try_clone().unwrap().into(), write.into());
    program = program.env("PATH", PATH).env("HOME", "/tmp").env("TMPDIR", "/tmp");
    program = program.env("AWS_ACCESS_KEY_ID", ACCESS_KEY).env("AWS_SECRET_ACCESS_KEY", "secret");
    program = program.env("AWS_REGION", "us-east-1").env("AWS_DEFAULT_REGION", "us-east-1");
    if let Some(endpoint) = slot.endpoint() {
        program = program.env("AWS_ENDPOINT_URL", format!("http://{endpoint}"));
    }
    program.cwd = "/var/task".into();
    let exit = slot.start(program).unwrap().wait().await;
    let output = std::io::read_to_string(output).unwrap();
    assert!(exit.status == Status::Code(0) && output.ends_with("works\n"), "{exit:?} {output}");
}

/// A platform whose every function gives back what it gets, if the request is signed.
fn echo(connection: Connection) {
    connection.stream.set_nonblocking(false).unwrap();
    let mut stream = BufReader::new(&connection.stream);
    let (mut length, mut signed) = (0, false);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().unwrap(),
            Some(("Authorization", value)) => {
                signed = value.starts_with(&format!("AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/"));
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let status = if signed { "200 OK" } else { "403 Forbidden" };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n");
    (&connection.stream).write_all(&[head.as_bytes(), &body].concat()).unwrap();
}

/// Where a program of the host is; says so if it is nowhere.
pub(crate) fn installed(name: &str) -> Option<PathBuf> {
    let places = ["/usr/local/bin", "/usr/bin", "/bin"].map(|dir| Path::new(dir).join(name));
    let found = places.into_iter().find(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: there is no {name} on this machine; `cargo xtask ci` installs it");
    }
    found
}

/// One of the programs that the black-box tests deploy, too.
pub(crate) fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs/inside").join(name)
}
