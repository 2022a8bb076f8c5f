//! The forms in which functions lie, or lay, in the store.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::default_tmp_mb;
use crate::{
    AppName, DeclaredUrl, Destination, Egress, Function, FunctionConfig, FunctionName, Label,
    Revision, Runtime, VersionId,
};

/// What grows is stored as JSON, so that one without a newer setting is still understood.
pub(crate) mod json {
    use serde::de::{DeserializeOwned, Error as _};
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        serde_json::to_string(value).map_err(S::Error::custom)?.serialize(to)
    }

    pub(crate) fn deserialize<'a, T: DeserializeOwned, D: Deserializer<'a>>(
        from: D,
    ) -> Result<T, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// Before versions were published, when every function was an app's.
#[derive(Serialize, Deserialize)]
pub(crate) struct FunctionV2 {
    name: FunctionName,
    app: AppName,
    version: VersionId,
    #[serde(with = "json")]
    config: FunctionConfig,
    package: blob::Hash,
    package_bytes: u64,
    deployed_at_ms: u64,
    notes: Vec<String>,
}

impl store::Record for FunctionV2 {
    const VERSION: u8 = 2;
}

impl From<FunctionV2> for Function {
    fn from(old: FunctionV2) -> Self {
        Self {
            name: old.name,
            app: Some(old.app),
            label: Label::Latest,
            version: old.version,
            config: old.config,
            package: old.package,
            package_bytes: old.package_bytes,
            deployed_at_ms: old.deployed_at_ms,
            // It had none; all that counts is that the next one is another.
            revision: Revision::default(),
            notes: old.notes,
        }
    }
}

/// Before settings had names.
#[derive(Serialize, Deserialize)]
pub(crate) struct FunctionV1 {
    name: FunctionName,
    app: AppName,
    version: VersionId,
    config: ConfigV1,
    package: blob::Hash,
    package_bytes: u64,
    deployed_at_ms: u64,
    notes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct ConfigV1 {
    runtime: Runtime,
    handler: String,
    memory_mb: u32,
    timeout_ms: u32,
    env: BTreeMap<String, String>,
    url: bool,
    concurrency: Option<u32>,
    keep_warm: u32,
    instance_concurrency: u32,
    idle_ms: Option<u64>,
    retries: u32,
    max_event_age_ms: u64,
    on_failure: Option<Destination>,
}

impl store::Record for FunctionV1 {
    const VERSION: u8 = 1;
}

impl From<FunctionV1> for FunctionV2 {
    fn from(old: FunctionV1) -> Self {
        let c = old.config;
        let config = FunctionConfig {
            runtime: c.runtime,
            handler: c.handler,
            memory_mb: c.memory_mb,
            timeout_ms: c.timeout_ms,
            env: c.env,
            url: c.url.then(DeclaredUrl::open),
            concurrency: c.concurrency,
            keep_warm: c.keep_warm,
            instance_concurrency: c.instance_concurrency,
            idle_ms: c.idle_ms,
            retries: c.retries,
            max_event_age_ms: c.max_event_age_ms,
            on_failure: c.on_failure,
            egress: Egress::default(),
            tmp_mb: default_tmp_mb(),
            reuse: false,
            takes_requests: false,
            layers: Vec::new(),
            uses: Vec::new(),
            declared: Box::default(),
        };
        Self {
            name: old.name,
            app: old.app,
            version: old.version,
            config,
            package: old.package,
            package_bytes: old.package_bytes,
            deployed_at_ms: old.deployed_at_ms,
            notes: old.notes,
        }
    }
}
