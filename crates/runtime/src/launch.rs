//! Starting an instance: a slot, a program in it, and its first word.

use std::ffi::OsString;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use functions::{Egress, Function, Runtime};
use identity::Session;
use sandbox::{Process, Program, Sandbox, Slot, Spec};
use telemetry::{Telemetry, report};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::Mutex;

use crate::answer::Answer;
use crate::environment::{Place, Surroundings, environment};
use crate::hosts::{Hosts, NODE_FLAGS, PYTHON_FLAGS};
use crate::instance::{Logs, Pipes, Server, Speaker, exit_failure, now_us};
use crate::link::{ApiLink, FrameLink, Link, LinkError};
use crate::shown::shown;
use crate::{Failure, Found, Instance, find};

/// Where the program finds the platform's socket and the log pipe.
const SOCKET_FD: i32 = 3;
const LOG_FD: i32 = 4;
/// Loading may take this long, or the function's timeout if that is longer.
const INIT_MS: u64 = 10_000;
/// How often a server's port is tried until it listens.
const KNOCK: Duration = Duration::from_millis(3);

/// What starts instances: everything they have in common.
#[derive(Debug, Clone)]
pub struct Launcher {
    pub sandbox: Sandbox,
    pub telemetry: Telemetry,
    pub hosts: Hosts,
    pub place: Place,
}

/// What one start is about.
#[derive(Debug)]
pub struct Start {
    pub function: Arc<Function>,
    /// The unpacked package.
    pub code: PathBuf,
    pub session: Session,
    /// Whether it is kept ready rather than started for a call.
    pub provisioned: bool,
}

/// Why an instance did not come up, and how long it tried.
#[derive(Debug, Clone)]
pub struct StartError {
    pub failure: Failure,
    pub init: Duration,
    /// The log stream that has the details, when the program ran at all.
    pub log_stream: Option<Arc<str>>,
}

impl Launcher {
    /// Starts an instance and waits until its code is loaded.
    pub async fn start(&self, start: Start) -> Result<(Instance, Duration), StartError> {
        let began = Instant::now();
        let function = start.function.clone();
        let instance = self.spawn(start).await.map_err(|problem| StartError {
            failure: Failure::Broken(problem),
            init: began.elapsed(),
            log_stream: None,
        })?;
        let limit_ms = INIT_MS.max(u64::from(function.config.timeout_ms));
        let limit = tokio::time::sleep(Duration::from_millis(limit_ms));
        let up = tokio::select! {
            biased;
            up = instance.come_up() => up,
            () = limit => Err(Failure::InitTimeout { after_ms: limit_ms }),
        };
        let init = began.elapsed();
        match up {
            Ok(()) => Ok((instance, init)),
            Err(failure) => {
                instance.kill();
                let _ = instance.gone().await;
                let init_us = u64::try_from(init.as_micros()).unwrap_or(u64::MAX);
                let status = match &failure {
                    Failure::InitTimeout { .. } => report::Status::Timeout,
                    failure => report::Status::Error(failure.error_type()),
                };
                instance.print(None, report::init_report(init_us, status));
                let log_stream = Some(instance.log_stream().clone());
                Err(StartError { failure, init, log_stream })
            }
        }
    }

    /// Starts the program. What cannot be started is told in words with a remedy, in the log too:
    /// nobody may be there to hear it.
    async fn spawn(&self, start: Start) -> Result<Instance, String> {
        let function = start.function.clone();
        let name: Arc<str> = function.name.as_str().into();
        let (logs, pipes) = Logs::open(self.telemetry.clone(), name, log_stream(&function).into())
            .map_err(|error| format!("no pipe for the function's output: {error}"))?;
        let spawned = self.spawn_with(&logs, pipes, &start).await;
        if let Err(problem) = &spawned {
            logs.platform(None, problem.clone());
        }
        let (speaker, process) = spawned?;
        Ok(Instance { speaker, process, logs, _session: start.session })
    }

    async fn spawn_with(
        &self,
        logs: &Logs,
        pipes: Pipes,
        start: &Start,
    ) -> Result<(Speaker, Process), String> {
        let function = &*start.function;
        let runtime = function.config.runtime;
        let found = match runtime {
            Runtime::Python { .. } | Runtime::Node { .. } => {
                Some(find(runtime).map_err(|missing| missing.to_string())?)
            }
            Runtime::Provided { .. } | Runtime::Http => None,
        };
        let spec = Spec {
            memory_mb: function.config.memory_mb,
            tmp_mb: function.config.tmp_mb,
            egress: egress(function.config.egress),
            read_only: shown(&self.hosts, found.as_ref()),
            owner: function.version.0,
            ..Spec::new(start.code.clone())
        };
        let slot = self.sandbox.slot(spec).await.map_err(|error| error.to_string())?;
        logs.platform(None, report::init_start(&runtime_version(runtime, found.as_ref())));
        if let Some(note) = found.as_ref().and_then(|found| found.note.clone()) {
            logs.platform(None, note);
        }
        let wire = Wire::make(runtime, &slot)?;
        let surroundings = Surroundings {
            function,
            place: &self.place,
            endpoint: self.endpoint(&slot),
            credentials: start.session.credentials(),
            task_root: slot.code_root(),
            tmp: slot.tmp(),
            log_stream: logs.stream(),
            provisioned: start.provisioned,
            programs: programs(found.as_ref()),
            language: found.as_ref().map(|found| language(runtime, found)),
            link: wire.variables(),
        };
        let env = environment(&surroundings);
        let argv = self.command(function, &slot, found.as_ref());
        let (speaker, mut fds) = wire.open()?;
        fds.push((LOG_FD, pipes.framed));
        let cwd = slot.code_root().to_owned();
        let program = Program { env, cwd, fds, ..Program::new(argv, pipes.stdout, pipes.stderr) };
        let process = slot.start(program).map_err(|error| error.to_string())?;
        Ok((speaker, process))
    }

