//! Following a log: what is stored first, then what comes.
//!
//! A follower reads from the store behind its place whenever the store tells that the function's
//! log changed. So it can be as slow as it likes: it holds up nobody, nothing is kept for it in memory,
//! and it misses only what retention deleted meanwhile, which it is told.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use store::Watch;

use super::key::{self, Place};
use super::{Logs, Shared};
use crate::clock::now_us;
use crate::{Error, Level, LogEvent};

const PAGE_EVENTS: usize = 256;

/// The events of a function's log from some time on, without an end.
#[derive(Debug)]
pub struct Follow {
    shared: Arc<Shared>,
    function: Arc<str>,
    watch: Watch,
    after: Option<Place>,
    ready: VecDeque<LogEvent>,
    /// Everything there was at the start has been read: from now on, what is missing was skipped.
    caught_up: bool,
}

impl Logs {
    pub(crate) fn follow(&self, function: Arc<str>, since_us: u64) -> Follow {
        Follow {
            watch: self.shared.store.watch(key::log(&function)),
            shared: self.shared.clone(),
            after: Some(Place::before(since_us)),
            function,
            ready: VecDeque::new(),
            caught_up: false,
        }
    }
}

impl Follow {
    /// The next event; `None` when the store was closed. Can be cancelled without losing events.
    pub async fn next(&mut self) -> Option<Result<LogEvent, Error>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            if let Err(error) = self.read() {
                return Some(Err(error));
            }
            if self.ready.is_empty() {
                self.caught_up = true;
                self.watch.changed().await.ok()?;
            }
        }
    }

    /// The events that are there without waiting: first what is stored, then what has come since.
    pub fn ready(&mut self) -> Result<Vec<LogEvent>, Error> {
        if self.ready.is_empty() {
            self.read()?;
        }
        Ok(self.ready.drain(..).collect())
    }

    pub fn into_stream(self) -> FollowStream {
        FollowStream { next: Box::pin(step(self)) }
    }

    fn read(&mut self) -> Result<(), Error> {
        let Self { shared, function, after, ready, caught_up, .. } = self;
        let (mut first, mut last) = (None, *after);
        shared.read_turn(function, *after, |place, event| {
            first = first.or(Some(place));
            last = Some(place);
            ready.push_back(event);
            let full = ready.len() >= PAGE_EVENTS;
            if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        // Retention says what it is about to delete, so after reading there is no doubt whether
        // something that should have come before `first` was deleted.
        let pruned = shared.intake().pruned_up_to(function);
        if *caught_up && pruned > *after && first.is_none_or(|first| Some(first) > pruned) {
            let text = "some log lines were skipped: they were deleted before they could be read";
            let event = LogEvent::platform(function.clone(), "".into(), now_us(), text.to_owned());
            ready.push_front(LogEvent { level: Level::Warn, ..event });
            last = last.max(pruned);
        }
        *after = last;
        Ok(())
    }
}

type Step = Pin<Box<dyn Future<Output = (Option<Result<LogEvent, Error>>, Follow)> + Send>>;

/// [`Follow`] as a stream.
pub struct FollowStream {
    next: Step,
}

async fn step(mut follow: Follow) -> (Option<Result<LogEvent, Error>>, Follow) {
    (follow.next().await, follow)
}

impl Stream for FollowStream {
    type Item = Result<LogEvent, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (event, follow) = ready!(self.next.as_mut().poll(context));
        self.next = Box::pin(step(follow));
        Poll::Ready(event)
    }
}
