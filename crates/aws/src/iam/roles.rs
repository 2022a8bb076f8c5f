//! Roles, and whom they trust.

use identity::directory::NewRole;
use protocol::Unit;
use protocol::iam::{
    CreateRoleRequest, CreateRoleResponse, DeleteRoleRequest, Error, GetRoleRequest,
    GetRoleResponse, ListRolesRequest, ListRolesResponse, UpdateAssumeRolePolicyRequest,
    UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse, UpdateRoleRequest,
    UpdateRoleResponse,
};

use super::page::{Page, Part};
use super::{Iam, shown, tags};
use crate::directory::{fault, now_ms};

impl Iam {
    pub(super) async fn create_role(
        &self,
        input: CreateRoleRequest,
    ) -> Result<CreateRoleResponse, Error> {
        let new = NewRole {
            name: input.role_name,
            path: input.path,
            trust: input.assume_role_policy_document,
            description: input.description.unwrap_or_default(),
            max_session_s: seconds(input.max_session_duration),
            tags: tags::given(input.tags),
            boundary: input.permissions_boundary,
        };
        let role = self.directory().create_role(new, now_ms()).await.map_err(fault)?;
        Ok(CreateRoleResponse { role: shown::role(self.directory(), &role) })
    }

    pub(super) async fn get_role(&self, input: GetRoleRequest) -> Result<GetRoleResponse, Error> {
        let role = self.directory().role(&input.role_name).map_err(fault)?;
        Ok(GetRoleResponse { role: shown::role(self.directory(), &role) })
    }

    pub(super) async fn list_roles(
        &self,
        input: ListRolesRequest,
    ) -> Result<ListRolesResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let page = page.of_directory(input.path_prefix);
        let part = Part::listed(self.directory().list_roles(&page));
        let part = part.map(|role| shown::role_in_list(self.directory(), &role));
        Ok(ListRolesResponse {
            is_truncated: part.is_truncated(),
            roles: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn update_role(
        &self,
        input: UpdateRoleRequest,
    ) -> Result<UpdateRoleResponse, Error> {
        let length = seconds(input.max_session_duration);
        let updated = self.directory().update_role(&input.role_name, input.description, length);
        updated.await.map_err(fault)?;
        Ok(UpdateRoleResponse {})
    }

    /// What was there before `UpdateRole`; tools still ask for it.
    pub(super) async fn update_role_description(
        &self,
        input: UpdateRoleDescriptionRequest,
    ) -> Result<UpdateRoleDescriptionResponse, Error> {
        let name = &input.role_name;
        let updated = self.directory().update_role(name, Some(input.description), None);
        updated.await.map_err(fault)?;
        let role = self.directory().role(name).map_err(fault)?;
        Ok(UpdateRoleDescriptionResponse { role: Some(shown::role(self.directory(), &role)) })
    }

    pub(super) async fn delete_role(&self, input: DeleteRoleRequest) -> Result<Unit, Error> {
        self.directory().delete_role(&input.role_name).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn update_assume_role_policy(
        &self,
        input: UpdateAssumeRolePolicyRequest,
    ) -> Result<Unit, Error> {
        let updated = self.directory().update_trust(&input.role_name, &input.policy_document);
        updated.await.map_err(fault)?;
        Ok(Unit)
    }
}

/// The model has no negative durations.
fn seconds(given: Option<i32>) -> Option<u32> {
    given.map(|seconds| u32::try_from(seconds).unwrap_or_default())
}
