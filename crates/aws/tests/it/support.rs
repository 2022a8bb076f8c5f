use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use aws::{Access, Aws, Iam, Lambda, Logs, Packages, Sts};
use blob::Blobs;
use functions::{AppName, FunctionConfig, FunctionName, Layers, Registry, Spec};
use http::{Request, Response};
use http_body_util::BodyExt;
use identity::directory::{Directory, Holder, NewUser};
use identity::{Credentials, Keyring, PayloadHash, Scope, Session, sign};
use invoke::{Invoker, Parts};
use runtime::{Body, Components, Copying, Hosts, Launcher, Packs, Place, full_body};
use serde_json::{Value, json};
use store::Store;
use telemetry::{AuditQuery, Refusal, Telemetry};

/// A platform whose functions cannot run: there are no packages. What its door refuses by itself is
/// answered all the same.
pub(crate) struct Room {
    aws: Aws,
    directory: Arc<Directory>,
    dir: tempfile::TempDir,
}

impl Room {
    /// With a function `f`, and a function `caller` that uses nothing.
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::in_memory(store::Options::default()).unwrap();
        let registry = Arc::new(Registry::open(store.clone()).unwrap());
        let layers = Arc::new(Layers::open(store.clone()).unwrap());
        let specs = ["f", "caller"].map(|name| spec(name, config(&[])));
        registry.deploy(&app("one"), specs.into(), 0).await.unwrap();
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
        let keys = Arc::new(Keyring::open(&dir.path().join("credentials.toml")).unwrap());
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        let shelf = package::Shelf::open(blobs.clone(), &dir.path().join("code")).unwrap();
        let budget = web::Budget::open(web::Sizes::in_dir(dir.path().join("spool"))).unwrap();
        let parts = Parts {
            budget: budget.clone(),
            store: store.clone(),
            registry: registry.clone(),
            launcher,
            shelf: shelf.clone(),
            keys: keys.clone(),
            telemetry: telemetry.clone(),
        };
        let invoker = Invoker::new(parts, invoke::Options::default());
        let directory = Arc::new(Directory::open(store.clone(), registry.clone(), &keys).unwrap());
        keys.connect(directory.clone());
        let access = Access::new(directory.clone(), telemetry.audit().clone());
        let logs = Logs::new(access.clone(), telemetry.clone(), "us-east-1");
        let endpoint = "http://127.0.0.1:4566";
        let packages = Packages::new(keys.clone(), access.clone(), blobs.clone(), endpoint);
        let lambda = Lambda {
            access: access.clone(),
            keys: keys.clone(),
            registry,
            layers,
            invoker,
            telemetry,
            blobs,
            shelf,
            packages,
            region: "us-east-1".into(),
            endpoint: endpoint.into(),
            concurrency: 1_000,
        };
        let aws = Aws {
            lambda,
            iam: Iam { access: access.clone() },
            sts: Sts { keys: keys.clone(), access: access.clone() },
            logs,
            access,
            keys,
            budget,
        };
        Self { aws, directory, dir }
    }

    /// Everybody who was refused, in order.
    pub(crate) async fn refusals(&self) -> Vec<Refusal> {
        let all = AuditQuery { since_us: 0, limit: usize::MAX };
        let kept = self.aws.lambda.telemetry.audit().refusals(all).await.unwrap();
        kept.into_iter().map(|kept| kept.refusal).collect()
    }

    pub(crate) fn admin(&self) -> Credentials {
        self.aws.keys.admin().clone()
    }

    /// Where packages lie.
    pub(crate) fn blobs(&self) -> &Blobs {
        &self.aws.lambda.blobs
    }

    /// An address that opens until then.
    pub(crate) fn passed(&self, path: &str, until_s: u64) -> String {
        format!("{path}?{}", self.aws.keys.passes().query(path, until_s))
    }

    /// What anybody without keys is answered.
    pub(crate) async fn fetch(&self, request: http::request::Builder) -> Response<Body> {
        let request = request.body(full_body("")).unwrap();
        let (parts, body) = request.into_parts();
        assert!(Aws::takes(&parts), "{parts:?}");
        self.aws.serve(Request::from_parts(parts, body)).await
    }

    /// The keys of an instance of the function `caller`.
    pub(crate) fn session(&self) -> Session {
        let caller = self.aws.lambda.registry.get("caller").unwrap();
        self.aws.keys.session_of_function(&caller).unwrap()
    }

    /// Deploys it again with other uses.
    pub(crate) async fn grant(&self, uses: &[&str]) {
        let specs = vec![spec("f", config(&[])), spec("caller", config(uses))];
        self.aws.lambda.registry.deploy(&app("one"), specs, 0).await.unwrap();
    }

    pub(crate) fn strangers(&self) -> Credentials {
        Keyring::open(&self.dir.path().join("others.toml")).unwrap().admin().clone()
    }

    /// The keys of a user who has no policies.
    pub(crate) async fn user(&self, name: &str) -> Credentials {
        let new = NewUser { name: name.to_owned(), ..NewUser::default() };
        self.directory.create_user(new, 0).await.unwrap();
        let key = self.directory.create_access_key(name, 0).await.unwrap();
        Credentials { access_key: key.id, secret_key: key.secret, session_token: None }
    }

    /// One more policy of a user.
    pub(crate) async fn allow(&self, user: &str, actions: &[&str], resource: &str) {
        self.say("Allow", user, actions, &[resource], json!({})).await;
    }

    pub(crate) async fn deny(&self, user: &str, actions: &[&str], resources: &[&str]) {
        self.say("Deny", user, actions, resources, json!({})).await;
    }

    pub(crate) async fn deny_if(&self, user: &str, actions: &[&str], condition: Value) {
        self.say("Deny", user, actions, &["*"], condition).await;
    }

    async fn say(
        &self,
        effect: &str,
        user: &str,
        actions: &[&str],
        resources: &[&str],
        condition: Value,
    ) {
        let statement = json!({
            "Effect": effect, "Action": actions, "Resource": resources, "Condition": condition,
        });
        let policy = json!({ "Version": "2012-10-17", "Statement": statement });
        let holder = Holder::User(user);
        let name = format!("p{}", self.directory.holdings(holder).unwrap().inline.len());
        self.directory.put_inline_policy(holder, &name, &policy.to_string()).await.unwrap();
    }

    /// One more function, of this app.
    pub(crate) async fn deploy(&self, of: &str, name: &str) {
        let known = self.aws.lambda.registry.list();
        let app = app(of);
        let mut specs = vec![spec(name, config(&[]))];
        let others = known.iter().filter(|function| function.app.as_ref() == Some(&app));
        specs.extend(others.map(|function| spec(function.name.as_str(), function.config.clone())));
        self.aws.lambda.registry.deploy(&app, specs, 0).await.unwrap();
    }

    /// What is answered to a request signed for Lambda.
    pub(crate) async fn ask(
        &self,
        keys: &Credentials,
        request: http::request::Builder,
        body: &str,
    ) -> Told {
        self.ask_of("lambda", keys, request, body).await
    }

    pub(crate) async fn ask_of(
        &self,
        service: &str,
        keys: &Credentials,
        request: http::request::Builder,
        body: &str,
    ) -> Told {
        let request = request.header("Host", "127.0.0.1:4566").body(()).unwrap();
        let (mut parts, ()) = request.into_parts();
        let scope = Scope { region: "us-east-1", service };
        let hash = PayloadHash::of(body.as_bytes());
        sign(&mut parts, hash, keys, scope, SystemTime::now()).unwrap();
        self.send(parts, body).await
    }

    /// What is answered to a request as it is.
    pub(crate) async fn send(&self, parts: http::request::Parts, body: &str) -> Told {
        assert!(Aws::takes(&parts), "{parts:?}");
        let response = self.aws.serve(Request::from_parts(parts, full_body(body.to_owned()))).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let text = |name: &str| parts.headers.get(name).map(|v| v.to_str().unwrap().to_owned());
        let id = text("x-amzn-requestid").or_else(|| text("x-amz-request-id"));
        assert!(id.is_some_and(|id| id.len() == 36));
        let body = String::from_utf8(body.to_vec()).unwrap();
        let code = text("x-amzn-errortype").or_else(|| element(&body, "Code"));
        let code = code.or_else(|| typed(&body));
        Told { status: parts.status.as_u16(), code, body }
    }
}

fn config(uses: &[&str]) -> FunctionConfig {
    let mut config = FunctionConfig::new("provided".parse().unwrap(), "h");
    config.retries = 0;
    config.uses = uses.iter().map(|one| one.parse().unwrap()).collect();
    config
}

fn spec(name: &str, config: FunctionConfig) -> Spec {
    let (name, package) = (FunctionName::parse(name).unwrap(), blob::Hash::of(b""));
    Spec { name, config, package, package_bytes: 0, notes: Vec::new() }
}

/// The text of an element that must be there.
pub(crate) fn text_of(body: &str, name: &str) -> String {
    element(body, name).expect(name)
}

/// The first element of that name in XML.
fn element(body: &str, name: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    Some(rest.split_once('<')?.0.to_owned())
}

/// The type that an error says it has in JSON.
fn typed(body: &str) -> Option<String> {
    let error: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(error.get("__type")?.as_str()?.to_owned())
}

fn app(name: &str) -> AppName {
    AppName::parse(name).unwrap()
}

#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) body: String,
}

/// No two sandboxes share one.
fn tag() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("aws-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}
