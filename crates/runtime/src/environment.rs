//! The environment variables a function finds, as on Lambda.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use functions::{Function, Runtime};
use identity::Credentials;

/// Where the platform is, as functions see it.
#[derive(Debug, Clone)]
pub struct Place {
    pub region: String,
    pub account: String,
    /// The platform's endpoint on this machine.
    pub endpoint: String,
}

/// Everything the environment depends on.
pub(crate) struct Surroundings<'a> {
    pub(crate) function: &'a Function,
    pub(crate) place: &'a Place,
    /// The platform's endpoint as the program reaches it.
    pub(crate) endpoint: String,
    pub(crate) credentials: &'a Credentials,
    pub(crate) task_root: &'a Path,
    pub(crate) tmp: &'a Path,
    pub(crate) log_stream: &'a str,
    pub(crate) provisioned: bool,
    /// Directories of the language's programs, found before the system's.
    pub(crate) programs: Vec<PathBuf>,
    /// The language's version, `3.11` or `20`, when an interpreter runs the function.
    pub(crate) language: Option<String>,
    /// Variables of one way of speaking: the host's sockets, or the address of the Runtime API.
    pub(crate) link: Vec<(&'static str, String)>,
}

pub(crate) fn environment(s: &Surroundings<'_>) -> Vec<(OsString, OsString)> {
    let config = &s.function.config;
    let task = s.task_root.display().to_string();
    let name = s.function.name.as_str();
    let token = s.credentials.session_token.clone().unwrap_or_default();
    let kind = if s.provisioned { "provisioned-concurrency" } else { "on-demand" };
    let mut all: Vec<(&str, String)> = vec![
        ("TZ", ":UTC".into()),
        ("LANG", "en_US.UTF-8".into()),
        ("HOME", s.tmp.display().to_string()),
        ("PATH", path(s, &task)),
        ("LD_LIBRARY_PATH", format!("/lib64:/usr/lib64:{task}:{task}/lib:/opt/lib")),
        ("LAMBDA_TASK_ROOT", task.clone()),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime".into()),
        ("_HANDLER", config.handler.clone()),
        ("AWS_REGION", s.place.region.clone()),
        ("AWS_DEFAULT_REGION", s.place.region.clone()),
        ("AWS_ENDPOINT_URL", s.endpoint.clone()),
        ("AWS_ACCESS_KEY_ID", s.credentials.access_key.clone()),
        ("AWS_SECRET_ACCESS_KEY", s.credentials.secret_key.clone()),
        ("AWS_SESSION_TOKEN", token),
        ("AWS_EXECUTION_ENV", execution_env(config.runtime, s.language.as_deref())),
        ("AWS_LAMBDA_FUNCTION_NAME", name.into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", s.function.label().into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", config.memory_mb.to_string()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", kind.into()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", s.log_stream.into()),
    ];
    if s.tmp != Path::new("/tmp") {
        all.push(("TMPDIR", s.tmp.display().to_string()));
    }
    match config.runtime {
        Runtime::Node { .. } => {
            all.push(("NODE_PATH", format!("/opt/nodejs/node_modules:{task}/node_modules:{task}")))
        }
        Runtime::Python { .. } | Runtime::Http | Runtime::Provided { .. } => {
            all.push(("PYTHONPATH", format!("{task}:/opt/python")));
        }
    }
    // What the user chose wins over what is not reserved: TZ, PATH, LANG and the like.
    let is_ours = |key: &str| functions::is_reserved(key) || s.link.iter().any(|(k, _)| *k == key);
    all.retain(|(key, _)| !config.env.contains_key(*key) || is_ours(key));
    all.extend(s.link.iter().map(|(key, value)| (*key, value.clone())));
    let chosen = config.env.iter().filter(|(key, _)| !is_ours(key));
    all.iter()
        .map(|(key, value)| (OsString::from(key), OsString::from(value)))
        .chain(chosen.map(|(key, value)| (OsString::from(key), OsString::from(value))))
        .collect()
}

fn path(s: &Surroundings<'_>, task: &str) -> String {
    let programs = s.programs.iter().map(|dir| dir.display().to_string());
    let own = match s.function.config.runtime {
        // A server is started by a command line, which may name a program its packages brought.
        Runtime::Http => vec![format!("{task}/bin"), format!("{task}/node_modules/.bin")],
        _ => vec![],
    };
    let system = ["/usr/local/bin", "/usr/bin", "/bin", "/opt/bin"].map(str::to_owned);
    own.into_iter().chain(programs).chain(system).collect::<Vec<_>>().join(":")
}

fn execution_env(runtime: Runtime, language: Option<&str>) -> String {
    let name = match (runtime, language) {
        (Runtime::Python { .. }, Some(version)) => format!("python{version}"),
        (Runtime::Node { .. }, Some(version)) => format!("nodejs{version}.x"),
        (runtime, _) => runtime.to_string(),
    };
    format!("AWS_Lambda_{name}")
}
