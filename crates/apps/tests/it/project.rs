//! A project directory for a test, built into a package and looked into.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use apps::{Builder, Built, Error, Interpreter, Options, Progress, Project, Step};
use functions::{FunctionName, Runtime};
use tempfile::TempDir;

pub(crate) struct Dir(pub(crate) TempDir);

impl Dir {
    /// Files by path; a path that ends with `!` is executable.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let dir = Self(tempfile::tempdir().unwrap());
        for (path, content) in files {
            dir.write(path, content);
        }
        dir
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.0.path().join("demo")
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let (path, executable) = path.strip_suffix('!').map_or((path, false), |path| (path, true));
        let full = self.root().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(&full, content).unwrap();
        let mode = if executable { 0o700 } else { 0o600 };
        fs::set_permissions(&full, fs::Permissions::from_mode(mode)).unwrap();
    }

    pub(crate) fn link(&self, path: &str, target: &str) {
        let full = self.root().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, full).unwrap();
    }

    /// A text with this test's own directory replaced, so that it can be written down.
    pub(crate) fn hide(&self, text: &str) -> String {
        text.replace(self.0.path().to_str().unwrap(), "…")
    }
}

/// What a build told about itself, function by function.
#[derive(Default)]
pub(crate) struct Steps(Mutex<Vec<(String, Step)>>);

impl Steps {
    pub(crate) fn of(&self, function: &str) -> Vec<Step> {
        let steps = self.0.lock().unwrap();
        steps.iter().filter(|(name, _)| name == function).map(|(_, step)| *step).collect()
    }
}

impl Progress for Steps {
    fn step(&self, function: &FunctionName, what: Step) {
        self.0.lock().unwrap().push((function.to_string(), what));
    }
}

pub(crate) struct Cache(pub(crate) TempDir);

impl Cache {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) async fn build(&self, dir: &Dir) -> Result<(Built, Steps), Error> {
        self.build_within(dir, Options::new(self.0.path())).await
    }

    pub(crate) async fn build_within(
        &self,
        dir: &Dir,
        options: Options,
    ) -> Result<(Built, Steps), Error> {
        let project = Project::open(&dir.root())?;
        let steps = Steps::default();
        let built = Builder::new(options).build(&project, &machine, &steps).await?;
        Ok((built, steps))
    }
}

/// The machine's first interpreters.
pub(crate) fn machine(runtime: Runtime) -> Result<Interpreter, String> {
    let name = match runtime {
        Runtime::Python { .. } => "python3",
        _ => "node",
    };
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).map(|dir| dir.join(name)).find(|path| path.is_file());
    let path = found.ok_or_else(|| format!("no {name} here; install it"))?;
    Ok(Interpreter { path, version: "1.2.3".into() })
}

/// The files of a package: `rwx`-mode letter and content by path.
pub(crate) fn contents(zip: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(zip).unwrap()).unwrap();
    let mut contents = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mode = entry.unix_mode().unwrap();
        let mut text = Vec::new();
        entry.read_to_end(&mut text).unwrap();
        let name = entry.name().unwrap().into_owned();
        contents.insert(name, format!("{mode:o} {}", String::from_utf8_lossy(&text)));
    }
    contents
}

pub(crate) fn names(zip: &Path) -> Vec<String> {
    contents(zip).into_keys().collect()
}
