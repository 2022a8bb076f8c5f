//! The two places where a group's events are, read alike.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::record::EventRecord;
use super::{GroupsError, Inner, key};
use crate::Error;
use crate::logs::{Place, Turn};

/// What is read before other tasks get their turn.
const TURN_BYTES: usize = 1024 * 1024;

#[derive(Debug, Clone)]
pub(super) enum Source {
    /// What clients put into the group of this number.
    Own(u64),
    /// What this function printed.
    Function(Arc<str>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Back,
}

/// An event, whoever said it.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) at_ms: u64,
    pub(super) ingested_ms: u64,
    pub(super) stream: Label,
    pub(super) text: String,
}

/// The stream of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    Number(u64),
    Name(Arc<str>),
}

impl Inner {
    /// Shows the events behind a place, or those before it and the latest first, until `visit`
    /// breaks off or others should have a turn.
    pub(super) fn turn(
        &self,
        source: &Source,
        way: Way,
        from: Place,
        mut visit: impl FnMut(Place, Said) -> ControlFlow<()>,
    ) -> Result<Turn, GroupsError> {
        match source {
            Source::Own(group) => self.turn_of_own(*group, way, from, visit),
            Source::Function(function) => {
                let visit = |place: Place, event: crate::LogEvent| {
                    let said = Said {
                        at_ms: event.at_us / 1000,
                        ingested_ms: place.at_us / 1000,
                        stream: Label::Name(event.stream),
                        text: event.text,
                    };
                    visit(place, said)
                };
                Ok(match way {
                    Way::Forward => self.logs.turn(function, from, visit)?,
                    Way::Back => self.logs.turn_back(function, from, visit)?,
                })
            }
        }
    }

    fn turn_of_own(
        &self,
        group: u64,
        way: Way,
        from: Place,
        mut visit: impl FnMut(Place, Said) -> ControlFlow<()>,
    ) -> Result<Turn, GroupsError> {
        let mut turn = Turn { bytes: 0, more: false };
        let mut broken = None;
        let show = |entry: store::Entry| {
            turn.bytes += entry.key.len() + entry.value.len();
            let read = key::place(&entry.key).and_then(|at| Ok((at, entry.record()?)));
            let (place, EventRecord { stream, ingested_ms, text }) = match read {
                Ok(read) => read,
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            };
            let at_ms = place.at_us / 1000;
            visit(place, Said { at_ms, ingested_ms, stream: Label::Number(stream), text })?;
            if turn.bytes >= TURN_BYTES {
                turn.more = true;
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        let snapshot = self.store.snapshot()?;
        let (events, at) = (key::events(group), key::event(group, from));
        match way {
            Way::Forward => snapshot.each(events.starting_after(at), show)?,
            Way::Back => snapshot.each_back(events.ending_before(at), show)?,
        }
        match broken {
            Some(error) => Err(Error::Store(error).into()),
            None => Ok(turn),
        }
    }
}
