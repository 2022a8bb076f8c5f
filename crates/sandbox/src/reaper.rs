//! The thread that buries slots when they end, whether or not anybody waits for them, and that looks
//! at the memory of those no cgroup limits.

use crate::instance::Instance;
use crate::sample::Processes;
use crate::{Door, Error};
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const SAMPLE_EVERY: Duration = Duration::from_millis(100);
/// No more often are those that rest looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Names the eventfd; instances are numbered from 1.
const WAKE: u64 = 0;
/// Mark events that are not an instance's end.
const AT_DOOR: u64 = 1 << 63;
const AT_CONTROL: u64 = 1 << 62;
/// How long a nested slot may take to end when its init has begun to. It waits for who was in it to
/// be waited for by their parent, which is the nursery's program and may not want to.
const DYING: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Reaper {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    epoll: OwnedFd,
    wake: OwnedFd,
    door: Option<Door>,
    watched: Mutex<Watched>,
}

#[derive(Debug, Default)]
struct Watched {
    next: u64,
    instances: HashMap<u64, Arc<Instance>>,
    /// The platform needs us no longer; the thread goes when the last instance is buried.
    closed: bool,
}

impl Reaper {
    pub(crate) fn new(door: Option<Door>) -> Result<Reaper, Error> {
        let failed = |source| Error::Machine { doing: "watch over the slots", source };
        let state = State::new(door).map(Arc::new).map_err(failed)?;
        let thread = std::thread::Builder::new().name("mayfly-reap".into());
        let work = Arc::clone(&state);
        thread.spawn(move || work.run()).map_err(failed)?;
        Ok(Reaper { state })
    }

    pub(crate) fn watch(&self, instance: &Arc<Instance>) -> io::Result<()> {
        let mut watched = self.state.lock();
        watched.next += 1;
        let number = watched.next;
        instance.number.store(number, Ordering::Relaxed);
        let (data, flags) = (EventData::new_u64(number), EventFlags::IN);
        epoll::add(&self.state.epoll, instance.pidfd(), data, flags)?;
        if instance.is_nested() {
            let data = EventData::new_u64(number | AT_CONTROL);
            epoll::add(
                &self.state.epoll,
                instance.control.socket_to_init(),
                data,
                EventFlags::RDHUP,
            )?;
        }
        watched.instances.insert(number, Arc::clone(instance));
        drop(watched);
        if !instance.group.limits_memory() {
            self.state.wake();
        }
        Ok(())
    }

    /// From now on who connects there is let in.
    pub(crate) fn watch_door(&self, instance: &Instance) -> io::Result<()> {
        let number = instance.number.load(Ordering::Relaxed);
        let data = EventData::new_u64(number | AT_DOOR);
        match &*instance.lock_door() {
            Some(door) => Ok(epoll::add(&self.state.epoll, door, data, EventFlags::IN)?),
            None => Ok(()),
        }
    }

    /// From now on the end of a nursery's program is noted.
    pub(crate) fn watch_program(&self, instance: &Instance) -> io::Result<()> {
        let number = instance.number.load(Ordering::Relaxed);
        let data = EventData::new_u64(number | AT_CONTROL);
        Ok(epoll::add(&self.state.epoll, instance.control.socket_to_init(), data, EventFlags::IN)?)
    }

    /// Has the thread look at what there is to be looked after.
    pub(crate) fn wake(&self) {
        self.state.wake();
    }

    pub(crate) fn all(&self) -> Vec<Arc<Instance>> {
        self.state.lock().instances.values().cloned().collect()
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.state.lock().closed = true;
        self.state.wake();
    }
}

