//! Finds out by trying which namespaces a slot's init can be born into.

use crate::control::Control;
use crate::files::View;
use crate::isolation::Isolation;
use crate::spawn::{self, Birth};
use crate::spawner::{self, Spawner, Workbench};
use crate::{Avoid, Error, Mode, Options};
use std::os::fd::AsRawFd;
use std::sync::mpsc;

/// What was found: the best birth that works, and why each better one does not.
#[derive(Debug)]
pub(crate) struct Probed {
    pub(crate) birth: Birth,
    pub(crate) isolation: Option<Isolation>,
    pub(crate) refused: Vec<(Birth, View, String)>,
}

impl Probed {
    /// Whether slots could be nurseries as far as can be said without trying, or why not.
    pub(crate) fn could_nest(&self) -> Result<(), String> {
        match &self.isolation {
            None => Err("programs are not isolated".to_owned()),
            Some(isolation) if !isolation.own_users() => {
                Err("it takes root, for users of each owner's own".to_owned())
            }
            Some(isolation) if !isolation.landlock() => {
                Err("the kernel has no Landlock".to_owned())
            }
            Some(_) => Ok(()),
        }
    }

    /// Whether there could be a way to the internet as far as can be said without trying, or why not.
    pub(crate) fn could_route(&self, avoid: Avoid) -> Result<(), String> {
        if avoid.router {
            return Err("it is not to be used".to_owned());
        }
        match self.birth.network && !self.birth.user {
            true => Ok(()),
            false => Err("it takes a network of each slot's own, and root".to_owned()),
        }
    }

    pub(crate) fn why_no_network(&self) -> String {
        let refused = self.refused.first().map(|(_, _, why)| why.clone());
        refused.unwrap_or_else(|| "it is not to be used".to_owned())
    }
}

pub(crate) fn probe(spawner: &Spawner, options: &Options, name: &str) -> Result<Probed, Error> {
    let (name, avoid) = (name.to_owned(), options.avoid);
    let isolated = options.mode != Mode::Off;
    let (done, result) = mpsc::channel();
    spawner.run(move |bench| {
        let _ = done.send(best(bench, &name, isolated, avoid));
    });
    result.recv().map_err(|_| Error::Gone)?
}

fn best(bench: &mut Workbench, name: &str, isolated: bool, avoid: Avoid) -> Result<Probed, Error> {
    let mut refused = Vec::new();
    let root = rustix::process::geteuid().is_root();
    for (birth, view) in candidates(root, isolated, avoid).into_iter().flat_map(views) {
        let isolation = birth.isolated.then(|| Isolation::new(birth, view, name)).transpose();
        let isolation =
            isolation.map_err(|source| Error::Machine { doing: "describe a slot", source })?;
        match try_birth(bench, birth, isolation.as_ref()) {
            Ok(()) => return Ok(Probed { birth, isolation, refused }),
            Err(error) if birth == Birth::default() => return Err(error),
            Err(error) => refused.push((birth, view, source(&error))),
        }
    }
    Err(Error::Gone)
}

/// Better with inodes of the slot's own than with the host's.
fn views(birth: Birth) -> impl Iterator<Item = (Birth, View)> {
    let own = birth.isolated.then_some((birth, View::Own));
    own.into_iter().chain([(birth, View::Shared)])
}

/// From best to worst. Root needs no user namespace; others can make the rest only within one.
fn candidates(root: bool, isolated: bool, avoid: Avoid) -> Vec<Birth> {
    let users: &[bool] = if root { &[false, true] } else { &[true] };
    let mut all = Vec::new();
    let with_pids = |user| Birth { user, pids: true, ..Birth::default() };
    for network in [true, false] {
        let whole = |&user| Birth { mounts: true, isolated: true, network, ..with_pids(user) };
        all.extend(users.iter().map(whole));
    }
    for &user in users {
        all.push(Birth { mounts: true, ..with_pids(user) });
        all.push(with_pids(user));
    }
    all.retain(|birth| !(avoid.pid_namespace || avoid.mount_namespace && birth.mounts));
    all.retain(|birth| !(birth.isolated && !isolated || birth.network && avoid.network));
    all.push(Birth::default());
    all
}

fn try_birth(
    bench: &mut Workbench,
    birth: Birth,
    isolation: Option<&Isolation>,
) -> Result<(), Error> {
    let furnishing = isolation.map(|isolation| {
        let users = isolation.users(0, bench)?;
        isolation.furnishing(None, users)
    });
    let furnishing = furnishing.transpose()?;
    let failed = |source| Error::Machine { doing: "make a process", source };
    let (born, control) = bench.bear(birth).map_err(failed)?;
    spawner::prepare(&control, birth, false);
    let control = Control::new(control);
    if let (Some(isolation), Some(furnishing)) = (isolation, &furnishing) {
        isolation.begin(&control);
        furnishing.finish(&control);
    }
    let scripts = furnishing.as_ref().map(|furnishing| &furnishing.scripts);
    let ready = control.ready().map_err(|refusal| refusal.into_prepare_error(scripts));
    // Ready or not, it takes this for the platform's end.
    control.hang_up();
    spawn::wait(born.pidfd.as_raw_fd()).map_err(failed)?;
    ready.map(|_| ())
}

/// Without the advice, which is the report's to give.
fn source(error: &Error) -> String {
    match error {
        Error::Machine { source, .. } => source.to_string(),
        Error::Prepare { doing, source } => format!("cannot {doing}: {source}"),
        other => other.to_string(),
    }
}
