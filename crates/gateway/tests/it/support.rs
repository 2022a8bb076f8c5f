use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use functions::{AppName, DeclaredUrl, FunctionConfig, FunctionName, Registry, Spec};
use gateway::{Gateway, MayCall, Origin, target};
use http::{Request, Response};
use http_body_util::BodyExt;
use invoke::{Invoker, Parts};
use runtime::{Body, Components, Copying, Hosts, Launcher, Packs, Place};
use store::Store;
use telemetry::Telemetry;

/// A platform whose functions cannot run: there are no packages. What its door refuses by itself is
/// answered all the same.
pub(crate) struct Room {
    gateway: Gateway,
    _dir: tempfile::TempDir,
}

impl Room {
    pub(crate) async fn new(functions: &[(&str, bool)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_memory(store::Options::default()).unwrap();
        let registry = Arc::new(Registry::open(store.clone()).unwrap());
        let spec = |(name, url): &(&str, bool)| {
            let mut config = FunctionConfig::new("provided".parse().unwrap(), "h");
            config.url = url.then(DeclaredUrl::open);
            let (name, package) = (FunctionName::parse(name).unwrap(), blob::Hash::of(b""));
            Spec { name, config, package, package_bytes: 0, notes: Vec::new() }
        };
        let app = AppName::parse("app").unwrap();
        registry.deploy(&app, functions.iter().map(spec).collect(), 0).await.unwrap();
        let telemetry = Telemetry::open(store.clone(), telemetry::Options::default()).unwrap();
        let mut slots = sandbox::Options::new(tag());
        slots.dir = dir.path().join("slots");
        let place = Place {
            region: "us-east-1".into(),
            account: "000000000000".into(),
            endpoint: "http://127.0.0.1:9".into(),
        };
        let launcher = Launcher {
            sandbox: sandbox::Sandbox::new(slots).unwrap(),
            telemetry: telemetry.clone(),
            hosts: Hosts::install(&dir.path().join("hosts")).unwrap(),
            place,
            packs: Packs::new(dir.path().join("packs")),
            copying: Copying::new(false),
            components: Components::new(dir.path().join("wasm"), 10, None),
        };
        let keys = identity::Keyring::open(&dir.path().join("credentials.toml")).unwrap();
        let blobs = blob::Blobs::open(dir.path().join("blobs")).unwrap();
        let shelf = package::Shelf::open(blobs, &dir.path().join("code")).unwrap();
        let (keys, registry_too) = (Arc::new(keys), registry.clone());
        let keys_too = keys.clone();
        let audit = telemetry.audit().clone();
        let budget = web::Budget::open(web::Sizes::in_dir(dir.path().join("spool"))).unwrap();
        let budget_too = budget.clone();
        let parts =
            Parts { store, registry: registry_too, launcher, shelf, keys, telemetry, budget };
        let invoker = Invoker::new(parts, invoke::Options::default());
        let nobody = MayCall::new(|_, _, _, _| false);
        let gateway = Gateway::new(registry, invoker, keys_too, nobody, audit, budget_too);
        Self { gateway, _dir: dir }
    }

    /// Status and body.
    pub(crate) async fn ask(&self, request: Request<Body>) -> (u16, String) {
        let (parts, body) = request.into_parts();
        let to = target(&parts).expect("a function's address");
        let origin = Origin { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 4566 };
        let response = self.gateway.serve(to, origin, Request::from_parts(parts, body)).await;
        read(response).await
    }
}

async fn read(response: Response<Body>) -> (u16, String) {
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// No two sandboxes share one.
fn tag() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("gate-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}
