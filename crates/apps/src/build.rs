//! A project's functions made into packages.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use functions::{AppName, FunctionConfig, FunctionName, Runtime};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;
use zip::ZipArchive;

use crate::cache::Cache;
use crate::files::{Ignore, Tree, walk};
use crate::handler::Candidates;
use crate::install::{self, Interpreters, Plan};
use crate::pack::pack;
use crate::project::{Function, Project};
use crate::{Error, Limits, Progress, Step};

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
    pub sha256: [u8; 32],
    pub bytes: u64,
}

#[derive(Debug, Clone)]
struct Package {
    path: PathBuf,
    sha256: [u8; 32],
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
        let mut sharing: BTreeMap<(&Path, String), Vec<&Function>> = BTreeMap::new();
        for function in &project.functions {
            let key = (function.code.as_path(), function.config.runtime.to_string());
            sharing.entry(key).or_default().push(function);
        }
        let mut trees: BTreeMap<&Path, Arc<Tree>> = BTreeMap::new();
        let mut functions = Vec::new();
        for ((code, _), group) in sharing {
            let tell = |step| group.iter().for_each(|f| progress.step(&f.name, step));
            tell(Step::Staging);
            let tree = match trees.get(code) {
                Some(tree) => tree.clone(),
                None => {
                    let tree = Arc::new(self.files(code).await?);
                    trees.insert(code, tree.clone());
                    tree
                }
            };
            let Some(runtime) = group.first().map(|f| f.config.runtime) else { continue };
            let plans = install::plans(code, runtime, interpreters, self.options.limits)?;
            let package = self.package(code, tree.clone(), runtime, &plans, &cache, &tell).await?;
            for function in &group {
                check_handler(function, &tree, &package.path)?;
                functions.push(BuiltFunction {
                    name: function.name.clone(),
                    config: function.config.clone(),
                    package: package.path.clone(),
                    sha256: package.sha256,
                    bytes: package.bytes,
                });
            }
        }
        functions.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Built { app: project.app.clone(), functions })
    }

    async fn files(&self, code: &Path) -> Result<Tree, Error> {
        let (code, limits) = (code.to_owned(), self.options.limits);
        blocking(move || walk(&code, &Ignore::of(&code)?, true, limits)).await
    }

    async fn package(
        &self,
        code: &Path,
        own: Arc<Tree>,
        runtime: Runtime,
        plans: &[Plan],
        cache: &Cache,
        tell: &(dyn Fn(Step) + Sync),
    ) -> Result<Package, Error> {
        todo!()
    }
}
