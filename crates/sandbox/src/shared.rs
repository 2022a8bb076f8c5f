//! What all slots of a sandbox have in common.

use crate::cgroup::Cgroups;
use crate::instance::Instance;
use crate::isolation::Isolation;
use crate::life::Life;
use crate::network::Way;
use crate::pool::Pool;
use crate::ports::Ports;
use crate::probe::Probed;
use crate::reaper::Reaper;
use crate::spawn::Birth;
use crate::spawner::{Spawner, Workbench};
use crate::starts::Starts;
use crate::tmp::Tmp;
use crate::{Egress, Error, Mode, Options, entry};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, mpsc};

/// What all slots of a sandbox have in common; lives as long as the last of them.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) life: Life,
    pub(crate) probed: Probed,
    pub(crate) way: Way,
    pub(crate) starts: Starts,
    pub(crate) cgroups: Cgroups,
    pub(crate) spawner: Spawner,
    pub(crate) null: OwnedFd,
    pub(crate) pool: Pool,
    pub(crate) reaper: Reaper,
    pub(crate) tmp: Tmp,
    pub(crate) ports: Ports,
    pub(crate) live: AtomicUsize,
    pub(crate) next: AtomicU64,
    pub(crate) closed: AtomicBool,
    /// Whether slots can be nurseries, when it has been tried.
    pub(crate) nests: OnceLock<Result<(), String>>,
}

/// A place among the slots that may exist.
#[derive(Debug)]
pub(crate) struct Entered {
    shared: Arc<Shared>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.shared.live.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Shared {
    /// A place for one more slot, unless all is over.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Entered, Error> {
        let max = self.options.slots_max;
        let enter = |live| (live < max).then_some(live + 1);
        let entered = self.live.fetch_update(Ordering::Relaxed, Ordering::Relaxed, enter);
        entered.map_err(|_| Error::Full { max })?;
        let entered = Entered { shared: Arc::clone(self) };
        match self.closed.load(Ordering::Acquire) {
            true => Err(Error::Closed),
            false => Ok(entered),
        }
    }

    /// A name for the next slot.
    pub(crate) fn name_slot(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number}", std::process::id())
    }

    /// How a slot is born whose program may reach this.
    pub(crate) fn birth(&self, egress: Egress) -> Birth {
        let birth = self.probed.birth;
        Birth { network: birth.network && egress != Egress::Host, ..birth }
    }

    /// Nobody gets the host's network who did not ask for it, but where all isolation is off.
    pub(crate) fn permits(&self, egress: Egress) -> Result<(), Error> {
        let is_off = self.options.mode == Mode::Off;
        match egress == Egress::Host || self.probed.birth.network || is_off {
            true => Ok(()),
            false => Err(Error::NoNetwork { why: self.probed.why_no_network() }),
        }
    }

    /// Notes that a slot could not be made, unless that is because all is over.
    pub(crate) fn note_failure(&self, error: &Error) {
        if !self.is_closed() {
            self.starts.failed(error);
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Does something on the thread slots are born on, and waits for it; none if that is gone. Not
    /// to be called on that thread.
    pub(crate) fn on_bench<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Arc<Shared>, &mut Workbench) -> T + Send + 'static,
    ) -> Option<T> {
        let (done, result) = mpsc::channel();
        let shared = Arc::clone(self);
        self.spawner.run(move |bench| {
            let _ = done.send(act(&shared, bench));
        });
        result.recv().ok()
    }

    /// Makes the way to the internet such as it can be now. Who was born before there was one is
    /// connected too.
    pub(crate) fn follow_network(&self, bench: &mut Workbench) {
        let was_made = self.way.is_made();
        if self.way.follow(bench) {
            self.renew();
        }
        if !was_made && self.way.is_made() {
            for instance in self.reaper.all() {
                if let Err(error) = self.connect(&instance) {
                    tracing::debug!("{} is not connected: {error}", instance.name);
                }
            }
        }
    }

    /// Has slots that nobody has yet made anew, with what the system is like now.
    fn renew(&self) {
        let renewed = self.probed.isolation.as_ref().map(Isolation::renew);
        if let Some(Err(error)) = renewed {
            tracing::warn!("new slots ask for names where that was done before: {error}");
        }
        self.pool.renew();
        for instance in self.reaper.all() {
            if let Some(nursery) = instance.nursery.get() {
                nursery.renew(&instance);
            }
        }
    }

    /// Connects an instance to the internet that is to reach it and does not yet.
    pub(crate) fn connect(&self, instance: &Instance) -> io::Result<()> {
        let wanted = instance.egress == Egress::Internet && instance.network;
        if !wanted || instance.connected.load(Ordering::Relaxed) {
            return Ok(());
        }
        let network = entry::network(instance.born.pid, instance.pidfd())?;
        let connected = self.way.connect(network.as_fd())?;
        instance.connected.store(connected, Ordering::Relaxed);
        Ok(())
    }

    /// Takes away what holds slots. If it is gone, nobody needs to look for it.
    pub(crate) fn leave(&self) {
        self.cgroups.remove_parents();
        if self.cgroups.are_gone() {
            self.life.end();
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.leave();
    }
}
