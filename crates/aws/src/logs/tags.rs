//! Tags of groups, by ARN and, as it was before, by name.

use protocol::Unit;
use protocol::logs::{
    Error, ListTagsForResourceRequest, ListTagsForResourceResponse, ListTagsLogGroupRequest,
    ListTagsLogGroupResponse, TagLogGroupRequest, TagResourceRequest, UntagLogGroupRequest,
    UntagResourceRequest,
};

use super::Logs;
use super::error::told;

impl Logs {
    pub(super) async fn tag_resource(&self, input: TagResourceRequest) -> Result<Unit, Error> {
        let name = self.home.group(&input.resource_arn)?;
        self.groups().tag(&name, input.tags).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn untag_resource(&self, input: UntagResourceRequest) -> Result<Unit, Error> {
        let name = self.home.group(&input.resource_arn)?;
        self.groups().untag(&name, &input.tag_keys).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn list_tags_for_resource(
        &self,
        input: ListTagsForResourceRequest,
    ) -> Result<ListTagsForResourceResponse, Error> {
        let name = self.home.group(&input.resource_arn)?;
        let tags = self.groups().tags(&name).await.map_err(told)?;
        Ok(ListTagsForResourceResponse { tags: Some(tags) })
    }

    pub(super) async fn tag_log_group(&self, input: TagLogGroupRequest) -> Result<Unit, Error> {
        let name = self.group(&input.log_group_name)?;
        self.groups().tag(&name, input.tags).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn untag_log_group(&self, input: UntagLogGroupRequest) -> Result<Unit, Error> {
        let name = self.group(&input.log_group_name)?;
        self.groups().untag(&name, &input.tags).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn list_tags_log_group(
        &self,
        input: ListTagsLogGroupRequest,
    ) -> Result<ListTagsLogGroupResponse, Error> {
        let name = self.group(&input.log_group_name)?;
        let tags = self.groups().tags(&name).await.map_err(told)?;
        Ok(ListTagsLogGroupResponse { tags: Some(tags) })
    }
}
