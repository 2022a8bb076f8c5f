//! A project's functions made into packages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use blob::Hash;
use functions::{AppName, FunctionConfig, FunctionName, Runtime};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;
use zip::ZipArchive;

use crate::cache::Cache;
use crate::files::{Ignore, Kind, Tree, one, walk};
use crate::handler::Candidates;
use crate::imports;
use crate::install::{self, Interpreters, Plan};
use crate::make::make;
use crate::pack::pack;
use crate::project::{Function, Project};
use crate::{Error, Progress, Step, Tool};
use package::Limits;

#[derive(Debug, Clone)]
pub struct Options {
    /// Kept between builds: installed dependencies and finished packages. Bounded.
    pub cache: PathBuf,
    pub limits: Limits,
    /// Each run of an installer.
    pub install_time_max: Duration,
}

impl Options {
    pub fn new(cache: impl Into<PathBuf>) -> Self {
        let install_time_max = Duration::from_secs(10 * 60);
        Self { cache: cache.into(), limits: Limits::default(), install_time_max }
    }
}

#[derive(Debug, Clone)]
pub struct Builder {
    options: Options,
}

/// Everything a deploy sends.
#[derive(Debug, Clone)]
pub struct Built {
    pub app: AppName,
    pub functions: Vec<BuiltFunction>,
}

#[derive(Debug, Clone)]
pub struct BuiltFunction {
    pub name: FunctionName,
    pub config: FunctionConfig,
    /// The zip, in the builder's cache; functions with the same code share it.
    pub package: PathBuf,
    pub sha256: Hash,
    pub bytes: u64,
    /// What its code imports, a runtime pack has, and the package does not bring.
    pub missing: Vec<String>,
}

#[derive(Debug, Clone)]
struct Package {
    path: PathBuf,
    sha256: Hash,
    bytes: u64,
}

impl Builder {
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// Builds all functions, or none. Dropping the future stops a running installer.
    pub async fn build(
        &self,
        project: &Project,
        interpreters: &dyn Interpreters,
        progress: &dyn Progress,
    ) -> Result<Built, Error> {
        let cache = Cache::open(&self.options.cache)?;
        let mut sharing: BTreeMap<_, Vec<&Function>> = BTreeMap::new();
        for function in &project.functions {
            let runtime = function.config.runtime.to_string();
            let key = (&function.code, &function.build, runtime, component(function));
            sharing.entry(key).or_default().push(function);
        }
        let (mut functions, mut made) = (Vec::new(), BTreeSet::new());
        for ((code, build, _, component), group) in sharing {
            let tell = |step| group.iter().for_each(|f| progress.step(&f.name, step));
            let Some(runtime) = group.first().map(|f| f.config.runtime) else { continue };
            if let Some(build) = build.as_deref().filter(|build| made.insert((code, *build))) {
                tell(Step::Building);
                make(build, code, self.options.install_time_max).await?;
            }
            tell(Step::Staging);
            let plans = install::plans(code, runtime, interpreters, self.options.limits)?;
            let own = match component {
                Some(component) => self.component(code, component).await?,
                None => self.files(code, &plans).await?,
            };
            let package = self.package(code, &own, &plans, &cache, &tell).await?;
            let missing = {
                let (own, package) = (own.clone(), package.path.clone());
                blocking(move || Ok(imports::missing(&own, runtime, &package))).await?
            };
            for function in &group {
                check_handler(function, &own, &package.path)?;
                functions.push(BuiltFunction {
                    name: function.name.clone(),
                    config: function.config.clone(),
                    package: package.path.clone(),
                    sha256: package.sha256,
                    bytes: package.bytes,
                    missing: missing.clone(),
                });
            }
        }
        functions.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Built { app: project.app.clone(), functions })
    }

    /// A component is all there is of its function: nothing in it could read other files.
    async fn component(&self, code: &Path, component: &str) -> Result<Arc<Tree>, Error> {
        let path = code.join(component);
        if !path.is_file() {
            return Err(Error::NoComponent { path });
        }
        let (code, component, limits) =
            (code.to_owned(), component.to_owned(), self.options.limits);
        blocking(move || one(&code, &component, limits).map(Arc::new)).await
    }

    async fn files(&self, code: &Path, plans: &[Plan]) -> Result<Arc<Tree>, Error> {
        let (code, limits) = (code.to_owned(), self.options.limits);
        let replaced = plans.iter().any(|plan| plan.tool == Tool::Npm);
        blocking(move || {
            let ignore = Ignore::of(&code)?;
            let ignore = if replaced { ignore.and("/node_modules/") } else { ignore };
            walk(&code, &ignore, true, limits).map(Arc::new)
        })
        .await
    }

    async fn package(
        &self,
        code: &Path,
        own: &Arc<Tree>,
        plans: &[Plan],
        cache: &Cache,
        tell: &(dyn Fn(Step) + Sync),
    ) -> Result<Package, Error> {
        let key = key(own, plans);
        if let Some((path, sha256)) = key.as_deref().and_then(|key| cache.package(key)) {
            let bytes = fs::metadata(&path).map_err(Error::io("look at", &path))?.len();
            tell(Step::Unchanged { bytes });
            return Ok(Package { path, sha256, bytes });
        }

        let (mut folders, mut guards) = (Vec::new(), Vec::new());
        for plan in plans {
            let tool = plan.tool;
            if let Some(folder) = plan.cached(cache) {
                tell(Step::InstalledFromCache { tool });
                folders.push(folder);
            } else {
                tell(Step::Installing { tool });
                let time_max = self.options.install_time_max;
                let (folder, guard) = plan.install(code, cache, time_max).await?;
                folders.push(folder);
                guards.push(guard);
            }
        }

        let (own, limits) = (own.clone(), self.options.limits);
        let whole = blocking(move || {
            let mut whole = Tree::clone(&own);
            for folder in folders {
                whole.add_installed(install::installed(&folder, limits)?, limits)?;
            }
            whole.check().map(|()| whole)
        });
        let whole = whole.await?;
        tell(Step::Packing { files: whole.entries.len() });
        let temp = cache.temp()?;
        let zip = temp.path.join("package.zip");
        let packed = {
            let zip = zip.clone();
            blocking(move || pack(&whole, &zip)).await?
        };
        tell(Step::Packed { bytes: packed.bytes });
        // What has no key is made anew each time; its name must still be its own.
        let key = key.unwrap_or_else(|| "unkeyed".into());
        let path = cache.keep_package(&key, packed.sha256, &zip)?;
        Ok(Package { path, sha256: packed.sha256, bytes: packed.bytes })
    }
}

