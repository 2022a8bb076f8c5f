//! The rooms put together.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
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
use runtime::{Components, Copying, Hosts, Launcher, Packs, Place};
use sandbox::{Connection, Door, Sandbox};
use store::Store;
use telemetry::Telemetry;
use tokio::sync::mpsc;

use super::data::DataDir;
use super::{ForkStart, UpOptions};
use crate::account_cache;

const REGION: &str = "us-east-1";
/// Connections from sandboxes that wait to be served.
const DOOR_LINE: usize = 1_024;
/// A package that was uploaded and not deployed within this time is not wanted any more.
const UPLOAD_GRACE: Duration = Duration::from_secs(3_600);
const SWEEP_EVERY: Duration = Duration::from_secs(6 * 3_600);
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
        let keys = Keyring::open(&data.join("credentials.toml"))?;
        let keys = Arc::new(if options.open { keys.opened() } else { keys });
        let store = Store::open(&data.join("store.sqlite"), store::Options::default())?;
        let blobs = Blobs::open(data.join("blobs"))?;
        let shelf = Shelf::open(blobs.clone(), &data.join("code"))?;
        let registry = Arc::new(Registry::open(store.clone())?);
        let layers = Arc::new(Layers::open(store.clone())?);
        let telemetry = Telemetry::open(store.clone(), telemetry::Options::default())?;
        let (door, come_in) = door(address.port());
        let sandbox = Sandbox::new(sandbox::Options {
            dir: data.join("run/slots"),
            mode: options.sandbox.into(),
            door: Some(door),
            mb_per_cpu: options.mb_per_cpu,
            ..sandbox::Options::new(data.id())
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
        let components = Components::new(data.join("wasm"), options.concurrency, options.memory_mb);
        let packs = Packs::new(packs_dir(data, options));
        let launcher = Launcher {
            sandbox: sandbox.clone(),
            telemetry: telemetry.clone(),
            hosts: hosts.clone(),
            place,
            copying: copying.clone(),
            components: components.clone(),
            packs: packs.clone(),
        };
        let parts = Parts {
            store: store.clone(),
            registry: registry.clone(),
            launcher,
            shelf: shelf.clone(),
            keys: keys.clone(),
            telemetry: telemetry.clone(),
        };
        let settings = invoke::Options {
            account_concurrency: options.concurrency,
            memory_mb: options.memory_mb,
            retry_base_ms: options.retry_base_ms,
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
            packs: packs.clone(),
            region: REGION.into(),
            endpoint: endpoint.as_str().into(),
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
        };
        let asked = aws.lambda.clone();
        let may_call =
            MayCall::new(move |who, from, name, alias| asked.may_call_url(who, from, name, alias));
        let audit = control.telemetry.audit().clone();
        let gateway =
            Gateway::new(registry.clone(), invoker.clone(), keys.clone(), may_call, audit);
        // Asking the interpreters for their versions takes a moment that no call should wait for.
        let compiling = hosts.clone();
        tokio::task::spawn_blocking(move || {
            compiling.compile();
            copying.try_all(&compiling);
            packs.sweep();
        });
        tokio::spawn(sweep(registry.clone(), layers, blobs, shelf));
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
            registry,
            directory,
            sandbox,
            store,
        };
        Ok((platform, come_in))
    }

    /// Every function with its URL, if it has one.
    pub(super) fn urls(&self) -> Vec<(String, Option<String>)> {
        let url = |name: &str| format!("{}{}/{name}/", self.endpoint, api::URL_ROOT);
        let functions = self.registry.list();
        functions
            .iter()
            .map(|f| (f.name.to_string(), f.config.url.then(|| url(f.name.as_str()))))
            .collect()
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

/// One place for all platforms of an account, as packs are large and the same for all.
fn packs_dir(data: &DataDir, options: &UpOptions) -> PathBuf {
    let chosen = options.packs.clone().or_else(|| Some(account_cache()?.join("packs")));
    let dir = chosen.unwrap_or_else(|| data.join("packs"));
    // It is mounted by whoever is elsewhere.
    std::path::absolute(&dir).unwrap_or(dir)
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

/// Deletes packages that no function runs any more.
async fn sweep(registry: Arc<Registry>, layers: Arc<Layers>, blobs: Blobs, shelf: Shelf) {
    let kept = || {
        let mut packages = registry.packages();
        packages.extend(layers.packages());
        packages
    };
    let unpacked = {
        let keep = kept();
        let shelf = shelf.clone();
        tokio::task::spawn_blocking(move || shelf.sweep(|hash| keep.contains(hash))).await
    };
    if let Ok(Err(error)) = unpacked {
        tracing::warn!(%error, "old unpacked packages could not be removed");
    }
    loop {
        let keep = kept();
        if let Err(error) = blobs.collect(move |hash| keep.contains(hash), UPLOAD_GRACE).await {
            tracing::warn!(%error, "old packages could not be removed");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
