//! From a directory to running functions.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{DeployReply, DeployRequest, FunctionSpec, PACKAGE_BYTES_MAX};
use apps::{Builder, Built, Project};
use functions::{FunctionName, Runtime};

use super::progress::{Display, Event};
use super::unloadable::unloadable;
use crate::client::{Client, ClientError};
use crate::render::bytes;
use crate::{Failure, Screen};

/// Builds the project in `dir` and deploys it, showing on the screen how that goes. Whoever calls
/// shows the reply.
pub async fn deploy_dir(
    client: &Client,
    dir: &Path,
    check: bool,
    screen: &Screen,
) -> Result<DeployReply, Failure> {
    // Nobody should wait for a build to hear that there is nowhere to put it.
    client.functions().await?;
    let display = Arc::new(Display::new(screen));
    let outcome = build_and_send(client, dir, check, &display).await;
    display.end();
    outcome
}

async fn build_and_send(
    client: &Client,
    dir: &Path,
    check: bool,
    display: &Arc<Display>,
) -> Result<DeployReply, Failure> {
    let project = Project::open(dir).map_err(|error| not_built(&error))?;
    let builder = Builder::new(apps::Options::new(cache()?));
    let built = builder.build(&project, &find, display.as_ref()).await;
    let built = built.map_err(|error| not_built(&error))?;
    upload(client, &built, display).await?;
    let function = |built: apps::BuiltFunction| FunctionSpec {
        name: built.name,
        config: built.config,
        package: built.sha256,
    };
    let functions: Vec<_> = built.functions.into_iter().map(function).collect();
    if check {
        functions.iter().for_each(|function| display.show(&function.name, Event::Loading));
    }
    let request = DeployRequest { app: built.app, functions, check };
    match client.deploy(&request).await {
        Err(ClientError::Refused { failures, .. }) if !failures.is_empty() => {
            Err(unloadable(&failures, &project))
        }
        done => Ok(done?),
    }
}

fn find(wanted: Runtime) -> Result<apps::Interpreter, String> {
    let found = runtime::find(wanted).map_err(|error| error.to_string())?;
    let version = found.interpreter.version_text();
    Ok(apps::Interpreter { path: found.interpreter.path, version })
}

fn not_built(error: &apps::Error) -> Failure {
    Failure::new(
        error.to_string(),
        "mend that and deploy again; what is deployed already runs on as it was",
    )
}

/// Sends the packages that the platform does not have.
async fn upload(client: &Client, built: &Built, display: &Arc<Display>) -> Result<(), Failure> {
    let mut packages: BTreeMap<blob::Hash, (PathBuf, u64, Vec<FunctionName>)> = BTreeMap::new();
    for function in &built.functions {
        let package = packages
            .entry(function.sha256)
            .or_insert_with(|| (function.package.clone(), function.bytes, Vec::new()));
        package.2.push(function.name.clone());
    }
    for (hash, (file, total, users)) in packages {
        if total > PACKAGE_BYTES_MAX {
            let (name, limit) = (&users[0], bytes(PACKAGE_BYTES_MAX));
            return Err(Failure::new(
                format!("the package of {name} is {}, and {limit} is the most", bytes(total)),
                "leave out what it does not need with .mayflyignore",
            ));
        }
        let users: Arc<[FunctionName]> = users.into();
        if client.has_package(&hash).await? {
            users.iter().for_each(|name| display.show(name, Event::Present));
            continue;
        }
        let (watcher, names) = (display.clone(), users.clone());
        let sent = move |sent| {
            names.iter().for_each(|name| watcher.show(name, Event::Uploading { sent, total }));
        };
        sent(0);
        client.upload_package(&hash, &file, Arc::new(sent)).await?;
        users.iter().for_each(|name| display.show(name, Event::Uploaded { total }));
    }
    Ok(())
}

/// What builds leave for the next one.
fn cache() -> Result<PathBuf, Failure> {
    let set = |name| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")));
    cache.map(|cache| cache.join("mayfly")).ok_or_else(|| {
        Failure::new(
            "there is no place to keep builds: neither HOME nor XDG_CACHE_HOME is set",
            "set XDG_CACHE_HOME to a directory of yours",
        )
    })
}
