//! The events of one stream, forward and back.

use super::events::{PAGE_EVENTS, Part, Span};
use super::record::Seen;
use super::source::{Label, Source, Way};
use super::{GroupName, GroupsError, LogGroups, StreamName, position};
use crate::logs::Place;

/// Which events of a stream to read.
#[derive(Debug, Clone)]
pub struct GetEvents {
    pub group: GroupName,
    pub stream: StreamName,
    pub since_ms: Option<u64>,
    /// Events at this time are not part of the answer.
    pub until_ms: Option<u64>,
    pub limit: Option<usize>,
    /// Without a token: the earliest events rather than the latest.
    pub from_head: bool,
    pub token: Option<String>,
}

impl GetEvents {
    /// The latest events of a stream.
    pub fn of(group: GroupName, stream: StreamName) -> Self {
        let (since_ms, until_ms, limit, token) = (None, None, None, None);
        Self { group, stream, since_ms, until_ms, limit, from_head: false, token }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputEvent {
    pub at_ms: u64,
    pub ingested_ms: u64,
    pub text: String,
}

/// Oldest first, whichever way was gone. A token given and got back means: that was the end.
#[derive(Debug, Clone)]
pub struct EventsPage {
    pub events: Vec<OutputEvent>,
    pub forward: String,
    pub backward: String,
}

impl LogGroups {
    pub async fn get_events(&self, query: GetEvents) -> Result<EventsPage, GroupsError> {
        let groups = &self.0;
        let found = groups.find(&query.group).await?.ok_or(GroupsError::NoGroup)?;
        let mut span = span(query.since_ms, query.until_ms);
        let own = match &found.own {
            Some(own) => groups.stream(own.id, &query.stream)?.map(|stream| (own.id, stream)),
            None => None,
        };
        let is_own = own.is_some();
        let (source, label) = match (own, found.function) {
            (Some((group, stream)), _) => {
                // Where others' events alone are need not be looked.
                let (first, last) = match stream.seen {
                    Some(Seen { first_ms, last_ms, .. }) => (us(first_ms), us(last_ms + 1)),
                    None => (0, 0),
                };
                span.since_us = span.since_us.max(first);
                span.until_us = span.until_us.min(last);
                (Source::Own(group), Label::Number(stream.id))
            }
            (None, Some(function)) => {
                groups.logs.flush().await?;
                (Source::Function(function), Label::Name(query.stream.shared()))
            }
            (None, None) => return Err(GroupsError::NoStream),
        };
        let (way, from) = match &query.token {
            Some(token) => position::parse(token)?,
            None if query.from_head => (Way::Forward, Place::before(span.since_us)),
            None => (Way::Back, Place { at_us: span.until_us, seq: 0 }),
        };
        // A token is a place; the times asked for still hold.
        let start = match way {
            Way::Forward => from.max(Place::before(span.since_us)),
            Way::Back => from.min(Place { at_us: span.until_us, seq: 0 }),
        };
        let limit = query.limit.unwrap_or(PAGE_EVENTS).clamp(1, PAGE_EVENTS);
        let part = groups
            .gather(&source, way, start, span, limit, |said| Ok(said.stream == label))
            .await?;
        let nothing = part.events.is_empty() && !part.more;
        if nothing && query.token.is_none() && !is_own {
            let there = groups.prints(&query.group, &query.stream).await?;
            if !there {
                return Err(GroupsError::NoStream);
            }
        }
        Ok(page(way, from, part))
    }
}

fn page(way: Way, from: Place, part: Part) -> EventsPage {
    let Part { events, looked_at, more } = part;
    // At the end the client gets back what it gave.
    let on = if events.is_empty() && !more { from } else { looked_at };
    let first_read = events.front().map(|(place, _)| *place);
    let (forward, backward) = match way {
        Way::Forward => (on, first_read.unwrap_or_else(|| position::next(from))),
        Way::Back => (first_read.unwrap_or_else(|| position::previous(from)), on),
    };
    let mut events: Vec<_> = events
        .into_iter()
        .map(|(_, said)| OutputEvent {
            at_ms: said.at_ms,
            ingested_ms: said.ingested_ms,
            text: said.text,
        })
        .collect();
    if way == Way::Back {
        events.reverse();
    }
    EventsPage {
        events,
        forward: position::token(Way::Forward, forward),
        backward: position::token(Way::Back, backward),
    }
}

pub(super) fn span(since_ms: Option<u64>, until_ms: Option<u64>) -> Span {
    Span { since_us: us(since_ms.unwrap_or(0)), until_us: until_ms.map_or(u64::MAX, us) }
}

fn us(ms: u64) -> u64 {
    ms.saturating_mul(1000)
}