    /// Where the program reaches the platform.
    fn endpoint(&self, slot: &Slot) -> String {
        match slot.endpoint() {
            Some(door) => format!("http://{door}"),
            None => self.place.endpoint.clone(),
        }
    }

    fn command(&self, function: &Function, slot: &Slot, found: Option<&Found>) -> Vec<OsString> {
        let config = &function.config;
        let path = |path: &Path| slot.path(path).into_os_string();
        let mut argv: Vec<OsString> = match (config.runtime, found) {
            (Runtime::Python { .. }, Some(found)) => {
                let mut argv = vec![path(&found.interpreter.path)];
                argv.extend(PYTHON_FLAGS.iter().map(OsString::from));
                argv.push(path(&self.hosts.python()));
                argv
            }
            (Runtime::Node { .. }, Some(found)) => {
                let mut argv = vec![path(&found.interpreter.path)];
                argv.extend(NODE_FLAGS.iter().map(OsString::from));
                argv.push(path(&self.hosts.node()));
                argv
            }
            (Runtime::Http, _) => {
                ["/bin/sh", "-c", &config.handler].into_iter().map(OsString::from).collect()
            }
            _ => vec![slot.code_root().join("bootstrap").into_os_string()],
        };
        // As on Lambda, a wrapper gets the command line it stands in for as its arguments.
        if let Some(wrapper) = config.env.get("AWS_LAMBDA_EXEC_WRAPPER") {
            argv.insert(0, wrapper.into());
        }
        argv
    }
}

/// The sockets of one way of speaking, made before the program starts.
enum Wire {
    Frames(std::os::unix::net::UnixStream, OwnedFd),
    Api(TcpListener, String),
    Http(u16),
}

impl Wire {
    fn make(runtime: Runtime, slot: &Slot) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("no socket for the function: {error}");
        match runtime {
            Runtime::Python { .. } | Runtime::Node { .. } => {
                let (ours, theirs) = std::os::unix::net::UnixStream::pair().map_err(failed)?;
                ours.set_nonblocking(true).map_err(failed)?;
                Ok(Self::Frames(ours, theirs.into()))
            }
            Runtime::Provided { .. } => {
                let listener = slot.listen().map_err(failed)?;
                let address = listener.local_addr().map_err(failed)?.to_string();
                listener.set_nonblocking(true).map_err(failed)?;
                Ok(Self::Api(TcpListener::from_std(listener).map_err(failed)?, address))
            }
            Runtime::Http => Ok(Self::Http(slot.free_port().map_err(failed)?)),
        }
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let log = ("_LAMBDA_TELEMETRY_LOG_FD", LOG_FD.to_string());
        match self {
            Self::Frames(..) => vec![("_MAYFLY_FD", SOCKET_FD.to_string()), log],
            Self::Api(_, address) => vec![("AWS_LAMBDA_RUNTIME_API", address.clone()), log],
            Self::Http(port) => vec![("PORT", port.to_string())],
        }
    }

    fn open(self) -> Result<(Speaker, Vec<(i32, OwnedFd)>), String> {
        Ok(match self {
            Self::Frames(ours, theirs) => {
                let socket = UnixStream::from_std(ours)
                    .map_err(|error| format!("no socket for the function: {error}"))?;
                let link = Link::Frames(FrameLink::new(socket));
                (Speaker::Handler(Mutex::new(link)), vec![(SOCKET_FD, theirs)])
            }
            Self::Api(listener, _) => {
                let link = Link::Api(ApiLink::serve(listener));
                (Speaker::Handler(Mutex::new(link)), vec![])
            }
            Self::Http(port) => (Speaker::Server(Server::new(port)), vec![]),
        })
    }
}

impl Instance {
    /// Waits for the program's first word.
    async fn come_up(&self) -> Result<(), Failure> {
        match &self.speaker {
            Speaker::Handler(link) => {
                let mut link = link.lock().await;
                let first = tokio::select! {
                    biased;
                    first = link.next() => first,
                    _ = self.process.wait() => Err(LinkError::Closed),
                };
                match first {
                    Ok(Answer::Ready) => Ok(()),
                    Ok(Answer::InitError(json)) => Err(Failure::Init(json)),
                    Ok(_) => {
                        Err(Failure::Broken("the function answered before it was asked".into()))
                    }
                    Err(LinkError::Broken(what)) => Err(Failure::Broken(what)),
                    Err(LinkError::Closed) => Err(self.early_exit(&mut link).await),
                }
            }
            Speaker::Server(server) => loop {
                if server.is_up(&self.process).await {
                    return Ok(());
                }
                tokio::select! {
                    biased;
                    exit = self.process.wait() => return Err(exit_failure(&exit)),
                    () = tokio::time::sleep(KNOCK) => {}
                }
            },
        }
    }

    /// The program ended while loading: what it said last counts, else how it ended.
    async fn early_exit(&self, link: &mut Link) -> Failure {
        let moment = Duration::from_millis(500);
        if let Ok(Ok(Answer::InitError(json))) = tokio::time::timeout(moment, link.next()).await {
            return Failure::Init(json);
        }
        match tokio::time::timeout(moment, self.process.wait()).await {
            Ok(exit) => exit_failure(&exit),
            Err(_) => Failure::Broken("the function closed the platform's connection".into()),
        }
    }
}

fn egress(egress: Egress) -> sandbox::Egress {
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
fn log_stream(function: &Function) -> String {
    let day = report::iso(now_us())[..10].replace('-', "/");
    format!("{day}/[{}]{}", function.label(), uuid::Uuid::new_v4().simple())
}
