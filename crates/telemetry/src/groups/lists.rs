//! Lists of groups and of streams, page by page.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use store::Snapshot;

use super::names::is_group_text;
use super::position::invalid;
use super::record::{GroupRecord, StreamRecord, Tally};
use super::{Group, GroupName, GroupsError, LogGroups, Stream, key};

const PAGE: usize = 50;

#[derive(Debug, Clone, Default)]
pub struct GroupsQuery {
    pub prefix: Option<String>,
    /// A text that must be somewhere in the name.
    pub pattern: Option<String>,
    pub limit: Option<usize>,
    pub token: Option<String>,
}

#[derive(Debug, Clone)]
pub struct GroupsPage {
    pub groups: Vec<Group>,
    pub token: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Name,
    LastEvent,
}

#[derive(Debug, Clone)]
pub struct StreamsQuery {
    pub group: GroupName,
    pub prefix: Option<String>,
    pub order: Order,
    pub descending: bool,
    pub limit: Option<usize>,
    pub token: Option<String>,
}

impl StreamsQuery {
    pub fn of(group: GroupName) -> Self {
        let (prefix, order, limit, token) = (None, Order::Name, None, None);
        Self { group, prefix, order, descending: false, limit, token }
    }
}

#[derive(Debug, Clone)]
pub struct StreamsPage {
    pub streams: Vec<Stream>,
    pub token: Option<String>,
}

