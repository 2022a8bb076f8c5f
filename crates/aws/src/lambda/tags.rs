//! Tags.

use std::collections::BTreeMap;

use protocol::Unit;
use protocol::lambda::{
    Error, ListTagsRequest, ListTagsResponse, TagResourceRequest, UntagResourceRequest,
};

use super::Lambda;
use super::code::invalid;
use super::names::Named;

const TAGS_MAX: usize = 50;
const KEY_MAX: usize = 128;
const VALUE_MAX: usize = 256;

pub(super) fn check(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if tags.len() > TAGS_MAX {
        return Err(invalid(format!("A function has at most {TAGS_MAX} tags.")));
    }
    for (key, value) in tags {
        let (key_length, value_length) = (key.chars().count(), value.chars().count());
        if key_length == 0 || key_length > KEY_MAX || value_length > VALUE_MAX {
            return Err(invalid(format!(
                "Tag keys have 1 to {KEY_MAX} characters and values {VALUE_MAX} at most: {key:?}."
            )));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid(format!("The prefix aws: is reserved for system tags: {key:?}.")));
        }
    }
    Ok(())
}

impl Lambda {
    fn tagged(&self, arn: &str) -> Result<Named, Error> {
        let named = self.named(arn, None)?;
        if named.qualifier.is_some() {
            return Err(invalid(
                "Tags on function aliases and versions are not supported. Please specify a function \
                 ARN.",
            ));
        }
        Ok(named)
    }

    pub(super) async fn tag_resource(&self, input: TagResourceRequest) -> Result<Unit, Error> {
        check(&input.tags)?;
        let named = self.tagged(&input.resource)?;
        self.change(&named, |draft| {
            let tags = &mut draft.settings()?.tags;
            tags.extend(input.tags);
            check(tags)?;
            Ok(Unit)
        })
        .await
    }

    pub(super) async fn untag_resource(&self, input: UntagResourceRequest) -> Result<Unit, Error> {
        let named = self.tagged(&input.resource)?;
        self.change(&named, |draft| {
            draft.settings()?.tags.retain(|key, _| !input.tag_keys.contains(key));
            Ok(Unit)
        })
        .await
    }

    pub(super) async fn list_tags(
        &self,
        input: ListTagsRequest,
    ) -> Result<ListTagsResponse, Error> {
        let named = self.tagged(&input.resource)?;
        let entry = self.entry(&named)?;
        Ok(ListTagsResponse { tags: Some(entry.settings.tags.clone()) })
    }
}
