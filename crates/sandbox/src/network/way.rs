//! The way to the internet as it is at the moment. There may be none when the platform starts, and what
//! it depends on changes while the platform runs: so it is made when it can be, and follows.

use super::host::HostNetwork;
use super::router::Router;
use crate::spawner::Workbench;
use std::net::Ipv4Addr;
use std::os::fd::BorrowedFd;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

#[derive(Debug)]
pub(crate) struct Way {
    /// What the router is called after, or why there never will be one.
    name: Result<String, String>,
    router: OnceLock<Router>,
    /// Why nothing gets through, if so.
    closed: Mutex<Option<String>>,
    /// Who answers questions for names, once that has been looked at.
    asked: Mutex<Option<Vec<Ipv4Addr>>>,
}

impl Way {
    /// Not there before it is made, with `follow`.
    pub(crate) fn new(name: Result<String, String>) -> Way {
        let closed = Mutex::new(name.as_ref().err().cloned());
        Way { name, router: OnceLock::new(), closed, asked: Mutex::default() }
    }

    /// Whether it leads to the internet now, or why not.
    pub(crate) fn is_open(&self) -> Result<(), String> {
        self.closed().clone().map_or(Ok(()), Err)
    }

    /// Whether there never will be one.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.name.is_err()
    }

    pub(crate) fn is_made(&self) -> bool {
        self.router.get().is_some()
    }

    /// Whether there is something to do for it.
    pub(crate) fn is_behind(&self) -> bool {
        let host = || HostNetwork::look();
        !self.is_hopeless() && self.router.get().is_none_or(|router| router.is_behind(&host()))
    }

    /// Makes it, or makes it such as the host's network is now. Whether somebody else answers
    /// questions for names than before.
    pub(crate) fn follow(&self, bench: &mut Workbench) -> bool {
        let Ok(name) = &self.name else { return false };
        let host = HostNetwork::look();
        let made = match self.router.get() {
            Some(router) => router.follow(&host),
            None => bench.network().and_then(|network| {
                let router = Router::new(network, name, &host)?;
                // Nobody else makes one: all of this is one thread's.
                let _ = self.router.set(router);
                Ok(())
            }),
        };
        let why = match made {
            Err(error) => Some(error.to_string()),
            Ok(()) if host.uplinks.is_empty() => Some("there is no default route".to_owned()),
            Ok(()) => None,
        };
        let before = std::mem::replace(&mut *self.closed(), why.clone());
        match (before, why) {
            (before, Some(why)) if before.as_ref() != Some(&why) => tracing::warn!(
                "there is no way to the internet ({why}): functions with egress \"internet\" reach the \
                 platform alone until there is one"
            ),
            // As important as that it was missing.
            (Some(_), None) => tracing::warn!("there is a way to the internet again"),
            _ => {}
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let before = asked.replace(host.nameservers);
        before.is_some() && before != *asked
    }

    /// Lays a slot's cable. Whether there was something to lay it to.
    pub(crate) fn connect(&self, slot: BorrowedFd<'_>) -> std::io::Result<bool> {
        let Some(router) = self.router.get() else { return Ok(false) };
        router.connect(slot).map(|()| true)
    }

    fn closed(&self) -> MutexGuard<'_, Option<String>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
