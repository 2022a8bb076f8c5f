//! Servers of others, each with the same handler: it answers with what it was sent.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::install::{node_modules, python, version_in, version_of, wasmtime};
use crate::bench::http::Request;
use crate::bench::lab::{Lab, copy_into, source};
use crate::bench::server::{Server, free_address};
use crate::steps::{cargo, run};

pub(crate) struct Other {
    /// With its version.
    pub(crate) name: String,
    pub(crate) server: Server,
}

fn start(
    lab: &Lab,
    name: String,
    command: impl FnOnce(SocketAddr) -> Command,
) -> anyhow::Result<Other> {
    start_probed(lab, name, &Request::post("/", "{}"), command)
}

pub(super) fn start_probed(
    lab: &Lab,
    name: String,
    probe: &Request,
    command: impl FnOnce(SocketAddr) -> Command,
) -> anyhow::Result<Other> {
    let address = free_address()?;
    let log = lab.log(&name.replace([' ', '@', '/'], "-"));
    let server = Server::start(&mut command(address), address, probe, &log)?;
    Ok(Other { name, server })
}

pub(crate) fn node_http(lab: &Lab) -> anyhow::Result<Other> {
    let version = version_of(&mut Command::new("node"))?;
    start(lab, format!("node:http {version}"), |address| {
        let mut command = Command::new("node");
        command.arg(source("peers/node-http.js")).arg(address.port().to_string());
        command
    })
}

/// With neither of the two native libraries that `uvicorn[standard]` brings.
pub(crate) fn uvicorn(lab: &Lab) -> anyhow::Result<Other> {
    uvicorn_with(lab, "uvicorn", &["--loop", "asyncio", "--http", "h11"])
}

pub(crate) fn uvicorn_standard(lab: &Lab) -> anyhow::Result<Other> {
    uvicorn_with(lab, "uvicorn[standard]", &[])
}

fn uvicorn_with(lab: &Lab, name: &str, flags: &[&str]) -> anyhow::Result<Other> {
    let uvicorn = python(lab)?.with_file_name("uvicorn");
    let version = version_of(&mut Command::new(&uvicorn))?;
    let version = version.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    start(lab, format!("{name} {}", version.unwrap_or_default()), |address| {
        let mut command = Command::new(&uvicorn);
        command.args(["uvicorn_echo:app", "--no-access-log", "--log-level", "warning"]);
        command.arg("--app-dir").arg(source("peers"));
        command.args(["--port", &address.port().to_string()]).args(flags);
        command
    })
}

pub(crate) fn functions_framework(lab: &Lab) -> anyhow::Result<Other> {
    let modules = node_modules(lab, "peers")?;
    let version = version_in(&modules, "@google-cloud/functions-framework")?;
    start(lab, format!("functions-framework {version}"), |address| {
        let mut command = Command::new(modules.join(".bin/functions-framework"));
        command.args(["--target=echo", "--port", &address.port().to_string(), "--source"]);
        command.arg(source("peers/functions-framework")).env("HOST", "127.0.0.1");
        command
    })
}

pub(crate) fn workerd(lab: &Lab) -> anyhow::Result<Other> {
    let workerd = workerd_binary(&node_modules(lab, "peers")?)?;
    let version = version_of(&mut Command::new(&workerd))?;
    start(lab, version, |address| {
        let mut command = Command::new(&workerd);
        command.arg("serve").arg(source("peers/workerd/config.capnp"));
        command.arg(format!("--socket-addr=http={address}"));
        command
    })
}

/// Its package is a script; the program itself is in the one for this kind of machine.
fn workerd_binary(modules: &Path) -> anyhow::Result<PathBuf> {
    let scope = modules.join("@cloudflare").read_dir()?;
    let mut binaries = scope.filter_map(|entry| Some(entry.ok()?.path().join("bin/workerd")));
    binaries.find(|path| path.exists()).ok_or_else(|| anyhow::anyhow!("no binary for this machine"))
}

pub(crate) fn serverless_offline(lab: &Lab) -> anyhow::Result<Other> {
    let modules = node_modules(lab, "peers")?;
    let version = version_in(&modules, "serverless-offline")?;
    // It finds its plugins in the project alone.
    let project = lab.fresh("projects", "serverless-offline")?;
    copy_into(&source("peers/serverless-offline"), &project)?;
    std::fs::copy(source("functions/node/echo.js"), project.join("echo.js"))?;
    std::os::unix::fs::symlink(&modules, project.join("node_modules"))?;
    let inner = free_address()?.port().to_string();
    start(lab, format!("serverless-offline {version}"), |address| {
        let mut command = Command::new(modules.join(".bin/serverless"));
        command.args(["offline", "--host", "127.0.0.1", "--lambdaPort", &inner, "--httpPort"]);
        command.arg(address.port().to_string()).current_dir(&project);
        command.env("SLS_TELEMETRY_DISABLED", "1").env("SLS_NOTIFICATIONS_MODE", "off");
        command
    })
}

/// A server of our own that does nothing, built from the versions its lock file names.
pub(crate) fn hyper(lab: &Lab) -> anyhow::Result<Other> {
    let folder = lab.folder.join("hyper");
    let mut build = cargo();
    build.args(["build", "--quiet", "--release", "--locked", "--target-dir"]).arg(&folder);
    run(build.current_dir(source("peers/hyper")))?;
    let program = folder.join("release/hyper-hello");
    start(lab, "hyper 1".into(), |address| {
        let mut command = Command::new(&program);
        command.arg(address.port().to_string());
        command
    })
}

pub(crate) fn wasmtime_serve(lab: &Lab, component: &Path) -> anyhow::Result<Other> {
    let wasmtime = wasmtime(lab)?;
    let version = version_of(&mut Command::new(&wasmtime))?;
    let version = version.replace("wasmtime", "wasmtime serve");
    let version = version.split(" (").next().unwrap_or_default();
    start(lab, version.to_owned(), |address| {
        let mut command = Command::new(&wasmtime);
        command.args(["serve", "--addr", &address.to_string()]).arg(component);
        command
    })
}
