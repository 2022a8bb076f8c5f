//! The rooms put together.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use aws::{Access, Aws, Iam, Lambda, Logs, Packages, Sts};
use blob::Blobs;
use control::Control;
use functions::{Layers, Registry};
use gateway::{Gateway, MayCall};
use identity::Keyring;
use identity::directory::Directory;
use invoke::{Invoker, Parts};
use package::Shelf;
use runtime::{Apart, Components, Copying, Hosts, Launcher, Place};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sandbox::{Connection, Door, Sandbox};
use store::Store;
use telemetry::Telemetry;
use tokio::sync::mpsc;
use web::{Budget, Sizes};

use super::data::DataDir;
use super::sweep;
use super::{ForkStart, UpOptions};

const REGION: &str = "us-east-1";
/// Connections from sandboxes that wait to be served.
const DOOR_LINE: usize = 1_024;
/// One function's packages, or one layer's, may take this part of what all may.
const ONE_SHARE: u64 = 4;
const MB: u64 = 1024 * 1024;
/// What is forgotten when the power fails: when keys were last used.
const SAVE_USES_EVERY: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Platform {
    pub(super) endpoint: String,
    pub(super) port: u16,
    pub(super) keys: Arc<Keyring>,
    pub(super) invoker: Invoker,
    pub(super) control: Control,
    pub(super) aws: Aws,
    pub(super) gateway: Gateway,
    pub(super) budget: Budget,
    /// How many files and sockets the platform may have open.
    pub(super) descriptors: usize,
    registry: Arc<Registry>,
    directory: Arc<Directory>,
    sandbox: Sandbox,
    store: Store,
}

impl Platform {
    /// The platform, and what comes through the functions' door to it.
    pub(super) fn open(
        data: &DataDir,
        address: SocketAddr,
        options: &UpOptions,
    ) -> Result<(Self, mpsc::Receiver<Connection>)> {
        let endpoint = endpoint(address);
        let descriptors = all_descriptors();
        sandbox::prefer_giving_memory_back();
        let budget = Budget::open(Sizes::in_dir(data.join("run/spool")))
            .context("cannot make room for bodies in the data directory")?;
        let keys = Keyring::open(&data.join("credentials.toml"))?;
        let keys = Arc::new(if options.open { keys.opened() } else { keys });
        let store = Store::open(&data.join("store.sqlite"), store::Options::default())?;
        let packages = options.packages_mb * MB;
        let blobs = Blobs::with_room(data.join("blobs"), packages)?;
        let shelf = Shelf::with_room(blobs.clone(), &data.join("code"), options.code_mb * MB)?;
        let registry = Registry::open(store.clone())?.with_code_limit(packages / ONE_SHARE);
        let registry = Arc::new(registry);
        let layers = Layers::open(store.clone())?.with_code_limit(packages / ONE_SHARE);
        let layers = Arc::new(layers);
        let settings = telemetry::Options {
            journal: Some(data.join("journal")),
            ..telemetry::Options::default()
        };
        let telemetry = Telemetry::open(store.clone(), settings)?;
        let (door, come_in) = door(address.port());
        let sandbox = Sandbox::new(sandbox::Options {
            mode: options.sandbox.into(),
            door: Some(door),
            mb_per_cpu: options.mb_per_cpu,
            ..sandbox::Options::new(data.join("run/slots"))
        })?;
        let hosts = Hosts::install(&data.join("run/hosts"))
            .context("cannot write the language hosts into the data directory")?;
        let place = Place {
            region: REGION.into(),
            account: keys.account().into(),
            endpoint: endpoint.clone(),
        };
        let copying = match options.fork_start {
            ForkStart::Auto => Copying::new(true),
            ForkStart::Stems => Copying::refused("the platform runs with --fork-start=stems"),
            ForkStart::Off => Copying::new(false),
        };
        let apart = Apart {
            time_max: Duration::from_secs(options.compile_seconds),
            memory_bytes_max: options.compile_memory_mb << 20,
        };
        let (instances, memory_mb) = (options.concurrency, options.memory_mb);
        let components = Components::apart(data.join("wasm"), instances, memory_mb, apart);
        let launcher = Launcher {
            sandbox: sandbox.clone(),
            telemetry: telemetry.clone(),
            hosts: hosts.clone(),
            place,
            copying: copying.clone(),
            components: components.clone(),
        };
        let parts = Parts {
            store: store.clone(),
            registry: registry.clone(),
            launcher,
            shelf: shelf.clone(),
            keys: keys.clone(),
            telemetry: telemetry.clone(),
            budget: budget.clone(),
        };
        let settings = invoke::Options {
            account_concurrency: options.concurrency,
            memory_mb: options.memory_mb,
            retry_base_ms: options.retry_base_ms,
            queue_bytes_max: options.queue_mb * MB,
            ..invoke::Options::default()
        };
        let invoker = Invoker::new(parts, settings);
        let control = Control {
            keys: keys.clone(),
            registry: registry.clone(),
            invoker: invoker.clone(),
            telemetry: telemetry.clone(),
            blobs: blobs.clone(),
            shelf: shelf.clone(),
            components,
            budget: budget.clone(),
            region: REGION.into(),
            endpoint: endpoint.as_str().into(),
            data: data.path().into(),
        };
        let directory = Arc::new(Directory::open(store.clone(), registry.clone(), &keys)?);
        keys.connect(directory.clone());
        let access = Access::new(directory.clone(), telemetry.audit().clone());
        let logs = Logs::new(access.clone(), telemetry.clone(), REGION);
        let packages = Packages::new(keys.clone(), access.clone(), blobs.clone(), &endpoint);
        let lambda = Lambda {
            keys: keys.clone(),
            access: access.clone(),
            registry: registry.clone(),
            invoker: invoker.clone(),
            telemetry,
            layers: layers.clone(),
            blobs: blobs.clone(),
            shelf: shelf.clone(),
            packages,
            region: REGION.into(),
            endpoint: endpoint.as_str().into(),
            concurrency: options.concurrency,
        };
        let aws = Aws {
            keys: keys.clone(),
            lambda,
            iam: Iam { access: access.clone() },
            sts: Sts { keys: keys.clone(), access: access.clone() },
            logs,
            access,
            budget: budget.clone(),
        };
        let asked = aws.lambda.clone();
        let may_call =
            MayCall::new(move |who, from, name, alias| asked.may_call_url(who, from, name, alias));
        let audit = control.telemetry.audit().clone();
        let gateway = Gateway::new(
            registry.clone(),
            invoker.clone(),
            keys.clone(),
            may_call,
            audit,
            budget.clone(),
        );
        // Asking the interpreters for their versions takes a moment that no call should wait for.
        let compiling = hosts.clone();
        tokio::task::spawn_blocking(move || {
            compiling.compile();
            copying.try_all(&compiling);
        });
        let every = Duration::from_millis(options.sweep_ms);
        tokio::spawn(sweep::run(store.clone(), blobs, shelf, every));
        tokio::spawn(save_uses(directory.clone()));
        let port = address.port();
        let platform = Self {
            endpoint,
            port,
            keys,
            invoker,
            control,
            aws,
            gateway,
            budget,
            descriptors,
            registry,
            directory,
            sandbox,
            store,
        };
        Ok((platform, come_in))
    }

