//! Lists, page by page.

use functions::FunctionName;
use protocol::lambda::{
    AccountLimit, AccountUsage, Error, FunctionVersion, GetAccountSettingsRequest,
    GetAccountSettingsResponse, ListFunctionsRequest, ListFunctionsResponse,
};

use super::Lambda;
use super::code::invalid;
use super::shown::Progress;

/// As many as Lambda gives at a time.
const PAGE_MAX: usize = 50;

/// What a page begins after, and how long it may be.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) after: Option<String>,
    pub(super) most: usize,
}

impl Page {
    /// Markers are ours: the key of the last one shown, in hex.
    pub(super) fn read(marker: Option<&str>, most: Option<i32>) -> Result<Self, Error> {
        let wrong = || invalid("Invalid marker. Give the one that the last page came with.");
        let text = |marker: &str| {
            let bytes = hex::decode(marker).map_err(|_| wrong())?;
            String::from_utf8(bytes).map_err(|_| wrong())
        };
        let after = marker.filter(|marker| !marker.is_empty()).map(text).transpose()?;
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE_MAX);
        Ok(Self { after, most: most.clamp(1, PAGE_MAX) })
    }

    /// This page of what is sorted by `key`, and the marker of the next.
    pub(super) fn of<T>(
        &self,
        all: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let after = self.after.as_deref();
        let mut rest = all.skip_while(|one| after.is_some_and(|after| *key(one) <= *after));
        let page: Vec<T> = rest.by_ref().take(self.most).collect();
        let next = rest.next().and_then(|_| page.last()).map(|last| hex::encode(key(last)));
        (page, next)
    }
}

impl Lambda {
    pub(super) async fn list_functions(
        &self,
        input: ListFunctionsRequest,
    ) -> Result<ListFunctionsResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        if input.function_version == Some(FunctionVersion::All) {
            return self.list_all_versions(&page);
        }
        let after = page.after.as_deref().and_then(|after| FunctionName::parse(after).ok());
        let mut entries = self.registry.page(after.as_ref(), page.most + 1);
        let more = entries.len() > page.most;
        entries.truncate(page.most);
        let last = entries.last().filter(|_| more);
        Ok(ListFunctionsResponse {
            next_marker: last.map(|last| hex::encode(last.latest.name.as_str())),
            functions: Some(
                entries.iter().map(|one| self.shown(&one.latest, None, Progress::Done)).collect(),
            ),
        })
    }

    /// Versions of one function follow each other, so a page begins in the middle of one.
    fn list_all_versions(&self, page: &Page) -> Result<ListFunctionsResponse, Error> {
        let (name, number) = match page.after.as_deref().and_then(|after| after.split_once(':')) {
            Some((name, number)) => (FunctionName::parse(name).ok(), number.parse::<u64>().ok()),
            None => (None, None),
        };
        let mut shown = Vec::new();
        let mut key = String::new();
        let mut take = |function: &functions::Function, number: u64| {
            if shown.len() < page.most {
                key = format!("{}:{number}", function.name);
                shown.push(self.shown(function, Some(&function.label.text()), Progress::Done));
                return true;
            }
            false
        };
        let rest = name.as_ref().and_then(|name| self.registry.entry(name.as_str()));
        let begun = rest.into_iter().map(|entry| (entry, number));
        let fresh = self.registry.page(name.as_ref(), page.most + 1);
        let mut more = false;
        'all: for (entry, number) in begun.chain(fresh.into_iter().map(|entry| (entry, None))) {
            // The latest counts as the version before the first.
            if number.is_none() && !take(&entry.latest, 0) {
                more = true;
                break;
            }
            // Whoever asks may have made the marker up.
            let from = number.map_or(0, |number| number.saturating_add(1));
            for (number, function) in entry.published.range(from..) {
                if !take(function, *number) {
                    more = true;
                    break 'all;
                }
            }
        }
        let next_marker = more.then(|| hex::encode(&key));
        Ok(ListFunctionsResponse { next_marker, functions: Some(shown) })
    }

    pub(super) async fn get_account_settings(
        &self,
        _: GetAccountSettingsRequest,
    ) -> Result<GetAccountSettingsResponse, Error> {
        let all = self.registry.all();
        let versions = || all.iter().flat_map(|entry| entry.all());
        let bytes: u64 = versions().map(|function| function.package_bytes).sum();
        let reserved: u32 = all.iter().filter_map(|entry| entry.reserved()).sum();
        let concurrency = i32::try_from(self.concurrency).unwrap_or(i32::MAX);
        let reserved = i32::try_from(reserved).unwrap_or(i32::MAX);
        Ok(GetAccountSettingsResponse {
            account_limit: Some(AccountLimit {
                total_code_size: Some(80_530_636_800),
                code_size_unzipped: Some(262_144_000),
                code_size_zipped: Some(52_428_800),
                concurrent_executions: Some(concurrency),
                unreserved_concurrent_executions: Some(concurrency.saturating_sub(reserved)),
            }),
            account_usage: Some(AccountUsage {
                total_code_size: i64::try_from(bytes).ok(),
                function_count: i64::try_from(all.len()).ok(),
            }),
        })
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
            let (some, next) = page.of(all.iter().cloned(), String::clone);
            seen.push(some.join(" "));
            let Some(next) = next else { break };
            marker = Some(next);
        }
        assert_eq!(seen, ["n0 n1 n2", "n3 n4 n5", "n6"]);
        assert!(Page::read(Some("not hex"), None).is_err());
        assert_eq!(Page::read(None, Some(10_000)).unwrap().most, PAGE_MAX);
    }
}
