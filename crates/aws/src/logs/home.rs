//! The names of groups and streams in the world: ARNs, and the identifiers that may be one. Pure.

use std::sync::Arc;

use protocol::logs::Error;
use telemetry::GroupName;

use super::error::{invalid, told};

/// Where groups are.
#[derive(Debug, Clone)]
pub(super) struct Home {
    /// `arn:aws:logs:us-east-1:000000000000:log-group:`
    prefix: Arc<str>,
}

impl Home {
    pub(super) fn new(region: &str, account: &str) -> Self {
        Self { prefix: format!("arn:aws:logs:{region}:{account}:log-group:").into() }
    }

    /// Of a group by itself, as tags and identifiers use it.
    pub(super) fn arn(&self, group: &str) -> String {
        format!("{}{group}", self.prefix)
    }

    /// Of a group with everything in it, as it is described.
    pub(super) fn whole_arn(&self, group: &str) -> String {
        format!("{}{group}:*", self.prefix)
    }

    /// What actions on a group are asked about: policies say `log-group:NAME:*`.
    pub(super) fn asked_arn(&self, group: &str) -> String {
        self.stream_arn(group, "")
    }

    pub(super) fn stream_arn(&self, group: &str, stream: &str) -> String {
        format!("{}{group}:log-stream:{stream}", self.prefix)
    }

    /// The name in an identifier: a name, or the ARN of a group with or without `:*`. What is no
    /// ARN of a group here stays as it is: no group has such a name.
    pub(super) fn name<'a>(&self, identifier: &'a str) -> &'a str {
        match identifier.strip_prefix(&*self.prefix) {
            Some(name) => name.strip_suffix(":*").unwrap_or(name),
            None => identifier,
        }
    }

    pub(super) fn group(&self, identifier: &str) -> Result<GroupName, Error> {
        let name = self.name(identifier);
        if name.starts_with("arn:") {
            let message = "The specified log group does not exist.".to_owned();
            return Err(Error::ResourceNotFound { message });
        }
        GroupName::parse(name).map_err(told)
    }

    /// The group that an ARN of this platform names, or the group of the stream that it names.
    pub(super) fn group_of(&self, arn: &str) -> Option<GroupName> {
        let named = arn.strip_prefix(&*self.prefix)?;
        GroupName::parse(named.split(':').next()?).ok()
    }

    /// The group that a request names in one of two ways.
    pub(super) fn either(
        &self,
        name: Option<&str>,
        identifier: Option<&str>,
    ) -> Result<GroupName, Error> {
        match (name, identifier) {
            (Some(name), None) => GroupName::parse(name).map_err(told),
            (None, Some(identifier)) => self.group(identifier),
            (None, None) => {
                Err(invalid("Either logGroupName or logGroupIdentifier must be specified."))
            }
            (Some(_), Some(_)) => Err(invalid(
                "logGroupName and logGroupIdentifier are mutually exclusive parameters.",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers() {
        let home = Home::new("us-east-1", "000000000000");
        let here = "arn:aws:logs:us-east-1:000000000000:log-group:";
        for (identifier, expected) in [
            ("g", Some("g")),
            ("/aws/lambda/f", Some("/aws/lambda/f")),
            (&format!("{here}g"), Some("g")),
            (&format!("{here}g:*"), Some("g")),
            (&format!("{here}g:log-stream:s"), None),
            (here, None),
            ("g:*", None),
            ("", None),
            ("arn:aws:logs:eu-west-1:000000000000:log-group:g", None),
            ("arn:aws:logs:us-east-1:111111111111:log-group:g", None),
            ("arn:", None),
        ] {
            let group = home.group(identifier).ok();
            assert_eq!(group.as_ref().map(GroupName::as_str), expected, "{identifier}");
        }
        assert!(home.either(Some("g"), Some("g")).is_err());
        assert!(home.either(None, None).is_err());
        assert_eq!(home.stream_arn("g", "s"), format!("{here}g:log-stream:s"));
    }
}
