//! A platform of its own for a measure, driven as people do: `mayfly up`, `mayfly deploy`, HTTP.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::Value;

use super::aws::Keys;
use super::http::{Answer, Connection, Load, Request};
use super::lab::{Lab, copy_into, source};
use super::processes::{descendants, processor_time};
use super::project::{Function, manifest};
use super::server::{Server, free_address};
use crate::steps::{output, run};

/// Code is loaded in the background, and a first start of a platform tries all interpreters before.
const LOADED_MAX: Duration = Duration::from_secs(60);
/// Longer than it takes until all of them have been called.
const LEAVING_MS: u32 = 2_000;
const SETTLED_FOR: Duration = Duration::from_millis(500);
const SETTLED_MAX: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// What must not get into a platform from the account that measures.
const PRIVATE: &[&str] = &["AWS_", "MAYFLY_", "XDG_"];

#[derive(Debug)]
pub(crate) struct Platform<'a> {
    lab: &'a Lab,
    name: String,
    flags: Vec<String>,
    pub(crate) server: Server,
}

impl<'a> Platform<'a> {
    pub(crate) fn start(lab: &'a Lab, name: &str, flags: &[&str]) -> anyhow::Result<Self> {
        lab.fresh("data", name)?;
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let server = up(lab, name, free_address()?, &flags)?;
        Ok(Self { lab, name: name.to_owned(), flags, server })
    }

    /// Stops it in good order and starts it with the data it has, where it was before.
    pub(crate) fn restart(&mut self) -> anyhow::Result<()> {
        self.server.stop();
        self.server = up(self.lab, &self.name, self.server.address, &self.flags)?;
        Ok(())
    }

    /// What the owner's requests are signed with.
    pub(crate) fn keys(&self) -> anyhow::Result<Keys> {
        let text = output(&mut self.mayfly(&["env", "--json"]))?;
        serde_json::from_str(&text).context("`mayfly env --json` does not print keys")
    }

    pub(crate) fn connect(&self) -> anyhow::Result<Connection> {
        Connection::open(self.server.address).context("the platform takes no connection")
    }

    /// Deploys functions from a folder of `bench/functions`.
    pub(crate) fn deploy(&self, folder: &str, functions: &[Function]) -> anyhow::Result<()> {
        let project = self.project(folder)?;
        copy_into(&source("functions").join(folder), &project)?;
        self.deploy_from(&project, folder, functions)
    }

    /// An empty folder for a project.
    pub(crate) fn project(&self, app: &str) -> anyhow::Result<PathBuf> {
        self.lab.fresh("projects", &format!("{}-{app}", self.name))
    }

    pub(crate) fn deploy_from(
        &self,
        project: &std::path::Path,
        app: &str,
        functions: &[Function],
    ) -> anyhow::Result<()> {
        std::fs::write(project.join("mayfly.toml"), manifest(app, functions))?;
        run(self.mayfly(&["deploy", "--quiet"]).arg(project))
    }

    /// Waits until instances of the function start as copies; else says why they will not.
    pub(crate) fn wait_loaded(&self, function: &Function) -> anyhow::Result<Option<String>> {
        let began = Instant::now();
        loop {
            match self.show(function)?["starts"].as_str() {
                Some(starts) if starts.starts_with("as copies") => return Ok(None),
                Some(starts) => return Ok(Some(starts.to_owned())),
                None if began.elapsed() > LOADED_MAX => return Ok(Some("not loaded".into())),
                None => sleep(LOOK_EVERY),
            }
        }
    }