    /// Every function with its URL, if it has one.
    pub(super) fn urls(&self) -> Vec<(String, Option<String>)> {
        let functions = self.registry.all();
        let url = |entry: &functions::Entry| control::own_url(&self.endpoint, entry);
        functions.iter().map(|entry| (entry.latest.name.to_string(), url(entry))).collect()
    }

    /// How functions are kept apart from this machine and each other.
    pub(super) fn isolation(&self) -> sandbox::Report {
        self.sandbox.report()
    }

    pub(super) async fn close(&self) {
        if let Err(error) = self.control.telemetry.close().await {
            tracing::error!(%error, "the last log lines could not be kept");
        }
        if let Err(error) = self.directory.save_last_used().await {
            tracing::error!(%error, "the last uses of keys could not be kept");
        }
        self.sandbox.close().await;
        self.store.clone().close().await;
    }
}

async fn save_uses(directory: Arc<Directory>) {
    loop {
        tokio::time::sleep(SAVE_USES_EVERY).await;
        if let Err(error) = directory.save_last_used().await {
            tracing::warn!(%error, "the last uses of keys could not be saved");
        }
    }
}

/// A door for programs in sandboxes, which leads to the same desk as the port.
fn door(port: u16) -> (Door, mpsc::Receiver<Connection>) {
    let (sender, receiver) = mpsc::channel(DOOR_LINE);
    let open = move |connection| {
        // When the line is full, or nobody serves any more, the connection is closed.
        let _ = sender.try_send(connection);
    };
    (Door { port, open: Arc::new(open) }, receiver)
}

/// Where clients on this machine reach the address we listen on.
fn endpoint(address: SocketAddr) -> String {
    let ip = match address.ip() {
        any if any.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// Raises the limit of descriptors as far as it goes. Programs in sandboxes have one of their own.
fn all_descriptors() -> usize {
    const USUAL: u64 = 1_024;
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum.or(Some(u64::MAX)),
        Err(_) => limit.current,
    };
    usize::try_from(now.unwrap_or(USUAL)).unwrap_or(usize::MAX)
}
