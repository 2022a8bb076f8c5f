//! Calls that are the first of their process, told apart by whether it was started for them.
//!
//! Their instances leave as soon as they have answered, so that none answers twice.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::bench::http::{Connection, Request};
use crate::bench::platform::Platform;
use crate::bench::project::Function;
use crate::bench::stats::Series;

/// In which an instance that leaves is gone, with all that was its own.
pub(super) const PAUSE: Duration = Duration::from_millis(80);

pub(super) struct FirstCalls<'a> {
    platform: &'a Platform<'a>,
    function: &'a Function,
    request: Request,
    leave: Request,
    connection: RefCell<Connection>,
    /// The platform's name for each call, and the milliseconds it took.
    made: RefCell<Vec<(String, f64)>>,
    tried: RefCell<usize>,
}

/// Which of them count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An instance was started for the call.
    Cold,
    /// An instance was there and had never been called.
    Parked,
}

impl<'a> FirstCalls<'a> {
    pub(super) fn of(platform: &'a Platform<'a>, function: &'a Function) -> anyhow::Result<Self> {
        Ok(Self {
            platform,
            function,
            request: Request::get(&function.path()),
            leave: Request::get(&format!("{}?leave", function.path())),
            connection: RefCell::new(platform.connect()?),
            made: RefCell::default(),
            tried: RefCell::default(),
        })
    }

    /// For a turn in a contest; what counts is known when it is over.
    pub(super) fn call(&self) -> anyhow::Result<Vec<f64>> {
        let mut connection = self.connection.borrow_mut();
        let reply = connection.call(&self.request)?;
        // It ends instead of answering, which is an error as far as the platform can tell.
        connection.call(&self.leave)?;
        ensure!(reply.status == 200, "answer {}: {}", reply.status, reply.text());
        let answer: serde_json::Value = serde_json::from_slice(&reply.body)?;
        *self.tried.borrow_mut() += 1;
        if answer["calls"] == 1 {
            let id = reply.request_id.context("the answer does not say which call it is of")?;
            self.made.borrow_mut().push((id, reply.took.as_secs_f64() * 1000.0));
        }
        Ok(Vec::new())
    }

    /// Those of a kind, without the very first, and a sentence on how many they are.
    pub(super) fn counted(&self, kind: Kind) -> anyhow::Result<(Series, String)> {
        let cold = self.platform.cold_calls(self.function)?;
        let made = self.made.borrow();
        let counts =
            made.iter().skip(1).filter(|(id, _)| cold.contains(id) == (kind == Kind::Cold));
        let series: Series = counts.map(|(_, ms)| *ms).collect();
        let (count, tried) = (series.values().len(), self.tried.borrow().saturating_sub(1));
        let which = match kind {
            Kind::Cold => "had an instance started for them",
            Kind::Parked => "met an instance never called before",
        };
        let name = &self.function.name;
        Ok((series, format!("{name}: {count} of {tried} calls {which}, the others do not count")))
    }
}
