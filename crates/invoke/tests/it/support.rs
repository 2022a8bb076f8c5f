use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use functions::{AppName, Function, FunctionConfig, FunctionName, Registry, Spec};
use identity::Keyring;
use invoke::{Answer, Invocation, Invoker, Options, Parts, Refused};
use package::Shelf;
use runtime::{Components, Copying, Hosts, Input, Launcher, Output, Place};
use sandbox::Sandbox;
use store::{Faults, Key, Keyspace, Range, Store};
use telemetry::{Query, Record, Telemetry, Trigger};

/// A program that answers events without a moment's preparation. What it does, the event says:
/// `{"sleep": seconds, "fail": true, "exit": status}`.
const BOOTSTRAP: &str = r#"#!/usr/bin/env -S python3 -IS
import _socket, os, time
host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
api = _socket.socket()
api.connect((host, int(port)))

def call(method, path, body=b""):
    head = f"{method} /2018-06-01/runtime/invocation{path} HTTP/1.1\r\nHost: a\r\n"
    api.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    data = b""
    while b"\r\n\r\n" not in data:
        data += api.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head.decode().split("\r\n")[1:])
    while len(body) < int(headers["content-length"]):
        body += api.recv(65536)
    return headers, body

while True:
    headers, event = call("GET", "/next")
    id = headers["lambda-runtime-aws-request-id"]
    wish = eval(event, {"true": True, "false": False, "null": None})
    wish = wish if isinstance(wish, dict) else {}
    if "say" in wish:
        os.write(1, f"{wish['say']}\n".encode())
    if "requestContext" in wish:
        os.write(1, b"letter " + event + b"\n")
    time.sleep(wish.get("sleep", 0))
    if "exit" in wish:
        os._exit(wish["exit"])
    if wish.get("fail"):
        call("POST", f"/{id}/error", b'{"errorMessage": "as asked", "errorType": "Asked"}')
    else:
        call("POST", f"/{id}/response", event)
"#;