impl State {
    fn new(door: Option<Door>) -> io::Result<State> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        epoll::add(&epoll, &wake, EventData::new_u64(WAKE), EventFlags::IN)?;
        Ok(State { epoll, wake, door, watched: Mutex::default() })
    }

    fn run(&self) {
        let mut events = Vec::with_capacity(64);
        let mut last_sample = Instant::now();
        let mut dying = Vec::new();
        let mut look: Option<Instant> = None;
        loop {
            let unlimited = self.unlimited();
            let sample = (!unlimited.is_empty() || !dying.is_empty()).then_some(SAMPLE_EVERY);
            let look_in = look.map(|look| look.saturating_duration_since(Instant::now()));
            let pause = sample.into_iter().chain(look_in).min().map(timespec);
            let buffer = rustix::buffer::spare_capacity(&mut events);
            // Interrupted or timed out, there are no events.
            let _ = epoll::wait(&self.epoll, buffer, pause.as_ref());
            for event in events.drain(..) {
                match event.data.u64() {
                    WAKE => {
                        self.rest();
                        look.get_or_insert_with(Instant::now);
                    }
                    number if number & AT_CONTROL != 0 => {
                        dying.extend(self.note_end(number & !AT_CONTROL));
                    }
                    number if number & AT_DOOR != 0 => self.let_in(number & !AT_DOOR),
                    number => self.bury(number),
                }
            }
            dying.retain(|dying| self.is_dying(dying));
            if last_sample.elapsed() >= SAMPLE_EVERY && !unlimited.is_empty() {
                let processes = Processes::look();
                unlimited.iter().for_each(|instance| instance.sample(&processes));
                last_sample = Instant::now();
            }
            drop(unlimited);
            if look.is_some_and(|look| look <= Instant::now()) {
                look = self.look_after_all();
            }
            let watched = self.lock();
            if watched.closed && watched.instances.is_empty() {
                return;
            }
        }
    }

    fn let_in(&self, number: u64) {
        let instance = self.lock().instances.get(&number).cloned();
        if let (Some(instance), Some(door)) = (instance, &self.door) {
            instance.let_in(door);
        }
    }

    /// At the end of a nursery's program, or of a nested slot's init, which may take long.
    fn note_end(&self, number: u64) -> Option<(u64, Instant)> {
        let instance = self.lock().instances.get(&number).cloned()?;
        let nested = instance.is_nested();
        if nested || instance.note_end() {
            let _ = epoll::delete(&self.epoll, instance.control.socket_to_init());
        }
        nested.then(|| (number, Instant::now()))
    }

    /// Whether there is still something to wait for.
    fn is_dying(&self, (number, since): &(u64, Instant)) -> bool {
        let Some(instance) = self.lock().instances.get(number).cloned() else { return false };
        if since.elapsed() < DYING {
            return true;
        }
        instance.end_nursery();
        false
    }

    fn bury(&self, number: u64) {
        let instance = self.lock().instances.remove(&number);
        if let Some(instance) = instance {
            // The handle may stay open as long as somebody holds the process, and would stay ready.
            let _ = epoll::delete(&self.epoll, instance.pidfd());
            let _ = epoll::delete(&self.epoll, instance.control.socket_to_init());
            instance.bury();
        }
    }

    /// When the next of those that rest is to be looked at.
    fn look_after_all(&self) -> Option<Instant> {
        let all: Vec<Arc<Instance>> = self.lock().instances.values().cloned().collect();
        let now = Instant::now();
        // Not one by one as each is due, or the thread would wake for each.
        let next = all.iter().filter_map(|instance| instance.look_after(now)).min();
        next.map(|next| next.max(now + LOOK_EVERY))
    }

    fn unlimited(&self) -> Vec<Arc<Instance>> {
        let watched = self.lock();
        let all = watched.instances.values();
        all.filter(|instance| !instance.group.limits_memory()).cloned().collect()
    }

    fn wake(&self) {
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
    }

    fn rest(&self) {
        let _ = rustix::io::read(&self.wake, &mut [0; 8]);
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn timespec(duration: Duration) -> Timespec {
    // A little late rather than too early, which would be once more for nothing.
    let duration = duration + Duration::from_millis(1);
    Timespec { tv_sec: duration.as_secs() as i64, tv_nsec: duration.subsec_nanos().into() }
}
