//! Managed policies.

use std::sync::Arc;

use identity::directory::{self, Managed, NewPolicy};
use protocol::Unit;
use protocol::iam::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, Error, GetPolicyRequest,
    GetPolicyResponse, ListPoliciesRequest, ListPoliciesResponse, PolicyScopeType, PolicyUsageType,
};

use super::page::Page;
use super::{Iam, shown, tags};
use crate::directory::{fault, now_ms};

impl Iam {
    pub(super) async fn create_policy(
        &self,
        input: CreatePolicyRequest,
    ) -> Result<CreatePolicyResponse, Error> {
        let new = NewPolicy {
            name: input.policy_name,
            path: input.path,
            document: input.policy_document,
            description: input.description.unwrap_or_default(),
            tags: tags::given(input.tags),
        };
        let policy = self.directory().create_policy(new, now_ms()).await.map_err(fault)?;
        Ok(CreatePolicyResponse { policy: Some(shown::policy(self.directory(), &policy, (0, 0))) })
    }

    pub(super) async fn get_policy(
        &self,
        input: GetPolicyRequest,
    ) -> Result<GetPolicyResponse, Error> {
        let policy = self.directory().policy(&input.policy_arn).map_err(fault)?;
        let uses = self.directory().uses_of_policy(&input.policy_arn);
        Ok(GetPolicyResponse { policy: Some(shown::policy(self.directory(), &policy, uses)) })
    }

    /// The account's and those that are always there, by their ARNs.
    pub(super) async fn list_policies(
        &self,
        input: ListPoliciesRequest,
    ) -> Result<ListPoliciesResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let uses = self.directory().uses_of_policies();
        let uses_of = |arn: &str| uses.get(arn).copied().unwrap_or_default();
        let wanted = |arn: &str| {
            let (attached, bounding) = uses_of(arn);
            let used = match input.policy_usage_filter {
                None => true,
                Some(PolicyUsageType::PermissionsPolicy) => attached > 0,
                Some(PolicyUsageType::PermissionsBoundary) => bounding > 0,
            };
            used && (attached > 0 || input.only_attached != Some(true))
        };
        let mut all = self.in_scope(input.scope, input.path_prefix);
        all.retain(|(arn, _)| wanted(arn));
        all.sort_by(|(left, _), (right, _)| left.cmp(right));
        let part = page
            .of(all, |(arn, _)| arn.clone())
            .map(|(arn, policy)| shown::policy_in_list(self.directory(), &policy, uses_of(&arn)));
        Ok(ListPoliciesResponse {
            is_truncated: part.is_truncated(),
            policies: Some(part.items),
            marker: part.marker,
        })
    }

    fn in_scope(
        &self,
        scope: Option<PolicyScopeType>,
        path_prefix: Option<String>,
    ) -> Vec<(String, Arc<Managed>)> {
        let directory = self.directory();
        let path_prefix = path_prefix.unwrap_or_else(|| "/".into());
        // There are no more policies than an account may have, and a few of the platform's.
        let whole = directory::Page { path_prefix, after: None, limit: usize::MAX };
        let mut all = Vec::new();
        if scope != Some(PolicyScopeType::Local) {
            all.extend(directory.built_in_policies(&whole).items);
        }
        if scope != Some(PolicyScopeType::Aws) {
            all.extend(directory.list_policies(&whole).items);
        }
        all.into_iter().map(|policy| (directory.policy_arn(&policy), policy)).collect()
    }

    pub(super) async fn delete_policy(&self, input: DeletePolicyRequest) -> Result<Unit, Error> {
        self.directory().delete_policy(&input.policy_arn).await.map_err(fault)?;
        Ok(Unit)
    }
}
