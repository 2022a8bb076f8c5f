use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use blob::Blobs;
use control::Control;
use functions::Registry;
use http::Request;
use http_body_util::BodyExt;
use identity::{Credentials, Keyring, PayloadHash, Scope, sign};
use invoke::{Invoker, Parts};
use runtime::{Components, Copying, Hosts, Launcher, Place, full_body};
use serde_json::{Value, json};
use store::{Faults, Store};
use telemetry::Telemetry;

/// A platform with one package, whose program is none: functions can be deployed, not run.
pub(crate) struct Room {
    pub(crate) control: Control,
    pub(crate) faults: Faults,
    pub(crate) package: blob::Hash,
    _dir: tempfile::TempDir,
}

impl Room {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let faults = Faults::new();
        let store = Store::in_memory_with(store::Options::default(), faults.clone()).unwrap();
        let registry = Arc::new(Registry::open(store.clone()).unwrap());
        let telemetry = Telemetry::open(store.clone(), telemetry::Options::default()).unwrap();
        let mut slots = sandbox::Options::new(tag());
        slots.dir = dir.path().join("slots");
        let place = Place {
            region: "us-east-1".into(),
            account: "000000000000".into(),
            endpoint: "http://127.0.0.1:9".into(),
        };
        let components = Components::new(dir.path().join("wasm"), 10, None);
        let launcher = Launcher {
            sandbox: sandbox::Sandbox::new(slots).unwrap(),
            telemetry: telemetry.clone(),
            hosts: Hosts::install(&dir.path().join("hosts")).unwrap(),
            place,
            copying: Copying::new(false),
            components: components.clone(),
        };
        let keys = Arc::new(Keyring::open(&dir.path().join("credentials.toml")).unwrap());
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        let shelf = package::Shelf::open(blobs.clone(), &dir.path().join("code")).unwrap();
        let package = blobs.put("a package".into()).await.unwrap();
        // What lies there need not be unpacked.
        fs::create_dir_all(dir.path().join("code").join(package.to_string())).unwrap();
        let budget = web::Budget::open(web::Sizes::in_dir(dir.path().join("spool"))).unwrap();
        let parts = Parts {
            budget: budget.clone(),
            store,
            registry: registry.clone(),
            launcher,
            shelf: shelf.clone(),
            keys: keys.clone(),
            telemetry: telemetry.clone(),
        };
        let invoker = Invoker::new(parts, invoke::Options::default());
        let control = Control {
            keys,
            registry,
            invoker,
            telemetry,
            blobs,
            shelf,
            components,
            budget,
            region: "us-east-1".into(),
            endpoint: "http://127.0.0.1:4566".into(),
            data: dir.path().into(),
        };
        Self { control, faults, package, _dir: dir }
    }

    pub(crate) fn admin(&self) -> Credentials {
        self.control.keys.admin().clone()
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: impl ToString) -> Told {
        self.ask_as(&self.admin(), method, path, body).await
    }

    pub(crate) async fn ask_as(
        &self,
        keys: &Credentials,
        method: &str,
        path: &str,
        body: impl ToString,
    ) -> Told {
        self.ask_signed_for(api::SERVICE, keys, method, path, body).await
    }

    pub(crate) async fn ask_signed_for(
        &self,
        service: &str,
        keys: &Credentials,
        method: &str,
        path: &str,
        body: impl ToString,
    ) -> Told {
        let body = body.to_string();
        let uri = format!("{}{path}", api::ROOT);
        let request = Request::builder().method(method).uri(uri).header("Host", "127.0.0.1:4566");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let scope = Scope { region: "us-east-1", service };
        let hash = PayloadHash::of(body.as_bytes());
        sign(&mut parts, hash, keys, scope, SystemTime::now()).unwrap();
        self.send(Request::from_parts(parts, body)).await
    }

    pub(crate) async fn send(&self, request: Request<String>) -> Told {
        let response = self.control.serve(request.map(full_body)).await;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Told { status, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// The request that deploys these functions of an app, which do not load.
    pub(crate) fn request(&self, app: &str, names: &[&str]) -> Value {
        let config = functions::FunctionConfig::new("provided".parse().unwrap(), "h");
        let one = |name: &&str| json!({"name": name, "config": config, "package": self.package});
        let functions = names.iter().map(one).collect::<Vec<_>>();
        json!({"app": app, "functions": functions, "check": false})
    }

    pub(crate) fn names(&self) -> String {
        let names = self.control.registry.list();
        names.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Told {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// No two sandboxes share one.
fn tag() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("ctl-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}
