//! What is known about a slot from its birth to its end, shared by who uses it and who buries it.

use crate::cgroup::Group;
use crate::control::Control;
use crate::nursery::{Keep, Nursery};
use crate::rest::Rest;
use crate::sample::{Processes, Sample};
use crate::shared::{Entered, Shared};
use crate::spawn::{self, Birth, Born};
use crate::{Connection, Door, Egress, Error, Exit, Seat, Status, Usage};
use rustix::process::{Pid, Signal, pidfd_send_signal};
use std::net::TcpListener;
use std::ops::Deref;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::watch;

#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) name: String,
    pub(crate) born: Born,
    /// Whether init's death is everybody's.
    pub(crate) own_pids: bool,
    /// Whether it has a network of its own, what that is to lead to, and whether it does.
    pub(crate) network: bool,
    pub(crate) egress: Egress,
    pub(crate) connected: AtomicBool,
    /// The number it is watched by.
    pub(crate) number: AtomicU64,
    pub(crate) control: Control,
    pub(crate) group: Group,
    /// Where it may write on the host, if it has no files of its own.
    pub(crate) tmp: Option<PathBuf>,
    /// Whom it was given to, when it has been.
    pub(crate) given: OnceLock<Given>,
    /// Its place among the slots that may exist, from then on until it ends.
    pub(crate) entered: Mutex<Option<Entered>>,
    /// Where the program reaches the platform. It goes when the program does, as a network lasts as
    /// long as its sockets.
    pub(crate) door: Mutex<Option<TcpListener>>,
    pub(crate) seats: Arc<AtomicUsize>,
    pub(crate) ports: Mutex<Vec<u16>>,
    rest: Mutex<Rest>,
    /// Whether it has ever rested, and so is looked at now and then.
    pub(crate) rests: AtomicBool,
    pub(crate) sampled: Mutex<Sampled>,
    /// What it has if its program makes copies of itself.
    pub(crate) nursery: OnceLock<Nursery>,
    /// The nursery it lies in.
    keep: Mutex<Option<Arc<Keep>>>,
    pub(crate) exit: watch::Sender<Option<Exit>>,
    /// Whether nothing is left of it, which comes after a nursery's exit.
    pub(crate) buried: watch::Sender<bool>,
    pub(crate) shared: Arc<Shared>,
}

/// What an instance begins with.
#[derive(Debug)]
pub(crate) struct Beginnings {
    pub(crate) name: String,
    pub(crate) born: Born,
    pub(crate) birth: Birth,
    pub(crate) egress: Egress,
    pub(crate) control: Control,
    pub(crate) group: Group,
    pub(crate) tmp: Option<PathBuf>,
    pub(crate) keep: Option<Arc<Keep>>,
}

/// What is known when a slot is given away.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) memory_bytes: u64,
    pub(crate) owner: u64,
    /// Keeps the program's users from being given to others.
    pub(crate) _users: Option<Arc<OwnedFd>>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sampled {
    peak: Sample,
    /// Killed by us for exceeding the memory.
    over: bool,
}

impl Instance {
    pub(crate) fn new(shared: &Arc<Shared>, beginnings: Beginnings) -> Arc<Instance> {
        let Beginnings { name, born, birth, egress, control, group, tmp, keep } = beginnings;
        Arc::new(Instance {
            name,
            born,
            own_pids: birth.pids,
            network: birth.network,
            egress,
            connected: AtomicBool::new(false),
            number: AtomicU64::new(0),
            control,
            group,
            tmp,
            given: OnceLock::new(),
            entered: Mutex::default(),
            door: Mutex::default(),
            seats: Arc::default(),
            ports: Mutex::default(),
            rest: Mutex::default(),
            rests: AtomicBool::new(false),
            sampled: Mutex::default(),
            nursery: OnceLock::new(),
            keep: Mutex::new(keep),
            exit: watch::Sender::new(None),
            buried: watch::Sender::new(false),
            shared: Arc::clone(shared),
        })
    }

    /// Kills the program and whatever it started; but for copies it made, which live in slots of
    /// their own.
    pub(crate) fn kill(&self) {
        match self.nursery.get() {
            None => self.end(),
            Some(nursery) => {
                const SIGKILL: u32 = 9;
                self.control.signal(SIGKILL);
                nursery.retire();
            }
        }
    }

    /// Kills everything in the slot, and in those nested in it.
    pub(crate) fn end(&self) {
        if self.lock_rest().is_still() {
            // Dying takes a processor, too.
            self.group.rouse();
        }
        if self.own_pids {
            self.kill_init();
        } else if self.group.kill() {
            // Whoever escaped this pass is killed when init is reaped.
            self.kill_init();
        } else {
            self.control.hang_up();
        }
    }

    fn kill_init(&self) {
        // It may be dead already, and then there is nothing to do.
        let _ = pidfd_send_signal(&self.born.pidfd, Signal::KILL);
    }

