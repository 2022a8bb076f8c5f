//! `package.json`, installed by npm: exactly what the lock file says when there is one.
//!
//! The project's own `node_modules` is not used then: it may be for another machine, or hold
//! what only development needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use packs::tool::{self, Failed};
use serde::Deserialize;
use serde_json::Value;

use super::{Interpreter, copy, dependencies, key, platform, read};
use crate::Error;
use crate::files::{Ignore, Tree, walk};
use package::Limits;

pub(super) const LIST: &str = "package.json";
const LOCKS: &[&str] = &["npm-shrinkwrap.json", "package-lock.json"];
const SETTINGS: &str = ".npmrc";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
    #[serde(default)]
    optional_dependencies: BTreeMap<String, String>,
    #[serde(default)]
    scripts: BTreeMap<String, Value>,
    workspaces: Option<Value>,
}

#[derive(Debug)]
pub(super) struct Job {
    /// `package.json`, the lock and npm's settings, by name; what is there of them.
    files: Vec<(&'static str, String)>,
    locked: bool,
    /// The project's files, when packages are among them or its install scripts want them.
    own: Option<Tree>,
    limits: Limits,
}

impl Job {
    pub(super) fn of(code: &Path, limits: Limits) -> Result<Option<Self>, Error> {
        let Some(text) = read(code, LIST)? else { return Ok(None) };
        let package: Package = serde_json::from_str(&text)
            .map_err(|e| dependencies(code, LIST, format!("{e}; correct the file")))?;
        let all = package.dependencies.iter().chain(&package.optional_dependencies);
        let all: Vec<_> = all.collect();
        if all.is_empty() && package.workspaces.is_none() {
            return Ok(None);
        }
        if let Some((name, wanted)) = all.iter().find(|(_, wanted)| outside(wanted)) {
            let problem = format!(
                "\"{name}\": \"{wanted}\" is outside of the project; copy or move the package \
                 below it, or depend on a published version"
            );
            return Err(dependencies(code, LIST, problem));
        }
        let scripts = ["preinstall", "install", "postinstall"];
        let needs_own = package.workspaces.is_some()
            || all.iter().any(|(_, wanted)| local(wanted))
            || scripts.iter().any(|script| package.scripts.contains_key(*script));
        let ignore = Ignore::always().and("node_modules/");
        let own = needs_own.then(|| walk(code, &ignore, true, limits)).transpose()?;

        let mut files = vec![(LIST, without_scripts(&text, needs_own))];
        for name in LOCKS.iter().copied().chain([SETTINGS]) {
            files.extend(read(code, name)?.map(|text| (name, text)));
        }
        let locked = files.iter().any(|(name, _)| LOCKS.contains(name));
        Ok(Some(Self { files, locked, own, limits }))
    }

    pub(super) fn key(&self, interpreter: &Interpreter) -> String {
        let (platform, own) = (platform(), self.own.as_ref().map(Tree::digest));
        let own = own.unwrap_or_default();
        let mut parts = vec![&b"npm 1"[..], interpreter.version.as_bytes(), platform.as_bytes()];
        parts.push(&own);
        parts.extend(self.files.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]));
        key(&parts)
    }

    /// Installs below `temp` and returns the folder that has `node_modules`.
    pub(super) async fn install(
        &self,
        interpreter: &Interpreter,
        temp: &Path,
        time_max: Duration,
    ) -> Result<PathBuf, Error> {
        let (work, out) = (temp.join("work"), temp.join("out"));
        for folder in [&work, &out, &out.join("node_modules")] {
            fs::create_dir(folder).map_err(Error::io("create the folder", folder))?;
        }
        if let Some(own) = &self.own {
            copy(own, &work)?;
        }
        for (name, text) in &self.files {
            let path = work.join(name);
            fs::write(&path, text).map_err(Error::io("write", &path))?;
        }
        let verb = if self.locked { "ci" } else { "install" };
        let (mut command, npm) = tool::npm(&interpreter.path);
        command.args([verb, "--omit=dev"]).current_dir(&work);
        let shown = format!("{npm} {verb} --omit=dev");
        if let Err(mut failed) = tool::run(command, shown, time_max).await {
            failed.remedy = remedy(&failed, self.locked);
            return Err(failed.into());
        }
        let modules = work.join("node_modules");
        if modules.is_dir() {
            self.copy_linked(&work, &modules)?;
            let (from, to) = (&modules, out.join("node_modules"));
            fs::rename(from, &to).map_err(Error::io("move", from))?;
        }
        Ok(out)
    }

    /// npm only links to packages that are files of the project. The package gets copies, which
    /// do not depend on what the project leaves out.
    fn copy_linked(&self, work: &Path, modules: &Path) -> Result<(), Error> {
        let mut folders = vec![modules.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).map_err(Error::io("read the folder", &folder))?;
            for path in entries.flatten().map(|entry| entry.path()) {
                let scope = path.file_name().is_some_and(|name| name.as_encoded_bytes()[0] == b'@');
                if scope && path.is_dir() && !path.is_symlink() {
                    folders.push(path);
                    continue;
                }
                if !path.is_symlink() {
                    continue;
                }
                let real = |path: &Path| fs::canonicalize(path).map_err(Error::io("follow", path));
                let (target, work) = (real(&path)?, real(work)?);
                if !target.starts_with(&work) || target == work || !target.is_dir() {
                    continue;
                }
                fs::remove_file(&path).map_err(Error::io("remove", &path))?;
                copy(&walk(&target, &Ignore::always(), false, self.limits)?, &path)?;
            }
        }
        Ok(())
    }
}

fn outside(wanted: &str) -> bool {
    let path = wanted.trim_start_matches("file:").trim_start_matches("link:");
    let is_path = local(wanted) || path.starts_with(['/', '~']);
    is_path && (path.starts_with(['/', '~']) || path.split('/').any(|part| part == ".."))
}

fn local(wanted: &str) -> bool {
    ["file:", "link:", "workspace:", "./", "../"].iter().any(|start| wanted.starts_with(start))
}

/// The project's own scripts are for its development (`prepare` and the like) and would fail
/// without its files. The scripts of its dependencies run.
fn without_scripts(text: &str, keep_install: bool) -> String {
    let Ok(mut package) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    if let Some(scripts) = package.get_mut("scripts").and_then(Value::as_object_mut) {
        let kept = ["preinstall", "install", "postinstall"];
        scripts.retain(|name, _| keep_install && kept.contains(&name.as_str()));
    }
    package.to_string()
}

fn remedy(failed: &Failed, locked: bool) -> String {
    let said = |words: &str| failed.output.iter().any(|line| line.contains(words));
    if failed.reason.contains("could not be started") {
        "install npm: `apt-get install npm`, or `nvm install 22`, which brings it".to_owned()
    } else if locked && (said("EUSAGE") || said("in sync")) {
        "bring package-lock.json up to date: run `npm install` in the project".to_owned()
    } else if said("E404") || said("ETARGET") {
        format!("correct the name or version in {LIST}")
    } else if said("ENOTFOUND") || said("EAI_AGAIN") || said("ECONNREFUSED") {
        "npm could not reach its registry: check the network, then deploy again".to_owned()
    } else {
        format!("correct {LIST} as npm says, then deploy again")
    }
}
