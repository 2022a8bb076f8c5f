//! Tags of a group.

use std::collections::BTreeMap;

use super::{GroupName, GroupsError, LogGroups};

const MOST: usize = 50;
const KEY_LONGEST: usize = 128;
const VALUE_LONGEST: usize = 256;

impl LogGroups {
    /// Adds tags, or gives those that are there other values.
    pub async fn tag(
        &self,
        name: &GroupName,
        tags: BTreeMap<String, String>,
    ) -> Result<(), GroupsError> {
        check(&tags)?;
        let add = |group: &mut super::record::GroupRecord| {
            group.tags.extend(tags);
            if group.tags.len() > MOST { Err(GroupsError::TooManyTags) } else { Ok(()) }
        };
        self.0.change(name, add).await
    }

    /// Takes tags away; those that are not there are no error.
    pub async fn untag(&self, name: &GroupName, keys: &[String]) -> Result<(), GroupsError> {
        let remove = |group: &mut super::record::GroupRecord| {
            keys.iter().for_each(|key| drop(group.tags.remove(key)));
            Ok(())
        };
        self.0.change(name, remove).await
    }

    pub async fn tags(&self, name: &GroupName) -> Result<BTreeMap<String, String>, GroupsError> {
        let found = self.0.find(name).await?.ok_or(GroupsError::NoGroup)?;
        Ok(found.own.map(|own| own.tags).unwrap_or_default())
    }
}

pub(super) fn check(tags: &BTreeMap<String, String>) -> Result<(), GroupsError> {
    if tags.len() > MOST {
        return Err(GroupsError::TooManyTags);
    }
    for (key, value) in tags {
        let fine = |text: &str, most: usize| {
            text.chars().nth(most).is_none()
                && text
                    .chars()
                    .all(|c| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c))
        };
        if key.is_empty() || !fine(key, KEY_LONGEST) || key.starts_with("aws:") {
            let rule = "be 1 to 128 letters, digits, blanks and _.:/=+-@, not begin with aws:";
            return Err(GroupsError::constraint(key, "tags", rule));
        }
        if !fine(value, VALUE_LONGEST) {
            let rule = "be no more than 256 letters, digits, blanks and _.:/=+-@";
            return Err(GroupsError::constraint(value, "tags", rule));
        }
    }
    Ok(())
}
