//! The clock that interrupts guests: it runs only while one computes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

use wasmtime::EngineWeak;

/// How long a guest computes before others get a turn.
pub(crate) const TICK: Duration = Duration::from_millis(5);

/// Ticks without anyone computing before the clock rests: waking it costs more than a few ticks.
const LINGER: u32 = 20;

#[derive(Debug)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Thread,
}

#[derive(Debug, Default)]
struct Shared {
    computing: AtomicUsize,
    resting: AtomicBool,
}

/// A guest computes as long as this lives.
pub(crate) struct Computing<'a>(&'a Shared);

impl Ticker {
    /// Ends by itself when the engine is gone.
    pub(crate) fn start(engine: EngineWeak) -> std::io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let theirs = shared.clone();
        let thread = thread::Builder::new().name("wasm-tick".into());
        let thread = thread.spawn(move || theirs.run(&engine))?.thread().clone();
        Ok(Self { shared, thread })
    }

    pub(crate) fn computing(&self) -> Computing<'_> {
        // Total order with the ticker's two steps: it sees this one, or we see that it rests.
        self.shared.computing.fetch_add(1, Ordering::SeqCst);
        if self.shared.resting.load(Ordering::SeqCst) {
            self.thread.unpark();
        }
        Computing(&self.shared)
    }

    #[cfg(test)]
    fn rests(&self) -> bool {
        self.shared.resting.load(Ordering::SeqCst)
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.thread.unpark();
    }
}

impl Drop for Computing<'_> {
    fn drop(&mut self) {
        self.0.computing.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shared {
    fn run(&self, engine: &EngineWeak) {
        let mut idle = 0;
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
            idle = if self.computing.load(Ordering::SeqCst) > 0 { 0 } else { idle + 1 };
            if idle >= LINGER {
                self.rest();
            }
        }
    }

    fn rest(&self) {
        self.resting.store(true, Ordering::SeqCst);
        if self.computing.load(Ordering::SeqCst) == 0 {
            thread::park();
        }
        self.resting.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn soon(what: impl Fn() -> bool) {
        let start = Instant::now();
        while !what() {
            assert!(start.elapsed() < Duration::from_secs(10), "not in time");
            thread::sleep(TICK);
        }
    }

    #[test]
    fn rests_when_nobody_computes() {
        let engine = wasmtime::Engine::default();
        let ticker = Ticker::start(engine.weak()).unwrap();
        soon(|| ticker.rests());
        let computing = ticker.computing();
        soon(|| !ticker.rests());
        thread::sleep(TICK * LINGER * 2);
        assert!(!ticker.rests(), "rests while someone computes");
        drop(computing);
        soon(|| ticker.rests());
    }
}
