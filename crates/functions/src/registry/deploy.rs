//! What a project is made of, deployed at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use store::{Batch, Record};

use super::kept::{self, LastVersion};
use super::{Draft, Entry, Index, Registry};
use crate::{
    AppName, DeclaredUrl, Destination, Error, Function, FunctionConfig, FunctionName, Label,
    Revision, UrlTerms, VersionId,
};

/// So many functions fit in one commit, also when as many others go with all they had.
const APP_FUNCTIONS_MAX: usize = 400;

/// What a deploy wants one function to be.
#[derive(Debug, Clone)]
pub struct Spec {
    pub name: FunctionName,
    pub config: FunctionConfig,
    pub package: blob::Hash,
    pub package_bytes: u64,
    pub notes: Vec<String>,
}

/// What a deploy did to one function.
#[derive(Debug, Clone)]
pub struct Changed {
    pub entry: Arc<Entry>,
    pub change: Change,
}

impl Changed {
    pub fn function(&self) -> &Arc<Function> {
        &self.entry.latest
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Created,
    Updated,
    Unchanged,
    Removed,
}

/// The versions of functions that have been tried.
pub type Tried = BTreeMap<FunctionName, VersionId>;

impl Registry {
    /// Makes the app's functions be exactly these, or changes nothing.
    pub async fn deploy(
        &self,
        app: &AppName,
        specs: Vec<Spec>,
        now_ms: u64,
    ) -> Result<Vec<Changed>, Error> {
        self.deploy_tried(app, specs, &Tried::new(), now_ms).await
    }

    /// The versions that a deploy would make, for whoever wants to try them before: what nothing
    /// would change has none. Their numbers are given to nobody else, whatever comes of them.
    pub async fn candidates(
        &self,
        app: &AppName,
        specs: &[Spec],
        now_ms: u64,
    ) -> Result<Vec<Arc<Function>>, Error> {
        let mut last = self.changing.lock().await;
        let before = self.index.load_full();
        check(app, specs, &before)?;
        let mut candidates = Vec::new();
        for spec in specs {
            if before.get(&spec.name).is_some_and(|old| is_same_but_for_url(&old.latest, spec)) {
                continue;
            }
            *last = VersionId(last.0 + 1);
            let function = of_app(app, spec.clone());
            let candidate = Function { version: *last, deployed_at_ms: now_ms, ..function };
            candidates.push(Arc::new(candidate));
        }
        Ok(candidates)
    }

