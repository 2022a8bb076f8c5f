//! What isolated slots are made with, found once.

use crate::control::Control;
use crate::files::{self, Furniture, System, View};
use crate::script::{Script, Scripts};
use crate::spawn::{self, Birth};
use crate::spawner::Workbench;
use crate::users::Users;
use crate::{Error, Spec, seccomp};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Debug)]
pub(crate) struct Isolation {
    /// Who programs are inside.
    user: u64,
    view: View,
    common: RwLock<Arc<Common>>,
    filter: Vec<u8>,
    nursery_filter: Vec<u8>,
    landlock: Option<u64>,
    /// Only root can be different users.
    users: Option<Users>,
}

/// What all slots have in common, as the system was when it was looked at last.
#[derive(Debug)]
struct Common {
    system: System,
    /// The system's script, and it again in memory.
    whole: (Arc<Script>, Part),
    /// The same for nested slots.
    nested: (Arc<Script>, Part),
}

impl Common {
    fn look(user: u64, view: View) -> io::Result<Arc<Common>> {
        let system = System::look(user, view);
        let whole = Arc::new(system.script());
        let nested = Arc::new(system.script_without_proc().clone());
        Ok(Arc::new(Common {
            system,
            whole: (Arc::clone(&whole), whole.in_memory()?),
            nested: (Arc::clone(&nested), nested.in_memory()?),
        }))
    }
}

/// A script in memory, and its length.
type Part = (OwnedFd, u32);

/// One slot's furniture, ready to be sent to its init.
#[derive(Debug)]
pub(crate) struct Furnishing {
    pub(crate) scripts: Scripts,
    length: u32,
    file: OwnedFd,
    pub(crate) users: Option<Arc<OwnedFd>>,
}

impl Isolation {
    /// For slots born like this, which must be isolated.
    pub(crate) fn new(birth: Birth, view: View, name: &str) -> io::Result<Isolation> {
        let user = if birth.user { 0 } else { files::USER };
        Ok(Isolation {
            user,
            view,
            common: RwLock::new(Common::look(user, view)?),
            filter: seccomp::filter(),
            nursery_filter: seccomp::nursery_filter(),
            landlock: spawn::landlock_version().ok().and_then(|version| version.try_into().ok()),
            users: (!birth.user).then(|| Users::new(name)),
        })
    }

    /// Looks at the system again: who answers questions for names may have changed. Slots begun from
    /// now on have what there is now.
    pub(crate) fn renew(&self) -> io::Result<()> {
        let common = Common::look(self.user, self.view)?;
        *self.common.write().unwrap_or_else(PoisonError::into_inner) = common;
        Ok(())
    }

    fn common(&self) -> Arc<Common> {
        Arc::clone(&self.common.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Has a slot made as far as all are alike.
    pub(crate) fn begin(&self, control: &Control) {
        let common = self.common();
        let (_, (file, length)) = &common.whole;
        control.furnish(*length, false, &[file.as_fd()]);
    }

    pub(crate) fn furnishing(
        &self,
        spec: Option<&Spec>,
        users: Option<Arc<OwnedFd>>,
    ) -> Result<Furnishing, Error> {
        let nursery = spec.is_some_and(|spec| spec.nursery);
        let common = self.common();
        let own = files::furnish(self.furniture(&common, nursery), spec)?;
        let (file, length) = own.in_memory().map_err(undescribed)?;
        let scripts = Scripts(vec![Arc::clone(&common.whole.0), Arc::new(own)]);
        Ok(Furnishing { scripts, length, file, users })
    }

    /// What makes slots in nurseries, for as many as want it.
    pub(crate) fn nested_furnishing(
        &self,
        spec: &Spec,
        network: bool,
    ) -> Result<NestedFurnishing, Error> {
        let common = self.common();
        let parts = files::furnish_nested(self.furniture(&common, false), spec, network)?;
        let [outer, inner] = parts.map(Arc::new);
        let outer_file = outer.in_memory().map_err(undescribed)?;
        let inner_file = inner.in_memory().map_err(undescribed)?;
        let scripts = Scripts(vec![Arc::clone(&common.nested.0), outer, inner]);
        Ok(NestedFurnishing { scripts, outer: outer_file, inner: inner_file })
    }

    fn furniture<'a>(&'a self, common: &'a Common, nursery: bool) -> Furniture<'a> {
        Furniture {
            system: &common.system,
            filter: if nursery { &self.nursery_filter } else { &self.filter },
            landlock: self.landlock,
            users: self.users.is_some(),
        }
    }

    /// Has a nested slot made up to the point where its own init takes over, in a nursery's pid
    /// namespace and with its users.
    pub(crate) fn begin_nested(
        &self,
        control: &Control,
        furnishing: &NestedFurnishing,
        users: BorrowedFd<'_>,
        pids: BorrowedFd<'_>,
    ) {
        let common = self.common();
        let (_, (file, length)) = &common.nested;
        control.furnish(*length, false, &[file.as_fd()]);
        let (file, length) = &furnishing.outer;
        control.furnish(*length, false, &[file.as_fd(), users, pids]);
    }

    /// The users of an owner, made if need be.
    pub(crate) fn users(
        &self,
        owner: u64,
        bench: &mut Workbench,
    ) -> Result<Option<Arc<OwnedFd>>, Error> {
        let users = self.users.as_ref().map(|users| users.of(owner, bench));
        users.transpose().map_err(|source| Error::Machine {
            doing: "make a user of its own for a program",
            source,
        })
    }

    /// The users of an owner; none at the outer level if they have to be made first.
    pub(crate) fn known_users(&self, owner: u64) -> Option<Option<Arc<OwnedFd>>> {
        match &self.users {
            Some(users) => users.known(owner).map(Some),
            None => Some(None),
        }
    }

    pub(crate) fn landlock(&self) -> bool {
        self.landlock.is_some()
    }

    /// Whether no lock or watch on a file of the host's leaves the slot.
    pub(crate) fn own_files(&self) -> bool {
        self.view == View::Own
    }

    pub(crate) fn own_users(&self) -> bool {
        self.users.is_some()
    }
}

fn undescribed(source: io::Error) -> Error {
    Error::Machine { doing: "describe a slot", source }
}

/// The furniture of a nursery's nested slots.
#[derive(Debug)]
pub(crate) struct NestedFurnishing {
    pub(crate) scripts: Scripts,
    outer: Part,
    inner: Part,
}

impl NestedFurnishing {
    /// Has the slot's own init make the rest, with its /proc and where it hears of arrivals.
    pub(crate) fn finish(&self, control: &Control, proc: BorrowedFd<'_>, arrivals: BorrowedFd<'_>) {
        let (file, length) = &self.inner;
        control.furnish(*length, true, &[file.as_fd(), proc, arrivals]);
    }
}

impl Furnishing {
    /// Has a slot that was begun made what one program needs.
    pub(crate) fn finish(&self, control: &Control) {
        let users = self.users.as_ref().map(|users| users.as_fd());
        let fds: Vec<BorrowedFd<'_>> = std::iter::once(self.file.as_fd()).chain(users).collect();
        control.furnish(self.length, true, &fds);
    }
}
