//! The events of a group, of all its streams or of some, by a pattern.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::events::{PAGE_BYTES, PAGE_EVENTS, Part};
use super::get::span;
use super::record::Named;
use super::source::{Label, Said, Source, Way};
use super::{GroupName, GroupsError, Inner, LogGroups, StreamName, key, position};
use crate::Pattern;
use crate::logs::Place;

const NAMES_MAX: usize = 100;

/// Which events of a group to read, oldest first.
#[derive(Debug, Clone)]
pub struct Filter {
    pub group: GroupName,
    pub streams: Streams,
    pub since_ms: Option<u64>,
    /// Events after this time are not part of the answer.
    pub until_ms: Option<u64>,
    pub pattern: Option<Pattern>,
    pub limit: Option<usize>,
    pub token: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Streams {
    All,
    Named(Vec<StreamName>),
    Prefix(String),
}

impl Filter {
    pub fn of(group: GroupName) -> Self {
        let (since_ms, until_ms, pattern, limit, token) = (None, None, None, None, None);
        Self { group, streams: Streams::All, since_ms, until_ms, pattern, limit, token }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilteredEvent {
    pub stream: Arc<str>,
    pub at_ms: u64,
    pub ingested_ms: u64,
    pub text: String,
    pub id: String,
}

/// With a token there may be more, also when there are no events.
#[derive(Debug, Clone)]
pub struct FilteredPage {
    pub events: Vec<FilteredEvent>,
    pub token: Option<String>,
}

impl LogGroups {
    pub async fn filter_events(&self, filter: Filter) -> Result<FilteredPage, GroupsError> {
        let groups = &self.0;
        let found = groups.find(&filter.group).await?.ok_or(GroupsError::NoGroup)?;
        if found.function.is_some() {
            groups.logs.flush().await?;
        }
        let own = found.own.as_ref().map(|own| own.id);
        if let Streams::Named(names) = &filter.streams {
            groups.must_be_there(own, found.function.is_some(), names)?;
        }
        let span = span(filter.since_ms, filter.until_ms.map(|ms| ms.saturating_add(1)));
        let start = match &filter.token {
            Some(token) => position::parse_pair(token)?,
            None => [Place::before(span.since_us); 2],
        };
        let sources = [own.map(Source::Own), found.function.map(Source::Function)];
        let limit = filter.limit.unwrap_or(PAGE_EVENTS).clamp(1, PAGE_EVENTS);
        let mut names = Names { groups, group: own.unwrap_or_default(), known: HashMap::new() };
        let mut parts = Vec::with_capacity(2);
        for (source, start) in sources.iter().zip(start) {
            let start = start.max(Place::before(span.since_us));
            let Some(source) = source else {
                parts.push(Part { events: <_>::default(), looked_at: start, more: false });
                continue;
            };
            let wanted = |said: &Said| {
                let Some(name) = names.of(&said.stream)? else { return Ok(false) };
                let is_asked = match &filter.streams {
                    Streams::All => true,
                    Streams::Named(asked) => asked.iter().any(|asked| asked.as_str() == &*name),
                    Streams::Prefix(prefix) => name.starts_with(prefix.as_str()),
                };
                let fits = |pattern: &Pattern| pattern.matches(&said.text);
                Ok(is_asked && filter.pattern.as_ref().is_none_or(fits))
            };
            parts.push(groups.gather(source, Way::Forward, start, span, limit, wanted).await?);
        }
        let (taken, places, more) = merge(parts, start, limit);
        let mut events = Vec::with_capacity(taken.len());
        for (place, said) in taken {
            let stream = names.of(&said.stream)?.unwrap_or_default();
            let Said { at_ms, ingested_ms, text, .. } = said;
            let id = position::event_id(place);
            events.push(FilteredEvent { stream, at_ms, ingested_ms, text, id });
        }
        Ok(FilteredPage { events, token: more.then(|| position::pair_token(places)) })
    }
}

type Merged = (Vec<(Place, Said)>, [Place; 2], bool);

/// The first events of both parts, in order; where each goes on; and whether there is more. Nothing
/// is taken from behind where the other part was looked at.
fn merge(parts: Vec<Part>, start: [Place; 2], limit: usize) -> Merged {
    let bound = parts.iter().filter(|part| part.more).map(|part| part.looked_at).min();
    let mut parts = parts;
    let (mut taken, mut places, mut held) = (Vec::new(), start, 0);
    while taken.len() < limit && held < PAGE_BYTES {
        let first = |part: &Part| part.events.front().map(|(place, _)| *place);
        let earliest = parts.iter().enumerate().filter_map(|(at, part)| Some((first(part)?, at)));
        let Some((place, at)) = earliest.min() else { break };
        if bound.is_some_and(|bound| place > bound) {
            break;
        }
        if let Some((place, said)) = parts[at].events.pop_front() {
            held += said.text.len();
            places[at] = place;
            taken.push((place, said));
        }
    }
    let mut more = false;
    for (place, part) in places.iter_mut().zip(&parts) {
        more |= part.more || !part.events.is_empty();
        if part.events.is_empty() {
            *place = part.looked_at;
        }
    }
    (taken, places, more)
}

impl Inner {
    fn must_be_there(
        &self,
        own: Option<u64>,
        prints: bool,
        names: &[StreamName],
    ) -> Result<(), GroupsError> {
        if names.is_empty() || names.len() > NAMES_MAX {
            let rule = "have length between 1 and 100";
            return Err(GroupsError::constraint("[...]", "logStreamNames", rule));
        }
        for name in names {
            let is_own = match own {
                Some(own) => self.stream(own, name)?.is_some(),
                None => false,
            };
            // What a function prints has no list of streams to look into.
            if !is_own && !prints {
                return Err(GroupsError::NoStream);
            }
        }
        Ok(())
    }
}

/// The names of streams by their numbers, each looked up once.
struct Names<'a> {
    groups: &'a Inner,
    group: u64,
    known: HashMap<u64, Option<Arc<str>>>,
}

impl Names<'_> {
    /// None for a stream that was deleted and whose events are not gone yet.
    fn of(&mut self, label: &Label) -> Result<Option<Arc<str>>, GroupsError> {
        let number = match label {
            Label::Name(name) => return Ok(Some(name.clone())),
            Label::Number(number) => *number,
        };
        let place = match self.known.entry(number) {
            Entry::Occupied(known) => return Ok(known.get().clone()),
            Entry::Vacant(place) => place,
        };
        let entry = self.groups.store.get(key::stream_name(self.group, number))?;
        let named: Option<Named> = entry.map(|entry| entry.record()).transpose()?;
        Ok(place.insert(named.map(|named| named.0.into())).clone())
    }
}
