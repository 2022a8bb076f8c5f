//! One `[functions.NAME]` of a manifest.

use std::ops::Range;
use std::path::{Path, PathBuf};

use functions::{
    BOUNDS, Destination, Egress, FunctionConfig, FunctionName, KNOWN_RUNTIMES, Runtime,
    UnknownRuntime,
};
use toml::de::DeTable;

use super::code;
use super::env;
use super::problems::{Problems, did_you_mean, shorten};
use super::url;
use super::uses;
use super::value::{Value, check_keys};
use crate::project::Function;

const BUILD_BYTES_MAX: usize = 4_096;

pub(super) const KEYS: &[&str] = &[
    "runtime",
    "handler",
    "path",
    "build",
    "memory_mb",
    "timeout",
    "env",
    "url",
    "concurrency",
    "keep_warm",
    "idle",
    "instance_concurrency",
    "retries",
    "max_event_age",
    "on_failure",
    "egress",
    "tmp_mb",
    "reuse",
    "uses",
];

/// Reads one function; what it says wrong goes to `p`.
pub(super) fn read(entry: &Value<'_>, root: &Path, p: &mut Problems<'_>) -> Option<Function> {
    let name = FunctionName::parse(entry.key)
        .map_err(|invalid| {
            let message = format!("\"{}\" is not a function name", shorten(entry.key));
            p.add(entry.key_span.clone(), message, remedy(&invalid.to_string()));
        })
        .ok();
    let table = entry.table(&format!("[functions.{}]", shorten(entry.key)), p)?;
    check_keys(table, "a function", KEYS, p);

    let code = path(table, root, p);
    let runtime = runtime(table, &entry.key_span, p);
    let build = build(table, p);
    // What is yet to be built is looked for when it is.
    let there = code.as_deref().filter(|_| build.is_none());
    let handler = runtime
        .and_then(|runtime| handler(table, runtime, there, &entry.key_span, p))
        .unwrap_or_default();
    let mut config =
        FunctionConfig::new(runtime.unwrap_or(Runtime::Provided { al: None }), handler);
    settings(table, runtime, &mut config, p);
    config.on_failure = on_failure(table, name.as_ref(), p);
    config.egress = egress(table, p);
    if let Some(value) = Value::of(table, "uses") {
        config.uses = uses::read(&value, p);
    }
    Some(Function { name: name?, config, code: code?, build })
}

/// The settings that are a number, a time or a switch.
fn settings(
    table: &DeTable<'_>,
    runtime: Option<Runtime>,
    config: &mut FunctionConfig,
    p: &mut Problems<'_>,
) {
    let get = |key| Value::of(table, key);
    let wide = |(least, most): (u32, u32)| (u64::from(least), u64::from(most));
    if let Some(n) = get("memory_mb").and_then(|v| v.integer(BOUNDS.memory_mb, p)) {
        config.memory_mb = n;
    }
    if let Some(n) = get("tmp_mb").and_then(|v| v.integer(BOUNDS.tmp_mb, p)) {
        config.tmp_mb = n;
    }
    if let Some(ms) = get("timeout").and_then(|v| v.time_ms(wide(BOUNDS.timeout_ms), p)) {
        config.timeout_ms = u32::try_from(ms).unwrap_or(BOUNDS.timeout_ms.1);
    }
    if let Some(variables) = get("env") {
        config.env = env::read(&variables, p);
    }
    config.url = get("url").and_then(|v| url::read(&v, p));
    config.concurrency = get("concurrency").and_then(|v| v.integer(BOUNDS.concurrency, p));
    config.idle_ms = get("idle").and_then(|v| v.time_ms(BOUNDS.idle_ms, p));
    if let Some(n) = get("retries").and_then(|v| v.integer(BOUNDS.retries, p)) {
        config.retries = n;
    }
    if let Some(ms) = get("max_event_age").and_then(|v| v.time_ms(BOUNDS.max_event_age_ms, p)) {
        config.max_event_age_ms = ms;
    }
    if let Some(value) = get("keep_warm")
        && let Some(n) = value.integer(BOUNDS.keep_warm, p)
    {
        config.keep_warm = n;
        if let Some(most) = config.concurrency.filter(|most| n > *most) {
            let message = format!("keep_warm = {n} is more than concurrency = {most}");
            p.add(value.span, message, format!("write keep_warm = {most} or raise concurrency"));
        }
    }
    if let Some(value) = get("instance_concurrency")
        && let Some(n) = value.integer(BOUNDS.instance_concurrency, p)
    {
        config.instance_concurrency = n;
        if let Some(runtime) = runtime.filter(|r| n > 1 && !r.takes_many_calls()) {
            let message = format!("instance_concurrency is not for runtime \"{runtime}\"");
            let help = "leave it out: only http and wasm functions take many calls per instance";
            p.add(value.key_span, message, help);
        }
    }
    if let Some(value) = get("reuse")
        && let Some(reuse) = value.boolean(p)
    {
        config.reuse = reuse;
        if let Some(runtime) = runtime.filter(|r| reuse && *r != Runtime::Wasm) {
            let message = format!("reuse is not for runtime \"{runtime}\"");
            p.add(value.key_span, message, "leave it out: its instances are used again anyway");
        }
    }
}

