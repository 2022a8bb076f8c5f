//! How a function wants to be run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AttachedLayer, Declared, DeclaredUrl, FunctionName, Runtime, UrlTerms, Use};

/// What a deploy says of one function, beside its code. The same JSON on the wire and in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionConfig {
    pub runtime: Runtime,
    /// `file.function`; for `provided` the text the program finds in `_HANDLER`; for `http` the
    /// command line that listens on `$PORT`; for `wasm` the component's file.
    pub handler: String,
    pub memory_mb: u32,
    pub timeout_ms: u32,
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// What the manifest says of the function's URL. What became of it is in
    /// [`Settings`](crate::Settings).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<DeclaredUrl>,
    /// Reserved concurrency: never more calls than this at once.
    #[serde(default)]
    pub concurrency: Option<u32>,
    /// Instances that are always kept ready.
    #[serde(default)]
    pub keep_warm: u32,
    /// Calls one instance takes at once; 1 for handlers, many for HTTP servers and components.
    pub instance_concurrency: u32,
    /// How long an idle instance stays; the policy's choice when absent.
    #[serde(default)]
    pub idle_ms: Option<u64>,
    /// Further tries of a failed asynchronous call.
    pub retries: u32,
    /// An asynchronous call older than this is given up.
    pub max_event_age_ms: u64,
    #[serde(default)]
    pub on_failure: Option<Destination>,
    #[serde(default)]
    pub egress: Egress,
    /// Room under `/tmp`, which is memory of the function's own.
    #[serde(default = "default_tmp_mb")]
    pub tmp_mb: u32,
    /// Whether a component's instances are kept for further calls, rather than made for each.
    #[serde(default)]
    pub reuse: bool,
    /// Whether a component answers requests rather than events. The platform looks for itself.
    #[serde(default)]
    pub takes_requests: bool,
    /// Shown at `/opt`, the later over the earlier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<AttachedLayer>,
    /// What it may use beside its own log, where it has no role of the directory's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Use>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub declared: Box<Declared>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(crate) fn default_tmp_mb() -> u32 {
    512
}

/// What a function may reach over the network, beside the platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Egress {
    /// The public internet, but neither this machine nor private networks.
    #[default]
    Internet,
    None,
    /// Whatever this machine reaches, itself included.
    Host,
}

impl Egress {
    pub const ALL: [(&str, Self); 3] =
        [("internet", Self::Internet), ("none", Self::None), ("host", Self::Host)];
}

/// Where the outcome of an asynchronous call goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    Function(FunctionName),
}

/// The limits a configuration must keep, in one place for the manifest and for the wire.
#[derive(Debug)]
pub struct Bounds {
    pub memory_mb: (u32, u32),
    pub tmp_mb: (u32, u32),
    pub timeout_ms: (u32, u32),
    pub concurrency: (u32, u32),
    pub keep_warm: (u32, u32),
    pub instance_concurrency: (u32, u32),
    pub idle_ms: (u64, u64),
    pub retries: (u32, u32),
    pub max_event_age_ms: (u64, u64),
    /// Keys and values of all environment variables together.
    pub env_bytes: usize,
    pub handler_bytes: usize,
    pub uses: usize,
}

pub const BOUNDS: Bounds = Bounds {
    memory_mb: (64, 10_240),
    tmp_mb: (1, 10_240),
    timeout_ms: (100, 900_000),
    concurrency: (0, 10_000),
    keep_warm: (0, 1_000),
    instance_concurrency: (1, 1_000),
    idle_ms: (1_000, 24 * 3_600_000),
    retries: (0, 2),
    max_event_age_ms: (60_000, 6 * 3_600_000),
    env_bytes: 4_096,
    handler_bytes: 512,
    uses: 50,
};

impl FunctionConfig {
    /// A configuration with every default in place.
    pub fn new(runtime: Runtime, handler: impl Into<String>) -> Self {
        Self {
            runtime,
            handler: handler.into(),
            memory_mb: 128,
            timeout_ms: 3_000,
            env: BTreeMap::new(),
            url: None,
            concurrency: None,
            keep_warm: 0,
            instance_concurrency: match runtime {
                Runtime::Http => 80,
                // Each call has an instance of its own behind it.
                Runtime::Wasm => 100,
                Runtime::Python { .. } | Runtime::Node { .. } | Runtime::Provided { .. } => 1,
            },
            idle_ms: None,
            retries: 2,
            max_event_age_ms: 6 * 3_600_000,
            on_failure: None,
            egress: Egress::default(),
            tmp_mb: default_tmp_mb(),
            reuse: false,
            takes_requests: false,
            layers: Vec::new(),
            uses: Vec::new(),
            declared: Box::default(),
        }
    }

