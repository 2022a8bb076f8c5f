//! Groups, and who is in them.

use protocol::Unit;
use protocol::iam::{
    AddUserToGroupRequest, CreateGroupRequest, CreateGroupResponse, DeleteGroupRequest, Error,
    GetGroupRequest, GetGroupResponse, ListGroupsForUserRequest, ListGroupsForUserResponse,
    ListGroupsRequest, ListGroupsResponse, RemoveUserFromGroupRequest,
};

use super::page::{Page, Part};
use super::{Iam, shown};
use crate::directory::{fault, now_ms};

impl Iam {
    pub(super) async fn create_group(
        &self,
        input: CreateGroupRequest,
    ) -> Result<CreateGroupResponse, Error> {
        let created = self.directory().create_group(&input.group_name, input.path, now_ms()).await;
        let group = created.map_err(fault)?;
        Ok(CreateGroupResponse { group: shown::group(self.directory(), &group) })
    }

    /// The group, and the users in it.
    pub(super) async fn get_group(
        &self,
        input: GetGroupRequest,
    ) -> Result<GetGroupResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let directory = self.directory();
        let group = directory.group(&input.group_name).map_err(fault)?;
        let users = directory.users_in_group(&input.group_name).map_err(fault)?;
        let part = page.of(users, |user| user.face.name.to_lowercase());
        let part = part.map(|user| shown::user_in_list(directory, &user));
        Ok(GetGroupResponse {
            group: shown::group(directory, &group),
            is_truncated: part.is_truncated(),
            users: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn list_groups(
        &self,
        input: ListGroupsRequest,
    ) -> Result<ListGroupsResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let page = page.of_directory(input.path_prefix);
        let part = Part::listed(self.directory().list_groups(&page));
        let part = part.map(|group| shown::group(self.directory(), &group));
        Ok(ListGroupsResponse {
            is_truncated: part.is_truncated(),
            groups: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn delete_group(&self, input: DeleteGroupRequest) -> Result<Unit, Error> {
        self.directory().delete_group(&input.group_name).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn add_user_to_group(
        &self,
        input: AddUserToGroupRequest,
    ) -> Result<Unit, Error> {
        let added = self.directory().add_to_group(&input.group_name, &input.user_name).await;
        added.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn remove_user_from_group(
        &self,
        input: RemoveUserFromGroupRequest,
    ) -> Result<Unit, Error> {
        let removed = self.directory().remove_from_group(&input.group_name, &input.user_name).await;
        removed.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn list_groups_for_user(
        &self,
        input: ListGroupsForUserRequest,
    ) -> Result<ListGroupsForUserResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let groups = self.directory().groups_of_user(&input.user_name).map_err(fault)?;
        let part = page.of(groups, |group| group.face.name.to_lowercase());
        let part = part.map(|group| shown::group(self.directory(), &group));
        Ok(ListGroupsForUserResponse {
            is_truncated: part.is_truncated(),
            groups: part.items,
            marker: part.marker,
        })
    }
}
