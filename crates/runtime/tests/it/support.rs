use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use functions::{AppName, Function, FunctionConfig, FunctionName, Label, Revision, VersionId};
use identity::Keyring;
use runtime::{
    Body, Call, CallInfo, Chunks, Components, Copying, Ended, Finish, Hosts, Input, Launcher,
    Output, Packs, Place, Seed, Start, StartError, Started, full_body,
};
use sandbox::Sandbox;
use store::Store;
use telemetry::{Query, Telemetry};
use tokio::sync::oneshot;

/// A platform without doors, with a directory of its own.
pub(crate) struct Room {
    pub(crate) launcher: Launcher,
    pub(crate) telemetry: Telemetry,
    keys: Keyring,
    dir: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::with(Copying::new(false))
    }

    pub(crate) fn with(copying: Copying) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = sandbox::Options::new(dir.path().join("slots"));
        let store = Store::in_memory(store::Options::default()).unwrap();
        let telemetry = Telemetry::open(store, telemetry::Options::default()).unwrap();
        let launcher = Launcher {
            sandbox: Sandbox::new(options).unwrap(),
            telemetry: telemetry.clone(),
            hosts: Hosts::install(&dir.path().join("hosts")).unwrap(),
            place: Place {
                region: "us-east-1".into(),
                account: "000000000000".into(),
                endpoint: "http://127.0.0.1:9".into(),
            },
            copying,
            components: Components::new(dir.path().join("wasm"), 10, None),
            packs: Packs::new(dir.path().join("packs")),
        };
        let keys = Keyring::open(&dir.path().join("credentials.toml")).unwrap();
        let room = Self { launcher, telemetry, keys, dir };
        for hosts in fs::read_dir(room.dir.path().join("hosts")).unwrap() {
            fs::write(hosts.unwrap().path().join(room.mark()), "").unwrap();
        }
        room
    }

    /// Writes a package's files; `bootstrap` can be run.
    pub(crate) fn code(&self, files: &[(&str, &str)]) -> PathBuf {
        let root = self.dir.path().join("code");
        fs::create_dir_all(&root).unwrap();
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            let mode = if *name == "bootstrap" { 0o755 } else { 0o644 };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
        root
    }

    /// What starts a function of this code.
    pub(crate) fn prepare(&self, config: FunctionConfig, files: &[(&str, &str)]) -> Start {
        let function = Arc::new(Function {
            name: FunctionName::parse("f").unwrap(),
            app: Some(AppName::parse("app").unwrap()),
            label: Label::Latest,
            version: VersionId(1),
            config,
            package: blob::Hash::of(b""),
            package_bytes: 0,
            deployed_at_ms: 0,
            revision: Revision::default(),
            notes: Vec::new(),
        });
        let session = self.keys.session_of_function(&function).unwrap();
        let (code, session) = (self.code(files), Arc::new(session));
        Start { function, code, layers: Vec::new(), session, provisioned: false }
    }

    pub(crate) async fn start(
        &self,
        config: FunctionConfig,
        files: &[(&str, &str)],
    ) -> Result<Running, StartError> {
        let start = self.prepare(config, files);
        let Started { instance, .. } = self.launcher.start(&start, None).await?;
        Ok(Running(Arc::new(instance)))
    }

    /// A Python function from the text of its module, `app.py`.
    pub(crate) async fn python(&self, module: &str) -> Running {
        self.start(config("python", "app.handler"), &[("app.py", module)]).await.unwrap()
    }

    /// A Node function from the text of its module.
    pub(crate) async fn node(&self, module: &str) -> Running {
        self.start(config("node", "index.handler"), &[("index.mjs", module)]).await.unwrap()
    }

    /// A program that speaks the Runtime API with [`SPEAK`] before it.
    pub(crate) async fn provided(&self, program: &str) -> Running {
        let bootstrap = format!("{SPEAK}{program}");
        let config = config("provided", "any words");
        self.start(config, &[("bootstrap", &bootstrap)]).await.unwrap()
    }

    /// The same on the host's own network, where others are, too.
    pub(crate) async fn provided_on_host(&self, program: &str) -> Running {
        let bootstrap = format!("{SPEAK}{program}");
        let config = functions::FunctionConfig {
            egress: functions::Egress::Host,
            ..config("provided", "any words")
        };
        self.start(config, &[("bootstrap", &bootstrap)]).await.unwrap()
    }

    /// A server that answers one connection at a time with what [`LISTEN`]'s `serve` is given.
    pub(crate) async fn server(&self, program: &str) -> Running {
        let text = format!("{LISTEN}{program}");
        let config = config("http", "exec python3 server.py");
        self.start(config, &[("server.py", &text)]).await.unwrap()
    }

    /// Whether some interpreter runs one of its hosts.
    pub(crate) fn runs_a_host(&self) -> bool {
        let hosts = self.dir.path().join("hosts").into_os_string().into_encoded_bytes();
        // In a place of its own it sees them elsewhere.
        let seen = Path::new("root/var/rapid").join(self.mark());
        let shows = |entry: fs::DirEntry| entry.path().join(&seen).exists();
        some_process(|one| one.starts_with(&hosts))
            || fs::read_dir("/proc").unwrap().flatten().any(shows)
    }

    /// The name of a file among its hosts that no other room has.
    fn mark(&self) -> String {
        let name = self.dir.path().file_name().unwrap_or_default();
        format!("of-{}", name.to_string_lossy().trim_start_matches('.'))
    }

    /// What was logged: `request text` for each event, `-` for those of no request.
    pub(crate) async fn log(&self) -> Vec<String> {
        let page = self.telemetry.logs(Query::of("f")).await.unwrap();
        let text = |event: &telemetry::LogEvent| {
            format!("{} {}", event.request.as_deref().unwrap_or("-"), event.text)
        };
        page.events.iter().map(text).collect()
    }
}