    /// Whether the function gets requests as they are, and not as events.
    pub fn is_server(&self) -> bool {
        self.runtime == Runtime::Http || (self.runtime == Runtime::Wasm && self.takes_requests)
    }
}

impl FunctionConfig {
    /// Whether every value is within its bounds; else what is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        let b = &BOUNDS;
        within("memory_mb", self.memory_mb, b.memory_mb)?;
        within("tmp_mb", self.tmp_mb, b.tmp_mb)?;
        within("timeout in ms", self.timeout_ms, b.timeout_ms)?;
        within("concurrency", self.concurrency.unwrap_or(1), b.concurrency)?;
        within("keep_warm", self.keep_warm, b.keep_warm)?;
        within("instance_concurrency", self.instance_concurrency, b.instance_concurrency)?;
        within("idle in ms", self.idle_ms.unwrap_or(b.idle_ms.0), b.idle_ms)?;
        within("retries", self.retries, b.retries)?;
        within("max_event_age in ms", self.max_event_age_ms, b.max_event_age_ms)?;
        if self.concurrency.is_some_and(|most| self.keep_warm > most) {
            return Err("keep_warm is more than concurrency allows".into());
        }
        if self.instance_concurrency > 1 && !self.runtime.takes_many_calls() {
            return Err("instance_concurrency is for the runtimes http and wasm only".into());
        }
        if self.reuse && self.runtime != Runtime::Wasm {
            return Err("reuse is for the wasm runtime only: others are reused anyway".into());
        }
        if self.handler.is_empty() || self.handler.len() > b.handler_bytes {
            return Err(format!("handler must have 1 to {} bytes", b.handler_bytes));
        }
        if self.uses.len() > b.uses {
            return Err(format!("uses has {} entries, {} at most", self.uses.len(), b.uses));
        }
        if let Some(DeclaredUrl::On(UrlTerms { cors: Some(cors), .. })) = &self.url {
            cors.check()?;
        }
        if self.handler.contains('\0') {
            return Err("handler has a NUL character".into());
        }
        let env_bytes: usize = self.env.iter().map(|(key, value)| key.len() + value.len()).sum();
        if env_bytes > b.env_bytes {
            return Err(format!("env has {env_bytes} bytes, {} at most", b.env_bytes));
        }
        if self.runtime == Runtime::Http && self.env.contains_key("PORT") {
            let problem = "env key PORT is set by the platform for http functions";
            return Err(format!("{problem}; listen on the port it names"));
        }
        self.env.iter().try_for_each(|(key, value)| check_variable(key, value))
    }
}

fn within<T: PartialOrd + std::fmt::Display>(
    what: &str,
    value: T,
    (least, most): (T, T),
) -> Result<(), String> {
    if value < least || value > most {
        return Err(format!("{what} is {value}, must be {least} to {most}"));
    }
    Ok(())
}

fn check_variable(key: &str, value: &str) -> Result<(), String> {
    let plain = !key.is_empty()
        && !key.starts_with(|c: char| c.is_ascii_digit())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !plain {
        return Err(format!("env key {key:?} is not a variable name"));
    }
    if is_reserved(key) {
        return Err(format!("env key {key} is set by the platform; choose another name"));
    }
    if value.contains('\0') {
        return Err(format!("the value of env key {key} has a NUL character"));
    }
    Ok(())
}

/// The variables the platform sets itself, which a function cannot choose.
pub fn is_reserved(key: &str) -> bool {
    const NAMES: &[&str] = &[
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_EXECUTION_ENV",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SECRET_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
    ];
    // Users may set the two that configure logging and the wrapper script, as on Lambda.
    const OPEN: &[&str] =
        &["AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_EXEC_WRAPPER"];
    let ours = key.starts_with("AWS_LAMBDA_")
        || key.starts_with("_LAMBDA_")
        || key.starts_with("_MAYFLY_");
    NAMES.contains(&key) || (ours && !OPEN.contains(&key))
}