impl LogGroups {
    /// Groups by name: those that were made, and those of functions that have logged.
    pub async fn groups(&self, query: GroupsQuery) -> Result<GroupsPage, GroupsError> {
        if query.prefix.is_some() && query.pattern.is_some() {
            let text = "LogGroup name prefix and LogGroup name pattern are mutually exclusive \
                        parameters.";
            return Err(GroupsError::Invalid(text.into()));
        }
        for text in [&query.prefix, &query.pattern, &query.token].into_iter().flatten() {
            if !is_group_text(text) {
                let rule = r"satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]*";
                return Err(GroupsError::constraint(text, "logGroupName", rule));
            }
        }
        self.0.logs.flush().await?;
        let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE);
        let is_asked = |name: &str| {
            query.prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
                && query.pattern.as_ref().is_none_or(|pattern| name.contains(pattern.as_str()))
                && query.token.as_ref().is_none_or(|token| name > token.as_str())
        };
        let mut found = BTreeMap::new();
        let snapshot = self.0.store.snapshot()?;
        own_groups(&snapshot, limit + 1, is_asked, &mut found)?;
        let mut functions = 0;
        self.0.logs.functions(None, |function, kept| {
            let name = GroupName::of_function(&function);
            if is_asked(name.as_str()) {
                functions += 1;
                let group = found.entry(name.as_str().to_owned()).or_insert_with(|| Group {
                    name,
                    created_ms: kept.oldest_us / 1000,
                    retention_days: None,
                    stored_bytes: 0,
                });
                group.stored_bytes += kept.bytes;
            }
            if functions > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let more = found.len() > limit;
        let groups: Vec<_> = found.into_values().take(limit).collect();
        let last = groups.last().map(|group| group.name.to_string());
        Ok(GroupsPage { groups, token: last.filter(|_| more) })
    }

    /// A group's streams, by name or by the time of their last event.
    pub async fn streams(&self, query: StreamsQuery) -> Result<StreamsPage, GroupsError> {
        if query.order == Order::LastEvent && query.prefix.is_some() {
            let text = "Cannot order by LastEventTime with a logStreamNamePrefix.";
            return Err(GroupsError::Invalid(text.into()));
        }
        let found = self.0.find(&query.group).await?.ok_or(GroupsError::NoGroup)?;
        let mut top = Top::new(&query)?;
        if let Some(own) = found.own {
            let mut broken = None;
            self.0.store.snapshot()?.each(key::streams(own.id), |entry| {
                let read = key::stream_of(&entry.key).and_then(|name| Ok((name, entry.record()?)));
                let (name, record): (String, StreamRecord) = match read {
                    Ok(read) => read,
                    Err(error) => {
                        broken = Some(error);
                        return ControlFlow::Break(());
                    }
                };
                top.offer(Stream::of(name, &record));
                ControlFlow::Continue(())
            })?;
            if let Some(error) = broken {
                return Err(error.into());
            }
        }
        if let Some(function) = found.function {
            for (name, written) in self.0.logs.streams(&function).await? {
                let (first_ms, last_ms) = (written.first_us / 1000, written.last_us / 1000);
                top.offer(Stream {
                    name: name.to_string(),
                    created_ms: first_ms,
                    first_event_ms: Some(first_ms),
                    last_event_ms: Some(last_ms),
                    last_ingestion_ms: Some(last_ms),
                });
            }
        }
        Ok(top.page())
    }
}

fn own_groups(
    snapshot: &Snapshot,
    most: usize,
    is_asked: impl Fn(&str) -> bool,
    found: &mut BTreeMap<String, Group>,
) -> Result<(), GroupsError> {
    // They come in the order of their names, which is the order of pages.
    let mut read = |entry: store::Entry| -> Result<ControlFlow<()>, GroupsError> {
        let name = key::group_name(&entry.key)?;
        if !is_asked(&name) {
            return Ok(ControlFlow::Continue(()));
        }
        let record: GroupRecord = entry.record()?;
        let tally = snapshot.get(key::tally(record.id))?;
        let tally: Option<Tally> = tally.map(|entry| entry.record()).transpose()?;
        let group = Group {
            name: GroupName::parse(&name)?,
            created_ms: record.created_ms,
            retention_days: record.retention_days,
            stored_bytes: tally.unwrap_or_default().bytes,
        };
        found.insert(name, group);
        Ok(if found.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    };
    let mut broken = None;
    snapshot.each(key::groups(), |entry| {
        read(entry).unwrap_or_else(|error| {
            broken = Some(error);
            ControlFlow::Break(())
        })
    })?;
    broken.map_or(Ok(()), Err)
}

/// The first streams of an order, and no more of them than a page has and one.
struct Top<'a> {
    query: &'a StreamsQuery,
    limit: usize,
    after: Option<(u64, String)>,
    found: BTreeMap<(u64, String), Stream>,
}

impl<'a> Top<'a> {
    fn new(query: &'a StreamsQuery) -> Result<Self, GroupsError> {
        let after = match &query.token {
            Some(token) => {
                let (time, name) = token.split_once('/').ok_or_else(invalid)?;
                let is_number = time.bytes().all(|byte| byte.is_ascii_digit());
                let time = time.parse().ok().filter(|_| is_number).ok_or_else(invalid)?;
                Some((time, name.to_owned()))
            }
            None => None,
        };
        let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE);
        Ok(Self { query, limit, after, found: BTreeMap::new() })
    }

    fn offer(&mut self, stream: Stream) {
        let Self { query, limit, after, found } = self;
        if query.prefix.as_ref().is_some_and(|prefix| !stream.name.starts_with(prefix.as_str())) {
            return;
        }
        let time = match query.order {
            Order::Name => 0,
            Order::LastEvent => stream.last_event_ms.unwrap_or(0),
        };
        let place = (time, stream.name.clone());
        let is_behind = after.as_ref().is_none_or(|after| match query.descending {
            true => place < *after,
            false => place > *after,
        });
        if is_behind {
            found.insert(place, stream);
            if found.len() > *limit + 1 {
                if query.descending {
                    found.pop_first()
                } else {
                    found.pop_last()
                };
            }
        }
    }

    fn page(self) -> StreamsPage {
        let more = self.found.len() > self.limit;
        let mut found: Vec<_> = self.found.into_iter().collect();
        if self.query.descending {
            found.reverse();
        }
        found.truncate(self.limit);
        let last = found.last().map(|((time, name), _)| format!("{time}/{name}"));
        let streams = found.into_iter().map(|(_, stream)| stream).collect();
        StreamsPage { streams, token: last.filter(|_| more) }
    }
}