fn runtime(table: &DeTable<'_>, at: &Range<usize>, p: &mut Problems<'_>) -> Option<Runtime> {
    let Some(value) = Value::of(table, "runtime") else {
        p.add(at.clone(), "the function has no runtime", "add runtime = \"python\"");
        return None;
    };
    let text = value.string(p)?;
    let parsed = text.parse::<Runtime>();
    if let Err(UnknownRuntime(_)) = &parsed {
        let near = did_you_mean(text, KNOWN_RUNTIMES.iter().copied());
        let known = "python, python3.N, node, nodejsN.x, provided, provided.al2023, http, wasm";
        let message = format!("unknown runtime \"{}\"", shorten(text));
        p.add(value.span, message, format!("{near}Runtimes: {known}"));
    }
    parsed.ok()
}

fn handler(
    table: &DeTable<'_>,
    runtime: Runtime,
    code: Option<&Path>,
    at: &Range<usize>,
    p: &mut Problems<'_>,
) -> Option<String> {
    let Some(value) = Value::of(table, "handler") else {
        let example = match runtime {
            Runtime::Python { .. } => "handler = \"app.handler\" (file.function)",
            Runtime::Node { .. } => "handler = \"index.handler\" (file.function)",
            Runtime::Http => "handler = \"./server\" (the command that listens on $PORT)",
            Runtime::Wasm => "handler = \"app.wasm\" (the component)",
            // The handler of a program that brings its own runtime is a text for it alone.
            Runtime::Provided { .. } => {
                code::check_handler("bootstrap", runtime, code, at, p);
                return Some("bootstrap".into());
            }
        };
        p.add(at.clone(), "the function has no handler", format!("add {example}"));
        return None;
    };
    let text = value.string(p)?;
    code::check_handler(text, runtime, code, &value.span, p);
    Some(text.to_owned())
}

fn build(table: &DeTable<'_>, p: &mut Problems<'_>) -> Option<String> {
    let value = Value::of(table, "build")?;
    let text = value.string(p)?;
    if text.trim().is_empty() || text.len() > BUILD_BYTES_MAX || text.contains('\0') {
        let message = format!("build must have 1 to {BUILD_BYTES_MAX} bytes and no NUL");
        p.add(value.span, message, "write a command for the shell, or put it into a script");
        return None;
    }
    Some(text.to_owned())
}

fn path(table: &DeTable<'_>, root: &Path, p: &mut Problems<'_>) -> Option<PathBuf> {
    match Value::of(table, "path") {
        None => Some(root.to_owned()),
        Some(value) => {
            let text = value.string(p)?;
            code::folder(root, text, &value.span, p)
        }
    }
}

fn on_failure(
    table: &DeTable<'_>,
    own: Option<&FunctionName>,
    p: &mut Problems<'_>,
) -> Option<Destination> {
    let value = Value::of(table, "on_failure")?;
    let text = value.string(p)?;
    let Some(name) = text.strip_prefix("function:") else {
        let message = format!("on_failure = \"{}\" is not a destination", shorten(text));
        let plain = FunctionName::parse(text).map_or("NAME", |_| text);
        p.add(value.span, message, format!("write on_failure = \"function:{plain}\""));
        return None;
    };
    match FunctionName::parse(name) {
        Ok(name) if Some(&name) == own => {
            let message = "on_failure sends the failures of a function to itself";
            p.add(value.span, message, "name another function, or leave on_failure out");
            None
        }
        Ok(name) => Some(Destination::Function(name)),
        Err(invalid) => {
            let message = format!("\"{}\" is not a function name", shorten(name));
            p.add(value.span, message, remedy(&invalid.to_string()));
            None
        }
    }
}

fn egress(table: &DeTable<'_>, p: &mut Problems<'_>) -> Egress {
    let Some(value) = Value::of(table, "egress") else { return Egress::default() };
    let Some(text) = value.string(p) else { return Egress::default() };
    let known = Egress::ALL.iter().find(|(name, _)| *name == text);
    known.map(|(_, egress)| *egress).unwrap_or_else(|| {
        let message = format!("egress = \"{}\" is not known", shorten(text));
        let near = did_you_mean(text, Egress::ALL.iter().map(|(name, _)| *name));
        let help =
            "write \"internet\", \"none\" (the platform alone) or \"host\" (this machine too)";
        p.add(value.span, message, format!("{near}{help}"));
        Egress::default()
    })
}

/// The part of a name's error that says what is allowed.
pub(super) fn remedy(invalid: &str) -> String {
    invalid.rsplit_once("; ").map_or(invalid, |(_, remedy)| remedy).to_owned()
}
