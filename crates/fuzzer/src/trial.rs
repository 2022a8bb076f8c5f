//! Trying one input: whatever goes wrong with it, it is kept.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus::write;
use crate::settings::Finds;
use crate::shrink::shrunk;

/// No parser takes so long, on however busy a machine.
const LONGEST: Duration = Duration::from_secs(20);
/// No parser needs so much.
const MEMORY_MB: u64 = 1_024;
/// What takes less time has not touched much memory.
const LOOK_AFTER: Duration = Duration::from_millis(50);

pub(crate) struct Trial<F> {
    name: String,
    finds: PathBuf,
    target: F,
    running: Running,
}

/// The input that is tried, and since when.
type Running = Arc<Mutex<Option<(Vec<u8>, Instant)>>>;

impl<F: Fn(&[u8])> Trial<F> {
    pub(crate) fn new(name: &str, finds: &Finds, target: F) -> Self {
        let (running, dir) = (Running::default(), finds.dir.clone());
        thread::spawn({
            let (name, dir, running) = (name.to_owned(), dir.clone(), running.clone());
            move || watch(&name, &dir, &running)
        });
        Self { name: name.to_owned(), finds: dir, target, running }
    }

    /// Panics where the target does, with the name of a file that has the input.
    pub(crate) fn run(&self, input: &[u8]) {
        let start = Instant::now();
        self.set(Some((input.to_vec(), start)));
        let panics = self.panics(input);
        self.set(None);
        if panics {
            let shorter = quietly(|| shrunk(input, |shorter| self.panics(shorter)));
            let (name, path) = (&self.name, write(&self.finds, "panic", &shorter));
            panic!("{name}: {path:?} makes it panic: `cargo xtask fuzz {name} --input {path:?}`");
        }
        if start.elapsed() > LOOK_AFTER && most_memory_mb() > MEMORY_MB {
            let path = write(&self.finds, "memory", input);
            panic!("{}: {path:?} takes more than {MEMORY_MB} MB", self.name);
        }
    }

    fn panics(&self, input: &[u8]) -> bool {
        catch_unwind(AssertUnwindSafe(|| (self.target)(input))).is_err()
    }

    fn set(&self, running: Option<(Vec<u8>, Instant)>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }
}

/// Without a word for each panic.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let before = take_hook();
    set_hook(Box::new(|_| {}));
    let done = work();
    set_hook(before);
    done
}

/// Ends the program with an input that does not come to its end.
fn watch(name: &str, finds: &std::path::Path, running: &Running) {
    loop {
        thread::sleep(LONGEST / 10);
        let running = running.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((input, since)) = &*running else { continue };
        if since.elapsed() > LONGEST {
            let path = write(finds, "slow", input);
            eprintln!("{name}: {path:?} takes more than {LONGEST:?}");
            std::process::abort();
        }
    }
}

/// The most that this program ever had.
fn most_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kb.unwrap_or(0u64) / 1_024
}