    pub(crate) fn wait_idle(&self, function: &Function, count: u64) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            let idle = self.idle(function)?;
            if idle >= count {
                return Ok(());
            }
            if began.elapsed() > LOADED_MAX {
                bail!("only {idle} of {count} instances of {} came up", function.name);
            }
            sleep(LOOK_EVERY);
        }
    }

    pub(crate) fn idle(&self, function: &Function) -> anyhow::Result<u64> {
        Ok(self.show(function)?["instances"]["idle"].as_u64().unwrap_or(0))
    }

    /// The calls for which an instance was started, as the function's log has them.
    pub(crate) fn cold_calls(&self, function: &Function) -> anyhow::Result<HashSet<String>> {
        let text = output(&mut self.mayfly(&["logs", "--json", &function.name]))?;
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let cold = lines.filter(|line| {
            let text = line["text"].as_str().unwrap_or_default();
            text.starts_with("REPORT ") && text.contains("Init Duration")
        });
        Ok(cold.filter_map(|line| line["request"].as_str().map(str::to_owned)).collect())
    }

    /// Calls a function that waits for `hold_ms`, so many times at once.
    pub(crate) fn call_all(
        &self,
        function: &Function,
        count: usize,
        hold_ms: u32,
    ) -> anyhow::Result<Vec<Answer>> {
        self.at_once(count, &format!("{}?ms={hold_ms}", function.path()))
    }

    /// Has all idle instances of a function that waits leave.
    pub(crate) fn leave_all(&self, function: &Function, at_most: usize) -> anyhow::Result<()> {
        self.at_once(at_most, &format!("{}?ms={LEAVING_MS}&leave", function.path()))?;
        self.settle();
        Ok(())
    }

    /// Replaces the instances that are kept ready, some of which had to start before the code was
    /// loaded. They are called before, as one that leaves without having answered is in disgrace.
    pub(crate) fn renew_all(&self, function: &Function, count: u32) -> anyhow::Result<()> {
        self.wait_idle(function, count.into())?;
        self.call_all(function, count as usize, LEAVING_MS)?;
        self.leave_all(function, count as usize)?;
        self.wait_idle(function, count.into())
    }

    fn at_once(&self, count: usize, path: &str) -> anyhow::Result<Vec<Answer>> {
        Ok(Load::open(self.server.address, count, Request::get(path))?.burst()?)
    }

    /// Waits until the platform and all it started have next to nothing to do; false if they never
    /// do.
    pub(crate) fn settle(&self) -> bool {
        let busy = || {
            let all = descendants(self.server.pid());
            all.into_iter().chain([self.server.pid()]).map(processor_time).sum::<Duration>()
        };
        let began = Instant::now();
        let mut before = busy();
        while began.elapsed() < SETTLED_MAX {
            sleep(SETTLED_FOR);
            let now = busy();
            if now.saturating_sub(before) < SETTLED_FOR / 50 {
                return true;
            }
            before = now;
        }
        false
    }

    fn show(&self, function: &Function) -> anyhow::Result<Value> {
        let text = output(&mut self.mayfly(&["show", "--json", &function.name]))?;
        serde_json::from_str(&text).context("`mayfly show --json` does not print JSON")
    }

    fn mayfly(&self, words: &[&str]) -> Command {
        let mut command = program(self.lab, &self.server.address.to_string());
        command.args(words);
        command
    }
}

fn up(lab: &Lab, name: &str, address: SocketAddr, flags: &[String]) -> anyhow::Result<Server> {
    let data = lab.folder.join("data").join(name);
    let mut up = program(lab, &address.to_string());
    up.args(["up", "--quiet", "--listen", &address.to_string(), "--data"]).arg(data);
    let probe = Request::get("/_mayfly/v1/health");
    Server::start(up.args(flags), address, &probe, &lab.log(name))
}

fn program(lab: &Lab, address: &str) -> Command {
    let mut command = Command::new(&lab.mayfly);
    for (key, _) in std::env::vars_os() {
        if PRIVATE.iter().any(|start| key.to_string_lossy().starts_with(start)) {
            command.env_remove(key);
        }
    }
    command.env("XDG_CONFIG_HOME", lab.folder.join("config"));
    command.env("XDG_CACHE_HOME", lab.folder.join("cache"));
    command.env("MAYFLY_ENDPOINT", format!("http://{address}"));
    command
}
