//! The most that a user or a role may be allowed.

use identity::directory::Holder;
use protocol::Unit;
use protocol::iam::{
    DeleteRolePermissionsBoundaryRequest, DeleteUserPermissionsBoundaryRequest, Error,
    PutRolePermissionsBoundaryRequest, PutUserPermissionsBoundaryRequest,
};

use super::Iam;
use crate::directory::fault;

impl Iam {
    async fn bound(&self, holder: Holder<'_>, arn: Option<&str>) -> Result<Unit, Error> {
        self.directory().set_boundary(holder, arn).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn put_role_permissions_boundary(
        &self,
        input: PutRolePermissionsBoundaryRequest,
    ) -> Result<Unit, Error> {
        self.bound(Holder::Role(&input.role_name), Some(&input.permissions_boundary)).await
    }

    pub(super) async fn delete_role_permissions_boundary(
        &self,
        input: DeleteRolePermissionsBoundaryRequest,
    ) -> Result<Unit, Error> {
        self.bound(Holder::Role(&input.role_name), None).await
    }

    pub(super) async fn put_user_permissions_boundary(
        &self,
        input: PutUserPermissionsBoundaryRequest,
    ) -> Result<Unit, Error> {
        self.bound(Holder::User(&input.user_name), Some(&input.permissions_boundary)).await
    }

    pub(super) async fn delete_user_permissions_boundary(
        &self,
        input: DeleteUserPermissionsBoundaryRequest,
    ) -> Result<Unit, Error> {
        self.bound(Holder::User(&input.user_name), None).await
    }
}