    pub(crate) fn pidfd(&self) -> BorrowedFd<'_> {
        self.born.pidfd.as_fd()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.exit.borrow().is_some()
    }

    pub(crate) fn usage(&self) -> Usage {
        let end = *self.exit.borrow();
        end.map_or_else(|| self.usage_now(), |exit| exit.usage)
    }

    pub(crate) fn usage_now(&self) -> Usage {
        let Sampled { peak, .. } = *self.lock_sampled();
        Usage {
            memory_peak_bytes: self.group.memory_peak().unwrap_or(peak.memory_bytes),
            cpu_us: self.group.cpu_us().unwrap_or(peak.cpu_us),
        }
    }

    /// Looks at the processes where no cgroup limits them.
    pub(crate) fn sample(&self, processes: &Processes) {
        let now = processes.sum(self.init());
        let mut sampled = self.lock_sampled();
        sampled.peak.memory_bytes = sampled.peak.memory_bytes.max(now.memory_bytes);
        sampled.peak.cpu_us = sampled.peak.cpu_us.max(now.cpu_us);
        let limit = self.given.get().map_or(u64::MAX, |given| given.memory_bytes);
        if now.memory_bytes > limit {
            sampled.over = true;
            self.end();
        }
    }

    /// Whether it lies in a nursery.
    pub(crate) fn is_nested(&self) -> bool {
        self.lock_keep().is_some()
    }

    /// Ends the nursery it lies in, with all others there.
    pub(crate) fn end_nursery(&self) {
        if let Some(keep) = &*self.lock_keep() {
            keep.end();
        }
    }

    /// When a nursery's program may have ended. Whether it has.
    pub(crate) fn note_end(&self) -> bool {
        let (Some(nursery), Some(status)) = (self.nursery.get(), self.control.last_words()) else {
            return false;
        };
        nursery.retire();
        // Else it ends now, and that is told when nothing is left.
        if nursery.is_kept() {
            let usage = self.usage_now();
            self.exit.send_replace(Some(Exit { status, oom: self.group.oom(), usage }));
        }
        true
    }

    /// Once init has ended: sees to it that nothing is left, and tells who waits.
    pub(crate) fn bury(&self) {
        let ended = spawn::wait(self.born.pidfd.as_raw_fd()).ok();
        if !self.own_pids {
            self.group.empty();
        }
        let mut usage = self.usage_now();
        if let Some(ended) = ended {
            usage.cpu_us = usage.cpu_us.max(ended.cpu_us);
        }
        // Without a word from init, it was killed with all the rest, or could not start at all.
        let killed = Status::Signal(Signal::KILL.as_raw());
        let of_init = ended.and_then(|ended| ended.status);
        let status = self.control.last_words().unwrap_or(match of_init {
            Some(status @ Status::Signal(_)) => status,
            _ => killed,
        });
        let oom = self.group.oom() || self.lock_sampled().over;
        if self.is_nested() && self.group.is_populated() {
            // Its own processes have ended, so somebody of the nursery stayed behind in its groups.
            self.end_nursery();
        }
        self.group.remove();
        if let Some(nursery) = self.nursery.get() {
            nursery.retire();
        }
        self.lock_keep().take();
        if self.tmp.is_some() {
            self.shared.tmp.discard(&self.name);
        }
        let ports = std::mem::take(&mut *self.lock_ports());
        if !self.network {
            self.shared.ports.release(ports);
        }
        self.lock_door().take();
        self.entered.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.exit.send_if_modified(|exit| {
            let first = exit.is_none();
            exit.get_or_insert(Exit { status, oom, usage });
            first
        });
        self.buried.send_replace(true);
    }

    /// All in the slot.
    pub(crate) fn processes(&self) -> Vec<Pid> {
        let below = || Processes::look().all_below(self.init());
        let looked = || below().into_iter().filter_map(Pid::from_raw).collect();
        self.group.processes().unwrap_or_else(looked)
    }

    pub(crate) fn init(&self) -> i32 {
        self.born.pid.as_raw_nonzero().get()
    }

    pub(crate) fn lock_rest(&self) -> std::sync::MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_keep(&self) -> std::sync::MutexGuard<'_, Option<Arc<Keep>>> {
        self.keep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_sampled(&self) -> std::sync::MutexGuard<'_, Sampled> {
        self.sampled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lock_door(&self) -> std::sync::MutexGuard<'_, Option<TcpListener>> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets in who stands at the door; a few at a time, as others wait too.
    pub(crate) fn let_in(&self, door: &Door) {
        const AT_ONCE: usize = 16;
        for _ in 0..AT_ONCE {
            let Some(Ok((stream, _))) = self.lock_door().as_ref().map(TcpListener::accept) else {
                return;
            };
            // Without a free seat it is closed.
            if let (Some(seat), Ok(())) = (Seat::take(&self.seats), stream.set_nonblocking(true)) {
                let owner = self.given.get().map_or(0, |given| given.owner);
                (door.open)(Connection { stream, owner, seat });
            }
        }
    }

    pub(crate) fn lock_ports(&self) -> std::sync::MutexGuard<'_, Vec<u16>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever holds this wants the instance to live; it is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Hold(pub(crate) Arc<Instance>);

impl Hold {
    /// Of an instance that has just begun, which is watched over from now on.
    pub(crate) fn new(instance: Arc<Instance>) -> Result<Hold, Error> {
        let hold = Hold(instance);
        if let Err(source) = hold.shared.reaper.watch(&hold.0) {
            hold.end();
            hold.bury();
            return Err(Error::Machine { doing: "watch over a slot", source });
        }
        Ok(hold)
    }

    pub(crate) fn be_given(&self, given: Given) {
        // Nobody else has it, so it has not been given before.
        let _ = self.given.set(given);
    }

    pub(crate) fn enter(&self, entered: Entered) {
        *self.entered.lock().unwrap_or_else(PoisonError::into_inner) = Some(entered);
    }

    pub(crate) fn exit(&self) -> watch::Receiver<Option<Exit>> {
        self.0.exit.subscribe()
    }
}

impl Deref for Hold {
    type Target = Instance;

    fn deref(&self) -> &Instance {
        &self.0
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if self.0.exit.borrow().is_none() {
            self.0.kill();
        }
    }
}
