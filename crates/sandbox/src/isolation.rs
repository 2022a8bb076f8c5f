//! What isolated slots are made with, found once.

use crate::files::{self, Furniture, System};
use crate::script::Script;
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
    filter: Vec<u8>,
    landlock: Option<u64>,
    /// Only root can be different users.
    users: Option<Users>,
}

/// One slot's furniture, ready to be sent to its init.
#[derive(Debug)]
pub(crate) struct Furnishing {
    pub(crate) script: Script,
    pub(crate) length: u32,
    file: OwnedFd,
    pub(crate) users: Option<Arc<OwnedFd>>,
}

impl Isolation {
    /// For slots born like this, which must be isolated.
    pub(crate) fn new(birth: Birth, tag: &str) -> Isolation {
        Isolation {
            system: System::look(if birth.user { 0 } else { files::USER }),
            filter: seccomp::filter(),
            landlock: spawn::landlock_version().ok().and_then(|version| version.try_into().ok()),
            users: (!birth.user).then(|| Users::new(tag)),
        }
    }

    pub(crate) fn furnishing(
        &self,
        spec: Option<&Spec>,
        bench: &mut Workbench,
    ) -> Result<Furnishing, Error> {
        let furniture = Furniture {
            system: &self.system,
            filter: Some(&self.filter),
            landlock: self.landlock,
            users: self.users.is_some(),
        };
        let script = files::furnish(furniture, spec)?;
        let failed = |source: io::Error| Error::Machine { doing: "describe a slot", source };
        let (file, length) = script.in_memory().map_err(failed)?;
        let owner = spec.map_or(0, |spec| spec.owner);
        let users = self.users.as_ref().map(|users| users.of(owner, bench));
        let users = users.transpose().map_err(|source| Error::Machine {
            doing: "make a user of its own for a program",
            source,
        })?;
        Ok(Furnishing { script, length, file, users })
    }

    pub(crate) fn landlock(&self) -> bool {
        self.landlock.is_some()
    }

    pub(crate) fn own_users(&self) -> bool {
        self.users.is_some()
    }
}

impl Furnishing {
    pub(crate) fn fds(&self) -> Vec<BorrowedFd<'_>> {
        let users = self.users.as_ref().map(|users| users.as_fd());
        std::iter::once(self.file.as_fd()).chain(users).collect()
    }
}
