//! Versions of managed policies.

use protocol::Unit;
use protocol::iam::{
    CreatePolicyVersionRequest, CreatePolicyVersionResponse, DeletePolicyVersionRequest, Error,
    GetPolicyVersionRequest, GetPolicyVersionResponse, ListPolicyVersionsRequest,
    ListPolicyVersionsResponse, PolicyVersion, SetDefaultPolicyVersionRequest,
};

use super::page::Page;
use super::{Iam, shown};
use crate::directory::{fault, now_ms};

impl Iam {
    pub(super) async fn create_policy_version(
        &self,
        input: CreatePolicyVersionRequest,
    ) -> Result<CreatePolicyVersionResponse, Error> {
        let CreatePolicyVersionRequest { policy_arn, policy_document, set_as_default } = input;
        let (as_default, now_ms) = (set_as_default.unwrap_or_default(), now_ms());
        let directory = self.directory();
        let made =
            directory.create_policy_version(&policy_arn, &policy_document, as_default, now_ms);
        let number = made.await.map_err(fault)?;
        let version = shown::version(number, as_default, now_ms);
        Ok(CreatePolicyVersionResponse { policy_version: Some(version) })
    }

    pub(super) async fn get_policy_version(
        &self,
        input: GetPolicyVersionRequest,
    ) -> Result<GetPolicyVersionResponse, Error> {
        let directory = self.directory();
        let policy = directory.policy(&input.policy_arn).map_err(fault)?;
        let found = directory.policy_version(&input.policy_arn, &input.version_id);
        let found = found.map_err(fault)?;
        let is_default = shown::version_id(policy.default) == input.version_id;
        let version = PolicyVersion {
            document: Some(shown::document(found.document.text())),
            version_id: Some(input.version_id),
            ..shown::version(0, is_default, found.created_ms)
        };
        Ok(GetPolicyVersionResponse { policy_version: Some(version) })
    }

    /// The newest first.
    pub(super) async fn list_policy_versions(
        &self,
        input: ListPolicyVersionsRequest,
    ) -> Result<ListPolicyVersionsResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let policy = self.directory().policy(&input.policy_arn).map_err(fault)?;
        let newest_first = policy.versions.iter().rev();
        let part = page.of(newest_first, |(number, _)| format!("{:010}", u32::MAX - **number));
        let part = part.map(|(number, version)| {
            shown::version(*number, *number == policy.default, version.created_ms)
        });
        Ok(ListPolicyVersionsResponse {
            is_truncated: part.is_truncated(),
            versions: Some(part.items),
            marker: part.marker,
        })
    }

    pub(super) async fn set_default_policy_version(
        &self,
        input: SetDefaultPolicyVersionRequest,
    ) -> Result<Unit, Error> {
        let set = self.directory().set_default_version(&input.policy_arn, &input.version_id).await;
        set.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn delete_policy_version(
        &self,
        input: DeletePolicyVersionRequest,
    ) -> Result<Unit, Error> {
        let directory = self.directory();
        let deleted = directory.delete_policy_version(&input.policy_arn, &input.version_id).await;
        deleted.map_err(fault)?;
        Ok(Unit)
    }
}