/// A platform without doors.
pub(crate) struct Room {
    pub(crate) invoker: Invoker,
    pub(crate) registry: Arc<Registry>,
    pub(crate) telemetry: Telemetry,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    _dir: tempfile::TempDir,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::on(Faults::new(), Options::default())
    }

    /// Tries again after a moment instead of a minute.
    pub(crate) fn impatient() -> Self {
        Self::on(Faults::new(), impatient())
    }

    /// What comes up on this disk.
    pub(crate) fn on(faults: Faults, options: Options) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_memory_with(store::Options::default(), faults.clone()).unwrap();
        let blobs = blob::Blobs::open(dir.path().join("blobs")).unwrap();
        let shelf = Shelf::open(blobs, &dir.path().join("code")).unwrap();
        // What lies there need not be unpacked.
        let code = dir.path().join("code").join(package().to_string());
        fs::create_dir_all(&code).unwrap();
        fs::write(code.join("bootstrap"), BOOTSTRAP).unwrap();
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(code.join("bootstrap"), mode).unwrap();
        let registry = Arc::new(Registry::open(store.clone()).unwrap());
        let telemetry = Telemetry::open(store.clone(), telemetry::Options::default()).unwrap();
        let slots = sandbox::Options::new(dir.path().join("slots"));
        let launcher = Launcher {
            sandbox: Sandbox::new(slots).unwrap(),
            telemetry: telemetry.clone(),
            hosts: Hosts::install(&dir.path().join("hosts")).unwrap(),
            place: Place {
                region: "us-east-1".into(),
                account: "000000000000".into(),
                endpoint: "http://127.0.0.1:9".into(),
            },
            copying: Copying::new(false),
            components: Components::new(dir.path().join("wasm"), 10, None),
        };
        let keys = Arc::new(Keyring::open(&dir.path().join("credentials.toml")).unwrap());
        let budget = web::Budget::open(web::Sizes::in_dir(dir.path().join("spool"))).unwrap();
        let parts = Parts {
            budget,
            store: store.clone(),
            registry: registry.clone(),
            launcher,
            shelf,
            keys,
            telemetry: telemetry.clone(),
        };
        let invoker = Invoker::new(parts, options);
        Self { invoker, registry, telemetry, store, faults, _dir: dir }
    }

    /// Deploys functions of one app, all of them the same program.
    pub(crate) async fn deploy(&self, functions: &[(&str, FunctionConfig)]) {
        let spec = |(name, config): &(&str, FunctionConfig)| Spec {
            name: FunctionName::parse(name).unwrap(),
            config: config.clone(),
            package: package(),
            package_bytes: 0,
            notes: Vec::new(),
        };
        let app = AppName::parse("app").unwrap();
        let specs = functions.iter().map(spec).collect();
        for changed in self.registry.deploy(&app, specs, 0).await.unwrap() {
            self.invoker.refresh(&changed.function().name);
        }
    }

    pub(crate) fn function(&self, name: &str) -> Arc<Function> {
        self.registry.get(name).unwrap()
    }

    pub(crate) fn invocation(&self, name: &str, event: &str, trigger: Trigger) -> Invocation {
        let input = Input::Event(event.to_owned().into());
        Invocation::new(self.function(name), input, trigger, None)
    }

    /// A call that is waited for: what it answered, or why not.
    pub(crate) async fn call(&self, name: &str, event: &str) -> String {
        told(self.invoker.invoke(self.invocation(name, event, Trigger::Sync)).await)
    }

    pub(crate) async fn keep(&self, name: &str, event: &str) -> Result<Arc<str>, Refused> {
        self.invoker.enqueue(self.invocation(name, event, Trigger::Async)).await
    }

    /// Waits until all kept calls of a function are done.
    pub(crate) async fn done(&self, name: &str) {
        let name = FunctionName::parse(name).unwrap();
        until("all kept calls are done", || self.invoker.waiting(&name) == 0).await;
    }

    /// The ledger of a function, oldest first.
    pub(crate) async fn ledger(&self, name: &str) -> Vec<Record> {
        self.telemetry.flush().await.unwrap();
        let ledger = self.telemetry.ledger();
        let mut records = ledger.records(name, 0, u64::MAX, 10_000).await.unwrap();
        records.sort_by_key(|record| record.start_us);
        records
    }

    /// `attempt outcome` for every line of the ledger.
    pub(crate) async fn outcomes(&self, name: &str) -> String {
        let text = |record: &Record| format!("{} {}", record.attempt, record.outcome.as_str());
        self.ledger(name).await.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    /// What a function printed that begins with these words.
    pub(crate) async fn printed(&self, name: &str, beginning: &str) -> Vec<String> {
        let page = self.telemetry.logs(Query::of(name)).await.unwrap();
        let texts = page.events.into_iter().map(|event| event.text);
        texts.filter_map(|text| Some(text.strip_prefix(beginning)?.to_owned())).collect()
    }

    /// Rows that kept calls have left in the store.
    pub(crate) fn rows(&self) -> usize {
        let range = Range::prefix(Key::in_space(Keyspace(2)));
        self.store.snapshot().unwrap().scan(range, 10_000).unwrap().len()
    }

    pub(crate) async fn end(&self) {
        self.invoker.stop(Duration::ZERO).await;
    }
}

fn package() -> blob::Hash {
    blob::Hash::of(b"a package")
}

pub(crate) fn impatient() -> Options {
    Options { retry_base_ms: 10, ..Options::default() }
}

pub(crate) fn config() -> FunctionConfig {
    FunctionConfig::new("provided".parse().unwrap(), "h")
}

pub(crate) fn told(result: Result<Answer, Refused>) -> String {
    match result {
        Ok(Answer { output: Ok(Output::Value(value)), .. }) => {
            String::from_utf8_lossy(&value).into_owned()
        }
        Ok(Answer { output: Ok(other), .. }) => format!("{other:?}"),
        Ok(Answer { output: Err(failure), .. }) => {
            format!("failed: {}", String::from_utf8_lossy(&failure.json("id")))
        }
        Err(refused) => format!("refused: {refused}"),
    }
}

pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
