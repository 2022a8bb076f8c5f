//! Events written as lines.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tracing::callsite::Identifier;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::alike::{Alike, Rest, WINDOW};
use super::fields::Fields;
use crate::render::{Style, count};

/// Writes to `W`.
#[derive(Debug)]
pub(super) struct Lines<W> {
    desk: Arc<Mutex<Desk<W>>>,
    /// Tells a thread that something is left to be said later.
    later: Sender<()>,
}

#[derive(Debug)]
struct Desk<W> {
    out: W,
    colour: bool,
    began: Instant,
    alike: Alike<Place>,
}

/// Where in the code a line comes from.
type Place = (Identifier, Level, &'static str);

impl<W: Write + Send + 'static> Lines<W> {
    pub(super) fn new(out: W, colour: bool) -> Self {
        let began = Instant::now();
        let desk = Desk { out, colour, began, alike: Alike::default() };
        let desk = Arc::new(Mutex::new(desk));
        let (later, wakes) = mpsc::channel();
        let theirs = desk.clone();
        // It sleeps until something was left out. Without it that is said when the next such line comes.
        let named = std::thread::Builder::new().name("log".to_owned());
        let _ = named.spawn(move || tell_rests(&theirs, &wakes));
        Self { desk, later }
    }
}

fn tell_rests<W: Write>(desk: &Mutex<Desk<W>>, wakes: &mpsc::Receiver<()>) {
    while wakes.recv().is_ok() {
        loop {
            // In a statement of its own: nobody waits for anything with the lock in hand.
            let wait = lock(desk).until_rest();
            let Some(wait) = wait else { break };
            match wakes.recv_timeout(wait) {
                Err(RecvTimeoutError::Disconnected) => return,
                Ok(()) | Err(RecvTimeoutError::Timeout) => lock(desk).tell_rests(),
            }
        }
    }
}

impl<S: Subscriber, W: Write + Send + 'static> Layer<S> for Lines<W> {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if lock(&self.desk).take(event.metadata(), &fields.line()) == Taken::Counted {
            let _ = self.later.send(());
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Taken {
    Shown,
    /// The first that was not shown.
    Counted,
}

impl<W: Write> Desk<W> {
    fn take(&mut self, from: &Metadata<'static>, line: &str) -> Taken {
        // Who asked for details gets all of them.
        if *from.level() > Level::INFO {
            self.write(from.level(), from.target(), line);
            return Taken::Shown;
        }
        let place = (from.callsite(), *from.level(), from.target());
        let waiting = self.alike.next_end().is_some();
        let (rest, shown) = self.alike.add(place.clone(), line, self.began.elapsed());
        if let Some(rest) = rest {
            self.tell(&rest, &place);
        }
        if shown {
            self.write(&place.1, place.2, line);
        }
        if shown || waiting { Taken::Shown } else { Taken::Counted }
    }

    fn tell(&mut self, rest: &Rest, (_, level, target): &Place) {
        let Rest { last, more } = rest;
        let (more, seconds) = (count(*more), WINDOW.as_secs());
        self.write(
            level,
            target,
            &format!("{last} (and {more} more like it in the last {seconds} s)"),
        );
    }

    fn tell_rests(&mut self) {
        for (place, rest) in self.alike.end(self.began.elapsed()) {
            self.tell(&rest, &place);
        }
    }

    /// How long nothing is left to be said; none if nothing was left out.
    fn until_rest(&self) -> Option<Duration> {
        Some(self.alike.next_end()?.saturating_sub(self.began.elapsed()))
    }

    fn write(&mut self, level: &Level, target: &str, line: &str) {
        let style = match *level {
            Level::ERROR => Style::Red,
            Level::WARN => Style::Yellow,
            _ => Style::Plain,
        };
        let now = Style::Dim.paint(&format!("{:.3}", Timestamp::now()), self.colour);
        let level = style.paint(&format!("{level:>5}"), self.colour);
        let target = Style::Dim.paint(&format!("{target}:"), self.colour);
        // Where a log cannot be written there is nobody to complain to.
        let _ = self.out.write_all(format!("{now} {level} {target} {line}\n").as_bytes());
        let _ = self.out.flush();
    }
}

/// A line more or less does not spoil what is behind the lock.
fn lock<T>(desk: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            lock(&self.0).write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn written(colour: bool, say: impl FnOnce()) -> String {
        let paper = Paper::default();
        let log = tracing_subscriber::registry().with(Lines::new(paper.clone(), colour));
        tracing::subscriber::with_default(log, say);
        let bytes = lock(&paper.0).clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_line_has_its_time_and_no_colours_in_files() {
        let text = written(false, || tracing::warn!(error = %"no\x1b[2J\nroom", n = 7, "it broke"));
        let (time, rest) = text.split_once(' ').unwrap();
        assert!(time.parse::<Timestamp>().is_ok() && time.len() == 24, "{time}");
        assert_eq!(rest, " WARN mayfly::log::lines::tests: it broke error=no␛[2J\\nroom n=7\n");
        assert!(written(true, || tracing::error!("x")).contains("\x1b[31mERROR\x1b[0m"));
    }

    #[test]
    fn many_alike_are_one_line() {
        let text = written(false, || {
            for _ in 0..1_000 {
                tracing::warn!("no room");
            }
            tracing::warn!("something else");
        });
        assert_eq!(text.matches("no room").count(), 1, "{text}");
        assert_eq!(text.lines().count(), 2, "{text}");
        let details = || (0..10).for_each(|_| tracing::debug!("step"));
        assert_eq!(written(false, details).lines().count(), 10);
    }
}
