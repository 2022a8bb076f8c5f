//! What a function's program is: where it runs, with what around it, by which command.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use functions::{Egress, Function, Runtime};
use sandbox::{Slot, Spec};
use telemetry::report;

use super::{Launcher, Start};
use crate::environment::{Place, Surroundings, Told, environment};
use crate::hosts::{NODE_FLAGS, PYTHON_FLAGS};
use crate::instance::{Logs, now_us};
use crate::shown::{Shown, shown};
use crate::{Found, find};

pub(crate) struct Plan<'a> {
    launcher: &'a Launcher,
    start: &'a Start,
    found: Option<Found>,
}

/// What a program finds in its slot.
#[derive(Debug)]
pub(crate) struct Inside {
    /// Where it reaches the platform.
    endpoint: String,
    code_root: PathBuf,
    tmp: PathBuf,
    /// The language's programs.
    programs: Vec<PathBuf>,
}

/// The same, where it is on this machine.
#[derive(Clone, Debug)]
pub(crate) struct Outside {
    place: Place,
    programs: Vec<PathBuf>,
}

impl Inside {
    pub(crate) fn of(slot: &Slot, Outside { place, programs }: &Outside) -> Self {
        let door = slot.endpoint().map(|door| format!("http://{door}"));
        Self {
            endpoint: door.unwrap_or_else(|| place.endpoint.clone()),
            code_root: slot.code_root().to_owned(),
            tmp: slot.tmp().to_owned(),
            programs: programs.iter().map(|path| slot.path(path)).collect(),
        }
    }
}

impl<'a> Plan<'a> {
    pub(crate) fn new(launcher: &'a Launcher, start: &'a Start) -> Result<Self, String> {
        let runtime = start.function.config.runtime;
        let found = match runtime {
            Runtime::Python { .. } | Runtime::Node { .. } => {
                Some(find(runtime).map_err(|missing| missing.to_string())?)
            }
            Runtime::Provided { .. } | Runtime::Http | Runtime::Wasm => None,
        };
        Ok(Self { launcher, start, found })
    }

    pub(crate) fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    pub(crate) fn spec(&self) -> Spec {
        let function = &self.start.function;
        let Shown { read_only, placed } = shown(&self.launcher.hosts, self.found());
        Spec {
            memory_mb: function.config.memory_mb,
            tmp_mb: function.config.tmp_mb,
            egress: egress(function.config.egress),
            read_only,
            placed,
            owner: function.version.0,
            layers: self.start.layers.clone(),
            ..Spec::new(self.start.code.clone())
        }
    }

    /// The log's first lines.
    pub(crate) fn announce(&self, logs: &Logs) {
        let runtime = self.start.function.config.runtime;
        logs.platform(None, report::init_start(&runtime_version(runtime, self.found())));
        if let Some(note) = self.found().and_then(|found| found.note.clone()) {
            logs.platform(None, note);
        }
    }

    pub(crate) fn inside(&self, slot: &Slot) -> Inside {
        Inside::of(slot, &self.outside())
    }

    pub(crate) fn outside(&self) -> Outside {
        Outside { place: self.launcher.place.clone(), programs: programs(self.found()) }
    }

    pub(crate) fn environment(
        &self,
        inside: &Inside,
        log_stream: &str,
        link: Vec<(&'static str, String)>,
    ) -> Vec<(OsString, OsString)> {
        let runtime = self.start.function.config.runtime;
        let told = Told {
            function: &self.start.function,
            place: &self.launcher.place,
            endpoint: &inside.endpoint,
            credentials: self.start.session.credentials(),
            log_stream,
            provisioned: self.start.provisioned,
            language: self.found().map(|found| language(runtime, found)),
        };
        environment(&Surroundings {
            told,
            task_root: &inside.code_root,
            tmp: &inside.tmp,
            programs: inside.programs.clone(),
            link,
        })
    }

    pub(crate) fn command(&self, slot: &Slot) -> Vec<OsString> {
        let config = &self.start.function.config;
        let mut argv: Vec<OsString> = match config.runtime {
            Runtime::Python { .. } => self.interpreted(slot, PYTHON_FLAGS),
            Runtime::Node { .. } => self.interpreted(slot, NODE_FLAGS),
            Runtime::Http => {
                ["/bin/sh", "-c", &config.handler].into_iter().map(OsString::from).collect()
            }
            // A component never gets here: it is no program.
            Runtime::Provided { .. } | Runtime::Wasm => {
                let of_layer = |layer: &PathBuf| layer.join("bootstrap").exists();
                let in_code = self.start.code.join("bootstrap").exists();
                let root = match !in_code && self.start.layers.iter().any(of_layer) {
                    true => Path::new("/opt"),
                    false => slot.code_root(),
                };
                vec![root.join("bootstrap").into_os_string()]
            }
        };
        // As on Lambda, a wrapper gets the command line it stands in for as its arguments.
        if let Some(wrapper) = config.env.get(WRAPPER) {
            argv.insert(0, wrapper.into());
        }
        argv
    }

    /// The language's host, by its interpreter.
    pub(crate) fn interpreted(&self, slot: &Slot, flags: &[&str]) -> Vec<OsString> {
        let path = |path: &Path| slot.path(path).into_os_string();
        let hosts = &self.launcher.hosts;
        let host = match self.start.function.config.runtime {
            Runtime::Node { .. } => hosts.node(),
            _ => hosts.python(),
        };
        let interpreter = self.found().map(|found| path(&found.interpreter.path));
        let flags = flags.iter().map(OsString::from);
        interpreter.into_iter().chain(flags).chain([path(&host)]).collect()
    }
}

/// The variable that names a program to start the function's with.
pub(crate) const WRAPPER: &str = "AWS_LAMBDA_EXEC_WRAPPER";

pub(super) fn egress(egress: Egress) -> sandbox::Egress {
    match egress {
        Egress::Internet => sandbox::Egress::Internet,
        Egress::None => sandbox::Egress::None,
        Egress::Host => sandbox::Egress::Host,
    }
}

/// Directories to look for the language's own programs in.
fn programs(found: Option<&Found>) -> Vec<PathBuf> {
    let interpreters = match found {
        Some(found) => vec![found.interpreter.clone()],
        // A program that brings its own loop may be a script in a language the machine has.
        None => crate::all().to_vec(),
    };
    let mut dirs: Vec<PathBuf> =
        interpreters.iter().filter_map(|one| Some(one.path.parent()?.to_owned())).collect();
    dirs.dedup();
    dirs
}

fn language(runtime: Runtime, found: &Found) -> String {
    let (major, minor, _) = found.interpreter.version;
    match runtime {
        Runtime::Python { .. } => format!("{major}.{minor}"),
        _ => major.to_string(),
    }
}

fn runtime_version(runtime: Runtime, found: Option<&Found>) -> String {
    let Some(found) = found else { return runtime.to_string() };
    let (major, minor, patch) = found.interpreter.version;
    let name = if matches!(runtime, Runtime::Python { .. }) { "python" } else { "nodejs" };
    format!("{name}:{major}.{minor}.{patch}")
}

/// A name for the instance's log as on Lambda: `2024/01/31/[$LATEST]` and 32 hex digits.
pub(crate) fn log_stream(function: &Function) -> String {
    let day = report::iso(now_us())[..10].replace('-', "/");
    format!("{day}/[{}]{}", function.label, uuid::Uuid::new_v4().simple())
}
