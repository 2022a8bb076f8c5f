//! The environment variables a function finds, as on Lambda.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use functions::{Function, Runtime};
use identity::Credentials;

use crate::shown::LANGUAGE;

/// Where the platform is, as functions see it.
#[derive(Debug, Clone)]
pub struct Place {
    pub region: String,
    pub account: String,
    /// The platform's endpoint on this machine.
    pub endpoint: String,
}

/// What every function is told, whatever it runs in.
pub(crate) struct Told<'a> {
    pub(crate) function: &'a Function,
    pub(crate) place: &'a Place,
    /// The platform's endpoint as the function reaches it.
    pub(crate) endpoint: &'a str,
    pub(crate) credentials: &'a Credentials,
    pub(crate) log_stream: &'a str,
    pub(crate) provisioned: bool,
    /// The language's version, `3.11` or `20`, when an interpreter runs the function.
    pub(crate) language: Option<String>,
}

/// What a program finds around it.
pub(crate) struct Surroundings<'a> {
    pub(crate) told: Told<'a>,
    pub(crate) task_root: &'a Path,
    pub(crate) tmp: &'a Path,
    /// Directories of the language's programs, found before the system's.
    pub(crate) programs: Vec<PathBuf>,
    /// Variables of one way of speaking: the host's sockets, or the address of the Runtime API.
    pub(crate) link: Vec<(&'static str, String)>,
}

type Variables = Vec<(&'static str, String)>;

/// The environment of what has no files and no programs.
pub(crate) fn told(told: &Told<'_>) -> Vec<(String, String)> {
    with_chosen(variables(told), told.function, &[])
}

/// The environment of a program.
pub(crate) fn environment(s: &Surroundings<'_>) -> Vec<(OsString, OsString)> {
    let task = s.task_root.display().to_string();
    let mut all = variables(&s.told);
    all.extend([
        ("HOME", s.tmp.display().to_string()),
        ("PATH", path(s, &task)),
        ("LD_LIBRARY_PATH", format!("/lib64:/usr/lib64:{task}:{task}/lib:/opt/lib")),
        ("LAMBDA_TASK_ROOT", task.clone()),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime".into()),
    ]);
    if s.tmp != Path::new("/tmp") {
        all.push(("TMPDIR", s.tmp.display().to_string()));
    }
    match s.told.function.config.runtime {
        Runtime::Node { .. } => {
            all.push(("NODE_PATH", format!("/opt/nodejs/node_modules:{task}/node_modules:{task}")))
        }
        Runtime::Python { .. } | Runtime::Http | Runtime::Provided { .. } | Runtime::Wasm => {
            all.push(("PYTHONPATH", format!("{task}:/opt/python")));
        }
    }
    let mut all = with_chosen(all, s.told.function, &s.link);
    language_libraries(&mut all, s);
    all.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}

/// A Python that was built to be where it was installed finds its own library elsewhere by this, the
/// function's choice of a path or not. What the system has goes first, for other programs.
fn language_libraries(all: &mut [(String, String)], s: &Surroundings<'_>) {
    let is_python = matches!(s.told.function.config.runtime, Runtime::Python { .. });
    let is_moved = s.programs.iter().any(|path| path.starts_with(LANGUAGE));
    let paths = all.iter_mut().find(|(key, _)| key == "LD_LIBRARY_PATH");
    if let (true, Some((_, paths))) = (is_python && is_moved, paths) {
        *paths += &format!(":{LANGUAGE}/lib");
    }
}

fn variables(told: &Told<'_>) -> Variables {
    let config = &told.function.config;
    let name = told.function.name.as_str();
    let token = told.credentials.session_token.clone().unwrap_or_default();
    let kind = if told.provisioned { "provisioned-concurrency" } else { "on-demand" };
    vec![
        ("TZ", ":UTC".into()),
        ("LANG", "en_US.UTF-8".into()),
        ("_HANDLER", config.handler.clone()),
        ("AWS_REGION", told.place.region.clone()),
        ("AWS_DEFAULT_REGION", told.place.region.clone()),
        ("AWS_ENDPOINT_URL", told.endpoint.to_owned()),
        // Else some operations are sent to names before the endpoint's that nobody resolves.
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true".into()),
        ("AWS_ACCESS_KEY_ID", told.credentials.access_key.clone()),
        ("AWS_SECRET_ACCESS_KEY", told.credentials.secret_key.clone()),
        ("AWS_SESSION_TOKEN", token),
        ("AWS_EXECUTION_ENV", execution_env(config.runtime, told.language.as_deref())),
        ("AWS_LAMBDA_FUNCTION_NAME", name.into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", told.function.label.to_string()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", config.memory_mb.to_string()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", kind.into()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        ("AWS_LAMBDA_LOG_STREAM_NAME", told.log_stream.into()),
    ]
}

/// What the user chose wins over what is not reserved: TZ, PATH, LANG and the like.
fn with_chosen(
    mut all: Variables,
    function: &Function,
    link: &[(&'static str, String)],
) -> Vec<(String, String)> {
    let env = &function.config.env;
    let is_ours = |key: &str| functions::is_reserved(key) || link.iter().any(|(k, _)| *k == key);
    all.retain(|(key, _)| !env.contains_key(*key) || is_ours(key));
    all.extend(link.iter().cloned());
    let chosen = env.iter().filter(|(key, _)| !is_ours(key));
    let chosen = chosen.map(|(key, value)| (key.clone(), value.clone()));
    all.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(chosen).collect()
}

fn path(s: &Surroundings<'_>, task: &str) -> String {
    let programs = s.programs.iter().map(|dir| dir.display().to_string());
    let own = match s.told.function.config.runtime {
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
