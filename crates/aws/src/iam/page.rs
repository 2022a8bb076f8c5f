//! Lists, page by page: `Marker`, `MaxItems` and `IsTruncated`.

use identity::directory;
use protocol::iam::Error;

use crate::directory::invalid;

/// As many as IAM gives at a time when it is not told.
const USUAL: usize = 100;
const MOST: usize = 1_000;

/// What a page begins after, and how long it may be.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) after: Option<String>,
    pub(super) most: usize,
}

/// One page of a list, and the marker of the next.
#[derive(Debug, PartialEq)]
pub(super) struct Part<T> {
    pub(super) items: Vec<T>,
    pub(super) marker: Option<String>,
}

impl Page {
    /// Markers are ours: the key of the last one shown, in hex.
    pub(super) fn read(marker: Option<&str>, most: Option<i32>) -> Result<Self, Error> {
        let wrong = || invalid("Invalid Marker.");
        let text = |marker: &str| {
            let bytes = hex::decode(marker).map_err(|_| wrong())?;
            String::from_utf8(bytes).map_err(|_| wrong())
        };
        let after = marker.filter(|marker| !marker.is_empty()).map(text).transpose()?;
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(USUAL);
        Ok(Self { after, most: most.clamp(1, MOST) })
    }

    /// What to ask the directory for.
    pub(super) fn of_directory(self, path_prefix: Option<String>) -> directory::Page {
        directory::Page {
            path_prefix: path_prefix.unwrap_or_else(|| "/".into()),
            after: self.after,
            limit: self.most,
        }
    }

    /// This page of what is sorted by `key`.
    pub(super) fn of<T>(
        &self,
        all: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Part<T> {
        let after = self.after.as_deref();
        let all = all.into_iter();
        let mut rest = all.skip_while(|one| after.is_some_and(|after| *key(one) <= *after));
        let items: Vec<T> = rest.by_ref().take(self.most).collect();
        let last = rest.next().and_then(|_| items.last());
        let marker = last.map(|last| hex::encode(key(last)));
        Part { items, marker }
    }
}

impl<T> Part<T> {
    pub(super) fn listed(listed: directory::Listed<T>) -> Self {
        Self { items: listed.items, marker: listed.marker.map(hex::encode) }
    }

    pub(super) fn is_truncated(&self) -> Option<bool> {
        Some(self.marker.is_some())
    }

    pub(super) fn map<U>(self, change: impl FnMut(T) -> U) -> Part<U> {
        Part { items: self.items.into_iter().map(change).collect(), marker: self.marker }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other() {
        let all: Vec<String> = (0..7).map(|n| format!("n{n}")).collect();
        let (mut marker, mut seen) = (None, Vec::new());
        loop {
            let page = Page::read(marker.as_deref(), Some(3)).unwrap();
            let part = page.of(all.iter().cloned(), String::clone);
            seen.push(part.items.join(" "));
            let Some(next) = part.marker else { break };
            marker = Some(next);
        }
        assert_eq!(seen, ["n0 n1 n2", "n3 n4 n5", "n6"]);
    }

    #[test]
    fn what_is_no_marker_is_refused() {
        for marker in ["not hex", "ff"] {
            assert!(Page::read(Some(marker), None).is_err(), "{marker}");
        }
        for (given, most) in [(None, 100), (Some(1), 1), (Some(-1), 100), (Some(i32::MAX), 1_000)] {
            assert_eq!(Page::read(Some(""), given).unwrap().most, most);
        }
    }
}