/// A function with something kept ready for its instances.
pub(crate) struct Seeded {
    pub(crate) room: Room,
    pub(crate) start: Start,
    pub(crate) seed: Seed,
}

impl Seeded {
    pub(crate) async fn of(room: Room, config: FunctionConfig, file: (&str, &str)) -> Self {
        let start = room.prepare(config, &[file]);
        let seed = room.launcher.grow(&start).await.unwrap();
        Self { room, start, seed }
    }

    /// An instance, and whether it came of the seed.
    pub(crate) async fn start(&self) -> Result<(Running, bool), StartError> {
        let started = self.room.launcher.start(&self.start, Some(&self.seed)).await?;
        Ok((Running(Arc::new(started.instance)), started.seeded))
    }

    /// An instance that came of the seed, as soon as that has one again.
    pub(crate) async fn seeded(&self) -> Running {
        for _ in 0..100 {
            if let (instance, true) = self.start().await.unwrap() {
                return instance;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing is made ready any more");
    }
}

fn some_process(mut has: impl FnMut(&[u8]) -> bool) -> bool {
    let mut matches = |entry: fs::DirEntry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).any(&mut has)
    };
    fs::read_dir("/proc").unwrap().flatten().any(&mut matches)
}

/// A command that lives longer than any test, and by which it is found among all processes.
pub(crate) fn sleeper() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("60.{}{:03}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Whether some process has this argument.
pub(crate) fn is_running(argument: &str) -> bool {
    some_process(|one| one == argument.as_bytes())
}

pub(crate) fn config(runtime: &str, handler: &str) -> FunctionConfig {
    FunctionConfig::new(runtime.parse().unwrap(), handler)
}

/// The Runtime API by hand: `call` is one request on a connection of its own.
pub(crate) const SPEAK: &str = r#"#!/usr/bin/env -S python3 -IS
import os, socket, sys, threading, time

def send(method, path, body=b"", headers=()):
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    connection = socket.create_connection((host, int(port)))
    lines = [f"{method} /2018-06-01/runtime{path} HTTP/1.1", "Host: api", *headers]
    if not any(line.startswith("Transfer-Encoding") for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
    return connection

def answer(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += connection.recv(65536)
    return int(first.split()[1]), headers, body

def call(*args):
    connection = send(*args)
    try:
        return answer(connection)
    finally:
        connection.close()

def next_event():
    status, headers, body = call("GET", "/invocation/next")
    return headers["lambda-runtime-aws-request-id"], headers, body

def respond(id, body, headers=()):
    return call("POST", f"/invocation/{id}/response", body, headers)[0]
"#;

/// A server by hand: `each(answer)` calls it with every connection and the head of every request.
pub(crate) const LISTEN: &str = r#"
import os, socket, sys, threading, time

listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))

def head_of(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    return data.decode()

def reply(connection, body=b"ok", headers=()):
    head = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]
    connection.sendall("\r\n".join(head).encode() + body)
"#;

#[derive(Clone)]
pub(crate) struct Running(pub(crate) Arc<runtime::Running>);

impl std::ops::Deref for Running {
    type Target = runtime::Running;

    fn deref(&self) -> &runtime::Running {
        &self.0
    }
}

impl Running {
    /// One call with an event: how it came out, in words.
    pub(crate) async fn call(&self, id: &str, event: &str) -> String {
        self.call_within(id, event, 3_000).await.0
    }

    pub(crate) async fn call_within(
        &self,
        id: &str,
        event: &str,
        timeout_ms: u64,
    ) -> (String, Finish) {
        let input = Input::Event(event.to_owned().into());
        let (ended, finish, head) = self.run(id, input, timeout_ms, None).await;
        assert!(head.is_none(), "a stream where a value was expected");
        (told(id, ended), finish)
    }

    /// One call that streams.
    pub(crate) async fn stream(&self, id: &str, pace: Pace) -> (Vec<u8>, Option<String>, Finish) {
        self.stream_of(id, "{}", pace).await
    }

    pub(crate) async fn stream_of(
        &self,
        id: &str,
        event: &str,
        pace: Pace,
    ) -> (Vec<u8>, Option<String>, Finish) {
        let input = Input::Event(event.to_owned().into());
        let reader = |output| match output {
            Output::Stream(_, chunks) => read(chunks, pace),
            other => panic!("not a stream: {other:?}"),
        };
        let (ended, finish, read) = self.run(id, input, 10_000, Some(&reader)).await;
        assert!(matches!(ended, Ended::Streamed), "{ended:?}");
        let (bytes, error) = read.unwrap().await.unwrap();
        (bytes, error, finish)
    }

    /// One request: the response as its reader sees it.
    pub(crate) async fn request(&self, request: http::Request<Body>, pace: Pace) -> Response {
        let (sender, receiver) = oneshot::channel();
        let head = |output| match output {
            Output::Http(response) => drop(sender.send(response)),
            other => panic!("not a response: {other:?}"),
        };
        let call =
            Call { info: info("r"), input: Input::Http(Box::new(request)), shares: shares() };
        let reader = tokio::spawn(async move {
            let (parts, body) = receiver.await.ok()?.into_parts();
            let (bytes, error) = read_body(body, pace).await;
            Some((parts, bytes, error))
        });
        let (ended, finish) = self.0.call(call, Duration::from_secs(3), head).await;
        let Some((parts, bytes, error)) = reader.await.unwrap() else {
            return Response { told: told("r", ended), error: None, finish };
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Response { told: format!("{} {body}", parts.status.as_u16()), error, finish }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        let request = http::Request::get(path).header("Host", "f.fn.localhost");
        self.request(request.body(full_body("")).unwrap(), Pace::default()).await
    }

    async fn run(
        &self,
        id: &str,
        input: Input,
        timeout_ms: u64,
        reader: Option<&(dyn Fn(Output) -> Reading + Sync)>,
    ) -> (Ended, Finish, Option<Reading>) {
        let id: Arc<str> = id.into();
        self.begin(&id).await;
        let mut reading = None;
        let head = |output| reading = Some(reader.expect("no stream was expected")(output));
        let call = Call { info: info(&id), input, shares: shares() };
        let (ended, finish) = self.0.call(call, Duration::from_millis(timeout_ms), head).await;
        (ended, finish, reading)
    }
}

/// How long a reader waits before it begins, and before each piece.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pace {
    pub(crate) first_ms: u64,
    pub(crate) each_ms: u64,
}

async fn sleep(ms: u64) {
    if ms > 0 {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}

/// What became of a request.
pub(crate) struct Response {
    /// Status and body, or how the call failed.
    pub(crate) told: String,
    /// Why the body broke off.
    pub(crate) error: Option<String>,
    pub(crate) finish: Finish,
}

type Reading = tokio::task::JoinHandle<(Vec<u8>, Option<String>)>;

fn read(mut chunks: Chunks, pace: Pace) -> Reading {
    tokio::spawn(async move {
        let mut all = Vec::new();
        sleep(pace.first_ms).await;
        loop {
            sleep(pace.each_ms).await;
            match chunks.next().await {
                Some(Ok(bytes)) => all.extend_from_slice(&bytes),
                Some(Err(error)) => return (all, Some(error.0)),
                None => return (all, None),
            }
        }
    })
}

async fn read_body(mut body: Body, pace: Pace) -> (Vec<u8>, Option<String>) {
    use http_body_util::BodyExt;
    let mut all = Vec::new();
    sleep(pace.first_ms).await;
    loop {
        sleep(pace.each_ms).await;
        match body.frame().await {
            Some(Ok(frame)) => all.extend_from_slice(&frame.into_data().unwrap()),
            Some(Err(error)) => return (all, Some(error.0)),
            None => return (all, None),
        }
    }
}

pub(crate) fn info(id: &str) -> CallInfo {
    CallInfo {
        request_id: id.into(),
        trace_id: "Root=1-00000000-000000000000000000000000".into(),
        arn: "arn:aws:lambda:us-east-1:000000000000:function:f".into(),
        client_context: None,
    }
}

fn told(id: &str, ended: Ended) -> String {
    match ended {
        Ended::Value(value) => String::from_utf8_lossy(&value).into_owned(),
        Ended::Streamed => "streamed".into(),
        Ended::Failed(failure) => {
            let kind = format!("{failure:?}");
            let kind = kind.split(['(', ' ']).next().unwrap_or_default();
            format!("{kind}: {}", String::from_utf8_lossy(&failure.json(id)))
        }
    }
}

/// A budget that no test of these uses up.
pub(crate) fn shares() -> web::Shares {
    static BUDGET: std::sync::OnceLock<web::Budget> = std::sync::OnceLock::new();
    let open = || {
        let dir = std::env::temp_dir().join(format!("mayfly-runtime-{}", std::process::id()));
        web::Budget::open(web::Sizes { memory: 1 << 30, ..web::Sizes::in_dir(dir) }).unwrap()
    };
    BUDGET.get_or_init(open).shares([])
}
