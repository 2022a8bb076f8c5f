//! Finds out by trying which namespaces a slot's init can be born into.

use crate::control::Control;
use crate::spawn::{self, Birth};
use crate::spawner::{Spawner, Workbench};
use crate::{Avoid, Error};
use std::os::fd::AsRawFd;
use std::sync::mpsc;

/// What was found: the best birth that works, and why each better one does not.
#[derive(Debug)]
pub(crate) struct Probed {
    pub(crate) birth: Birth,
    pub(crate) refused: Vec<(Birth, String)>,
}

pub(crate) fn probe(spawner: &Spawner, avoid: Avoid) -> Result<Probed, Error> {
    let (done, result) = mpsc::channel();
    spawner.run(move |bench| {
        let _ = done.send(best(bench, avoid));
    });
    result.recv().map_err(|_| Error::Gone)?
}

fn best(bench: &mut Workbench, avoid: Avoid) -> Result<Probed, Error> {
    let mut refused = Vec::new();
    let root = rustix::process::geteuid().is_root();
    for birth in candidates(root, avoid) {
        match try_birth(bench, birth) {
            Ok(()) => return Ok(Probed { birth, refused }),
            Err(error) if birth == Birth::default() => return Err(error),
            Err(error) => refused.push((birth, source(&error))),
        }
    }
    Err(Error::Gone)
}

/// From best to worst. Root needs no user namespace; others can make the rest only within one.
fn candidates(root: bool, avoid: Avoid) -> Vec<Birth> {
    let users: &[bool] = if root { &[false, true] } else { &[true] };
    let mut all = Vec::new();
    for &user in users {
        all.push(Birth { user, pids: true, mounts: true });
        all.push(Birth { user, pids: true, mounts: false });
    }
    all.retain(|birth| !(avoid.pid_namespace || avoid.mount_namespace && birth.mounts));
    all.push(Birth::default());
    all
}

fn try_birth(bench: &mut Workbench, birth: Birth) -> Result<(), Error> {
    let failed = |source| Error::Machine { doing: "make a process", source };
    let (born, control) = bench.bear(birth).map_err(failed)?;
    let control = Control::new(control);
    let ready = control.ready().map_err(|refusal| refusal.into_prepare_error());
    // Ready or not, it takes this for the platform's end.
    control.hang_up();
    spawn::wait(born.pidfd.as_raw_fd()).map_err(failed)?;
    ready
}

/// Without the advice, which is the report's to give.
fn source(error: &Error) -> String {
    match error {
        Error::Machine { source, .. } => source.to_string(),
        Error::Prepare { doing, source } => format!("cannot {doing}: {source}"),
        other => other.to_string(),
    }
}