    /// As [`deploy`](Self::deploy), where some functions have been tried as
    /// [`candidates`](Self::candidates) and become what was tried.
    pub async fn deploy_tried(
        &self,
        app: &AppName,
        specs: Vec<Spec>,
        tried: &Tried,
        now_ms: u64,
    ) -> Result<Vec<Changed>, Error> {
        let last = self.changing.clone().lock_owned().await;
        let before = self.index.load_full();
        check(app, &specs, &before)?;
        let mut next = *last;
        let mut batch = Batch::new();
        let mut index = Index::clone(&before);
        let mut changed = Vec::with_capacity(specs.len());
        for spec in specs {
            let old = before.get(&spec.name);
            let mut draft = Draft::new(spec.name.clone(), old.cloned(), next, now_ms);
            let name = spec.name.clone();
            put(&mut draft, app, spec, tried.get(&name).copied())?;
            let (entry, last) = draft.into_parts();
            if let Some(same) = old.filter(|old| entry.as_ref() == Some(old)) {
                changed.push(Changed { entry: same.clone(), change: Change::Unchanged });
                continue;
            }
            next = last;
            batch = kept::difference(batch, &name, old.map(|old| &**old), entry.as_deref())?;
            let change = if old.is_some() { Change::Updated } else { Change::Created };
            self.check_code(old.map(|old| &**old), entry.as_deref())?;
            if let Some(entry) = entry {
                index.insert(name, entry.clone());
                changed.push(Changed { entry, change });
            }
        }
        let kept: BTreeSet<_> = changed.iter().map(|c| c.function().name.clone()).collect();
        for (name, gone) in before.iter() {
            if gone.latest.app.as_ref() == Some(app) && !kept.contains(name) {
                batch = kept::difference(batch, name, Some(gone), None)?;
                index.remove(name);
                changed.push(Changed { entry: gone.clone(), change: Change::Removed });
            }
        }
        if changed.iter().any(|c| c.change != Change::Unchanged) {
            batch = batch.put(kept::counter(), LastVersion(next.0).encode()?);
            self.change(last, batch, next, index).await?;
        }
        Ok(changed)
    }
}

/// Makes a function what a deploy wants it to be, with the URL that its manifest says. Where it has been
/// tried it becomes that version.
fn put(
    draft: &mut Draft,
    app: &AppName,
    spec: Spec,
    tried: Option<VersionId>,
) -> Result<(), Error> {
    let (now_ms, url) = (draft.now_ms(), spec.config.url.clone());
    let old = draft.entry().map(|entry| entry.latest.clone());
    let before = old.as_ref().and_then(|old| old.config.url.clone());
    let same = |old: &Arc<Function>| is_same_but_for_url(old, &spec);
    if !old.as_ref().is_some_and(same) {
        match tried {
            Some(version) => draft.put_tried(of_app(app, spec), version)?,
            None => draft.put_latest(of_app(app, spec))?,
        };
    } else if terms(&before) != terms(&url) {
        // Instances need not hear of it.
        draft.adjust_latest(|latest| latest.config.url.clone_from(&url))?;
    }
    draft.settings()?.declare_url(url.as_ref(), before.as_ref(), now_ms);
    Ok(())
}

fn terms(url: &Option<DeclaredUrl>) -> Option<&UrlTerms> {
    url.as_ref().and_then(DeclaredUrl::terms)
}

/// As [`Draft::put_latest`] wants it.
fn of_app(app: &AppName, spec: Spec) -> Function {
    Function {
        name: spec.name,
        app: Some(app.clone()),
        label: Label::Latest,
        version: VersionId(0),
        config: spec.config,
        package: spec.package,
        package_bytes: spec.package_bytes,
        deployed_at_ms: 0,
        revision: Revision::default(),
        notes: spec.notes,
    }
}

fn is_same_but_for_url(old: &Function, spec: &Spec) -> bool {
    let mut config = spec.config.clone();
    config.url.clone_from(&old.config.url);
    old.config == config && old.package == spec.package && old.notes == spec.notes
}

fn check(app: &AppName, specs: &[Spec], before: &Index) -> Result<(), Error> {
    if specs.len() > APP_FUNCTIONS_MAX {
        return Err(Error::TooMany { most: APP_FUNCTIONS_MAX, found: specs.len() });
    }
    let mut names = BTreeSet::new();
    for spec in specs {
        let name = &spec.name;
        if !names.insert(name) {
            return Err(Error::Twice(name.clone()));
        }
        match before.get(name).map(|other| other.latest.app.as_ref()) {
            Some(None) => return Err(Error::Foreign(name.clone())),
            Some(Some(owner)) if owner != app => {
                return Err(Error::Taken { name: name.clone(), owner: owner.clone() });
            }
            _ => {}
        }
        spec.config.check().map_err(|problem| Error::Config { name: name.clone(), problem })?;
    }
    for spec in specs {
        let Some(Destination::Function(target)) = &spec.config.on_failure else { continue };
        let stays = before.get(target).is_some_and(|other| other.latest.app.as_ref() != Some(app));
        let problem = if leads_back(&spec.name, specs, before) {
            "on_failure leads back to the function itself, which would fail for ever; \
             let the last one have none"
                .to_owned()
        } else if !stays && !names.contains(target) {
            format!("on_failure names \"{target}\", which is not deployed")
        } else {
            continue;
        };
        return Err(Error::Config { name: spec.name.clone(), problem });
    }
    Ok(())
}

/// Whether a function's letters of failure come back to it, however many functions they go through.
fn leads_back(name: &FunctionName, specs: &[Spec], before: &Index) -> bool {
    let new: BTreeMap<_, _> = specs.iter().map(|spec| (&spec.name, &spec.config)).collect();
    let next = |name: &FunctionName| {
        let config = new.get(name).copied().or_else(|| Some(&before.get(name)?.latest.config));
        let Destination::Function(target) = config?.on_failure.as_ref()?;
        Some(target)
    };
    // A chain that does not come back may still end in a circle of others: they are told of it.
    let mut seen = BTreeSet::new();
    let mut at = next(name);
    while let Some(target) = at.filter(|target| seen.insert(*target)) {
        if target == name {
            return true;
        }
        at = next(target);
    }
    false
}
