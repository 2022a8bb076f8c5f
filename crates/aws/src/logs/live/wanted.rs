//! Which events somebody wants to see. Pure.

use protocol::logs::{Error, StartLiveTailRequest};
use telemetry::{GroupName, Pattern, StreamName};

use crate::logs::error::{invalid, told, wrong_pattern};
use crate::logs::home::Home;

#[derive(Debug)]
pub(super) struct Wanted {
    groups: Vec<GroupName>,
    streams: Streams,
    pattern: Option<Pattern>,
}

#[derive(Debug)]
enum Streams {
    All,
    Named(Vec<StreamName>),
    Beginning(Vec<String>),
}

impl Wanted {
    pub(super) fn read(input: &StartLiveTailRequest, home: &Home) -> Result<Self, Error> {
        let mut groups = Vec::with_capacity(input.log_group_identifiers.len());
        for identifier in &input.log_group_identifiers {
            if identifier.ends_with('*') {
                return Err(invalid("The ARN of a log group cannot end with an asterisk here."));
            }
            groups.push(home.group(identifier)?);
        }
        groups.sort();
        groups.dedup();
        let given = |names: &Option<Vec<String>>| names.clone().filter(|names| !names.is_empty());
        let names = given(&input.log_stream_names);
        let prefixes = given(&input.log_stream_name_prefixes);
        if (names.is_some() || prefixes.is_some()) && groups.len() > 1 {
            return Err(invalid("Log streams can be chosen of one log group only."));
        }
        let streams = match (names, prefixes) {
            (None, None) => Streams::All,
            (None, Some(prefixes)) => Streams::Beginning(prefixes),
            (Some(names), None) => {
                let names = names.iter().map(|name| StreamName::parse(name).map_err(told));
                Streams::Named(names.collect::<Result<_, _>>()?)
            }
            (Some(_), Some(_)) => {
                let text =
                    "logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.";
                return Err(invalid(text));
            }
        };
        let pattern = input.log_event_filter_pattern.as_deref().map(Pattern::parse);
        Ok(Self { groups, streams, pattern: pattern.transpose().map_err(wrong_pattern)? })
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &GroupName> {
        self.groups.iter()
    }

    pub(super) fn stream(&self, group: &GroupName, stream: &str) -> bool {
        self.groups.contains(group)
            && match &self.streams {
                Streams::All => true,
                Streams::Named(names) => names.iter().any(|name| name.as_str() == stream),
                Streams::Beginning(prefixes) => {
                    prefixes.iter().any(|prefix| stream.starts_with(prefix.as_str()))
                }
            }
    }

    pub(super) fn text(&self, text: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(groups: &[&str], names: &[&str], prefixes: &[&str]) -> StartLiveTailRequest {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        StartLiveTailRequest {
            log_group_identifiers: texts(groups),
            log_stream_names: Some(texts(names)),
            log_stream_name_prefixes: Some(texts(prefixes)),
            log_event_filter_pattern: Some("error".into()),
        }
    }

    fn read(groups: &[&str], names: &[&str], prefixes: &[&str]) -> Result<Wanted, Error> {
        Wanted::read(&input(groups, names, prefixes), &Home::new("r", "a"))
    }

    #[test]
    fn groups_streams_and_texts() {
        let g = GroupName::parse("g").unwrap();
        for (names, prefixes, stream, expected) in [
            (&[][..], &[][..], "any", true),
            (&["a", "b"], &[], "b", true),
            (&["a", "b"], &[], "c", false),
            (&[], &["a/", "b/"], "b/1", true),
            (&[], &["a/", "b/"], "c/1", false),
        ] {
            let wanted = read(&["arn:aws:logs:r:a:log-group:g"], names, prefixes).unwrap();
            assert_eq!(wanted.stream(&g, stream), expected, "{names:?} {prefixes:?} {stream}");
            assert!(!wanted.stream(&GroupName::parse("h").unwrap(), stream));
            assert_eq!([wanted.text("an error"), wanted.text("fine")], [true, false]);
        }
    }

    #[test]
    fn what_makes_no_sense() {
        assert!(read(&["g", "g"], &["a"], &[]).is_ok());
        assert!(read(&["g", "h"], &[], &[]).is_ok());
        assert!(read(&["g", "h"], &["a"], &[]).is_err());
        assert!(read(&["g"], &["a"], &["b"]).is_err());
        assert!(read(&["g"], &["a:b"], &[]).is_err());
        assert!(read(&["arn:aws:logs:r:a:log-group:g:*"], &[], &[]).is_err());
        let pattern = Some("{ broken".into());
        let input =
            StartLiveTailRequest { log_event_filter_pattern: pattern, ..input(&["g"], &[], &[]) };
        assert!(Wanted::read(&input, &Home::new("r", "a")).is_err());
    }
}
