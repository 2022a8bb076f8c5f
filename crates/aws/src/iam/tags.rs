//! Tags of users and roles.

use identity::directory;
use protocol::Unit;
use protocol::iam::{
    Error, ListRoleTagsRequest, ListRoleTagsResponse, ListUserTagsRequest, ListUserTagsResponse,
    Tag, TagRoleRequest, TagUserRequest, UntagRoleRequest, UntagUserRequest,
};

use super::page::{Page, Part};
use super::{Iam, shown};
use crate::directory::{fault, tag};

/// Tags as the directory takes them.
pub(super) fn given(tags: Option<Vec<Tag>>) -> Vec<directory::Tag> {
    tags.into_iter().flatten().map(|given| tag(given.key, given.value)).collect()
}

/// In the order of their keys.
fn part(page: &Page, tags: &[directory::Tag]) -> Part<Tag> {
    let mut tags = shown::tags(tags);
    tags.sort_by(|left, right| left.key.cmp(&right.key));
    page.of(tags, |tag| tag.key.clone())
}

impl Iam {
    pub(super) async fn tag_user(&self, input: TagUserRequest) -> Result<Unit, Error> {
        let tags = given(Some(input.tags));
        self.directory().tag_user(&input.user_name, &tags).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn untag_user(&self, input: UntagUserRequest) -> Result<Unit, Error> {
        let untagged = self.directory().untag_user(&input.user_name, &input.tag_keys).await;
        untagged.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn list_user_tags(
        &self,
        input: ListUserTagsRequest,
    ) -> Result<ListUserTagsResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let user = self.directory().user(&input.user_name).map_err(fault)?;
        let part = part(&page, &user.tags);
        Ok(ListUserTagsResponse {
            is_truncated: part.is_truncated(),
            tags: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn tag_role(&self, input: TagRoleRequest) -> Result<Unit, Error> {
        let tags = given(Some(input.tags));
        self.directory().tag_role(&input.role_name, &tags).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn untag_role(&self, input: UntagRoleRequest) -> Result<Unit, Error> {
        let untagged = self.directory().untag_role(&input.role_name, &input.tag_keys).await;
        untagged.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn list_role_tags(
        &self,
        input: ListRoleTagsRequest,
    ) -> Result<ListRoleTagsResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let role = self.directory().role(&input.role_name).map_err(fault)?;
        let part = part(&page, &role.tags);
        Ok(ListRoleTagsResponse {
            is_truncated: part.is_truncated(),
            tags: part.items,
            marker: part.marker,
        })
    }
}
