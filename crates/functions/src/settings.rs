//! What belongs to a function and to none of its versions: names for them, who may call it, where
//! it is called, what becomes of its asynchronous calls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{DeclaredUrl, Destination, Revision, Url};

/// Stored as JSON, so that one without a newer setting is still understood. Keys of maps are
/// qualifiers: `$LATEST`, a version's number or an alias.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The number of the version published last.
    pub published: u64,
    pub tags: BTreeMap<String, String>,
    pub aliases: BTreeMap<String, Alias>,
    pub events: BTreeMap<String, EventSettings>,
    pub urls: BTreeMap<String, Url>,
    /// Whether `urls` tells of the one that the manifest asks for as well. It did not always.
    pub urls_are_all: bool,
    pub policies: BTreeMap<String, ResourcePolicy>,
    pub provisioned: BTreeMap<String, Provisioned>,
    /// `Allow` or `Terminate`.
    pub recursion: Option<String>,
    pub runtime_updates: BTreeMap<String, RuntimeUpdates>,
    /// The ARN of a code signing configuration.
    pub code_signing: Option<String>,
}

/// Where calls go that name no version and no alias.
const LATEST: &str = "$LATEST";

impl Settings {
    /// Makes the function's URL what a manifest says now, having said `before`. A manifest that says
    /// nothing takes away what it asked for itself, and leaves alone what others made.
    pub(crate) fn declare_url(
        &mut self,
        now: Option<&DeclaredUrl>,
        before: Option<&DeclaredUrl>,
        now_ms: u64,
    ) {
        let asked = before.and_then(DeclaredUrl::terms).is_some();
        match now {
            Some(DeclaredUrl::On(terms)) => {
                let url = self.urls.entry(LATEST.to_owned());
                url.and_modify(|url| url.agree(terms, now_ms))
                    .or_insert_with(|| Url::new(terms, now_ms));
                self.urls_are_all = true;
            }
            Some(DeclaredUrl::Off) => drop(self.urls.remove(LATEST)),
            None if asked => drop(self.urls.remove(LATEST)),
            None => {}
        }
    }

    /// Takes over the URL that a manifest asked for when it was not kept here.
    pub(crate) fn adopt_url(&mut self, declared: Option<&DeclaredUrl>, deployed_ms: u64) {
        if self.urls_are_all {
            return;
        }
        if let Some(terms) = declared.and_then(DeclaredUrl::terms) {
            let url = self.urls.entry(LATEST.to_owned());
            url.or_insert_with(|| Url::new(terms, deployed_ms));
        }
        self.urls_are_all = true;
    }
}

/// A name for a version, or for two that share its calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    pub version: String,
    pub description: String,
    /// Another version, and how many of a million calls go there.
    pub other: Option<(String, u32)>,
    pub revision: Revision,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSettings {
    pub retries: Option<u32>,
    pub max_age_ms: Option<u64>,
    pub on_success: Option<Destination>,
    pub on_failure: Option<Destination>,
    pub changed_ms: u64,
}

/// Who else may call it: statements as they were given, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    /// The policy's document.
    pub document: String,
    pub revision: Revision,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provisioned {
    pub instances: u32,
    pub changed_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuntimeUpdates {
    pub mode: String,
    pub version_arn: Option<String>,
}
