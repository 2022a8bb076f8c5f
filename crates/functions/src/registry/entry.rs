//! One function with all its versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Alias, Destination, EventSettings, Function, Label, Settings, Url};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub latest: Arc<Function>,
    pub published: BTreeMap<u64, Arc<Function>>,
    pub settings: Arc<Settings>,
}

/// Why a qualifier leads to no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no version or alias \"{0}\"")]
pub struct Unresolved(pub String);

/// What becomes of an asynchronous call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events {
    /// Further tries after the first.
    pub retries: u32,
    /// One that is older is given up.
    pub max_age_ms: u64,
    pub on_success: Option<Destination>,
    pub on_failure: Option<Destination>,
}

/// Weights are parts of a million.
const WHOLE: u32 = 1_000_000;

impl Entry {
    pub fn all(&self) -> impl Iterator<Item = &Arc<Function>> {
        std::iter::once(&self.latest).chain(self.published.values())
    }

    /// What the packages of all its versions take, each counted once.
    pub fn code_bytes(&self) -> u64 {
        let packages = self.all().map(|function| (function.package, function.package_bytes));
        packages.collect::<BTreeMap<_, _>>().into_values().sum()
    }

    pub fn version(&self, label: Label) -> Option<&Arc<Function>> {
        match label {
            Label::Latest => Some(&self.latest),
            Label::Published(number) => self.published.get(&number),
        }
    }

    /// The version of this name: `$LATEST` or a number.
    pub fn named(&self, text: &str) -> Option<&Arc<Function>> {
        match text {
            "$LATEST" => Some(&self.latest),
            number if number.starts_with('0') || number.starts_with('+') => None,
            number => self.published.get(&number.parse().ok()?),
        }
    }

    pub fn alias(&self, name: &str) -> Option<&Alias> {
        self.settings.aliases.get(name)
    }

    /// The function's own URL, or that of an alias.
    pub fn url(&self, alias: Option<&str>) -> Option<&Url> {
        self.settings.urls.get(alias.unwrap_or("$LATEST"))
    }

    /// The version a call goes to that names this qualifier. `dice` decides where an alias has two;
    /// every value is as likely as every other.
    pub fn resolve(
        &self,
        qualifier: Option<&str>,
        dice: impl FnOnce() -> u32,
    ) -> Result<&Arc<Function>, Unresolved> {
        let qualifier = qualifier.unwrap_or("$LATEST");
        let unresolved = || Unresolved(qualifier.chars().take(128).collect());
        if let Some(version) = self.named(qualifier) {
            return Ok(version);
        }
        let alias = self.alias(qualifier).ok_or_else(unresolved)?;
        let named = match &alias.other {
            Some((other, parts)) if dice() % WHOLE < *parts => other,
            _ => &alias.version,
        };
        self.named(named).ok_or_else(unresolved)
    }

    /// The version a qualifier stands for when nothing is called: an alias's first.
    pub fn primary(&self, qualifier: Option<&str>) -> Result<&Arc<Function>, Unresolved> {
        let alias = qualifier.and_then(|name| self.alias(name));
        self.resolve(alias.map(|alias| &*alias.version).or(qualifier), || 0)
    }

    /// What becomes of asynchronous calls that name this qualifier and go to this version.
    pub fn events(&self, qualifier: Option<&str>, function: &Function) -> Events {
        let config = &function.config;
        let none = EventSettings::default();
        let set = self.settings.events.get(qualifier.unwrap_or("$LATEST")).unwrap_or(&none);
        Events {
            retries: set.retries.unwrap_or(config.retries),
            max_age_ms: set.max_age_ms.unwrap_or(config.max_event_age_ms),
            on_success: set.on_success.clone(),
            on_failure: set.on_failure.clone().or_else(|| config.on_failure.clone()),
        }
    }

    /// Calls of all its versions at once, where that is set aside for it.
    pub fn reserved(&self) -> Option<u32> {
        self.latest.config.concurrency
    }

    /// Instances of the version that are always kept ready.
    pub fn keep_warm(&self, label: Label) -> u32 {
        if label == Label::Latest {
            return self.latest.config.keep_warm;
        }
        let number = label.to_string();
        let of_alias = |qualifier: &str| self.alias(qualifier).map(|alias| &*alias.version);
        let provisioned = self.settings.provisioned.iter();
        let ours = provisioned
            .filter(|(qualifier, _)| **qualifier == number || of_alias(qualifier) == Some(&number));
        ours.map(|(_, provisioned)| provisioned.instances).sum()
    }
}
