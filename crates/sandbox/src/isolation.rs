//! What isolated slots are made with, found once.

use crate::control::Control;
use crate::files::{self, Furniture, System};
use crate::script::{Script, Scripts};
use crate::spawn::{self, Birth};
use crate::spawner::Workbench;
use crate::users::Users;
use crate::{Error, Spec, seccomp};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

#[derive(Debug)]
pub(crate) struct Isolation {
    system: System,
    /// The system's script, and it again in memory.
    common: Arc<Script>,
    common_file: (OwnedFd, u32),
    filter: Vec<u8>,
    landlock: Option<u64>,
    /// Only root can be different users.
    users: Option<Users>,
}

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
    pub(crate) fn new(birth: Birth, tag: &str) -> io::Result<Isolation> {
        let system = System::look(if birth.user { 0 } else { files::USER });
        let common = Arc::new(system.script().clone());
        Ok(Isolation {
            system,
            common_file: common.in_memory()?,
            common,
            filter: seccomp::filter(),
            landlock: spawn::landlock_version().ok().and_then(|version| version.try_into().ok()),
            users: (!birth.user).then(|| Users::new(tag)),
        })
    }

    /// Has a slot made as far as all are alike.
    pub(crate) fn begin(&self, control: &Control) {
        let (file, length) = &self.common_file;
        control.furnish(*length, false, &[file.as_fd()]);
    }

    pub(crate) fn furnishing(
        &self,
        spec: Option<&Spec>,
        users: Option<Arc<OwnedFd>>,
    ) -> Result<Furnishing, Error> {
        let furniture = Furniture {
            system: &self.system,
            filter: Some(&self.filter),
            landlock: self.landlock,
            users: self.users.is_some(),
        };
        let own = files::furnish(furniture, spec)?;
        let failed = |source: io::Error| Error::Machine { doing: "describe a slot", source };
        let (file, length) = own.in_memory().map_err(failed)?;
        let scripts = Scripts { common: Arc::clone(&self.common), own };
        Ok(Furnishing { scripts, length, file, users })
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

    pub(crate) fn own_users(&self) -> bool {
        self.users.is_some()
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