/// The file that a function is, if it is one.
fn component(function: &Function) -> Option<&str> {
    (function.config.runtime == Runtime::Wasm).then_some(function.config.handler.as_str())
}

/// Says what a package is made from, if that is known completely.
fn key(own: &Tree, plans: &[Plan]) -> Option<String> {
    let mut hash = Sha256::new();
    hash.update("package 1");
    hash.update(own.digest());
    for plan in plans {
        hash.update(plan.key.as_ref()?);
    }
    Some(hex::encode(hash.finalize()))
}

/// The file a handler names must be in the package: the project's own, or installed.
fn check_handler(function: &Function, own: &Tree, package: &Path) -> Result<(), Error> {
    let (runtime, handler) = (function.config.runtime, &function.config.handler);
    let Ok(Some(candidates)) = Candidates::of(runtime, handler) else { return Ok(()) };
    if candidates.found(|file| own.entries.contains_key(file)) {
        return Ok(());
    }
    let file = File::open(package).map_err(Error::io("open", package))?;
    let zip = ZipArchive::new(BufReader::new(file))
        .map_err(|e| Error::Pack { path: package.to_owned(), problem: e.to_string() })?;
    // A file of the package may also be reached through a link to its folder.
    if candidates.found(|file| zip.index_for_name(file).is_some() || through_link(own, file)) {
        return Ok(());
    }
    Err(Error::HandlerNotPacked {
        function: function.name.to_string(),
        handler: handler.clone(),
        wanted: candidates.described(),
    })
}

fn through_link(own: &Tree, file: &str) -> bool {
    let mut parents = file.match_indices('/').map(|(slash, _)| &file[..slash]);
    let link = |path| own.entries.get(path).is_some_and(|e| matches!(e.kind, Kind::Link { .. }));
    parents.any(link)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.map_err(|e| Error::Aborted(e.to_string()))?
}
