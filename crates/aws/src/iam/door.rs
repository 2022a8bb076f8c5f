//! Which function answers an operation, and whether its caller may ask for it.

use http::Response;
use identity::Principal;
use protocol::iam::{Error, Operation, op};
use protocol::{Contract, Fault};
use runtime::Body;

use super::Iam;
use super::about::{About, Subject};
use crate::access::Wish;
use crate::asked::{Asked, refuse};

/// One line for each operation: what it is called here.
macro_rules! dispatch {
    ($iam:ident, $operation:ident, $asked:ident; $( $op:ident => $method:ident, )*) => {
        match $operation {
            $( Operation::$op => {
                $iam.answer::<op::$op, _>($asked, |input| $iam.$method(input)).await
            } )*
        }
    };
}

impl Iam {
    pub(crate) async fn serve(&self, operation: Operation, asked: Asked) -> Response<Body> {
        dispatch! { self, operation, asked;
            CreateUser => create_user,
            GetUser => get_user,
            ListUsers => list_users,
            DeleteUser => delete_user,
            UpdateUser => update_user,
            CreateAccessKey => create_access_key,
            ListAccessKeys => list_access_keys,
            UpdateAccessKey => update_access_key,
            DeleteAccessKey => delete_access_key,
            GetAccessKeyLastUsed => get_access_key_last_used,
            CreateRole => create_role,
            GetRole => get_role,
            ListRoles => list_roles,
            UpdateRole => update_role,
            DeleteRole => delete_role,
            UpdateAssumeRolePolicy => update_assume_role_policy,
            PutRolePolicy => put_role_policy,
            GetRolePolicy => get_role_policy,
            ListRolePolicies => list_role_policies,
            DeleteRolePolicy => delete_role_policy,
            AttachRolePolicy => attach_role_policy,
            DetachRolePolicy => detach_role_policy,
            ListAttachedRolePolicies => list_attached_role_policies,
            PutUserPolicy => put_user_policy,
            GetUserPolicy => get_user_policy,
            ListUserPolicies => list_user_policies,
            DeleteUserPolicy => delete_user_policy,
            AttachUserPolicy => attach_user_policy,
            DetachUserPolicy => detach_user_policy,
            ListAttachedUserPolicies => list_attached_user_policies,
            CreatePolicy => create_policy,
            GetPolicy => get_policy,
            ListPolicies => list_policies,
            DeletePolicy => delete_policy,
            CreatePolicyVersion => create_policy_version,
            GetPolicyVersion => get_policy_version,
            ListPolicyVersions => list_policy_versions,
            SetDefaultPolicyVersion => set_default_policy_version,
            DeletePolicyVersion => delete_policy_version,
            TagRole => tag_role,
            UntagRole => untag_role,
            ListRoleTags => list_role_tags,
            TagUser => tag_user,
            UntagUser => untag_user,
            ListUserTags => list_user_tags,
            CreateGroup => create_group,
            GetGroup => get_group,
            ListGroups => list_groups,
            DeleteGroup => delete_group,
            AddUserToGroup => add_user_to_group,
            RemoveUserFromGroup => remove_user_from_group,
            ListGroupsForUser => list_groups_for_user,
            PutGroupPolicy => put_group_policy,
            GetGroupPolicy => get_group_policy,
            ListGroupPolicies => list_group_policies,
            DeleteGroupPolicy => delete_group_policy,
            AttachGroupPolicy => attach_group_policy,
            DetachGroupPolicy => detach_group_policy,
            ListAttachedGroupPolicies => list_attached_group_policies,
            SimulatePrincipalPolicy => simulate_principal_policy,
            SimulateCustomPolicy => simulate_custom_policy,
            GetAccountSummary => get_account_summary,
            ListAccountAliases => list_account_aliases,
        }
    }

    /// Reads the input, asks whether its sender may, and lets `work` answer it.
    async fn answer<C: Contract, F>(
        &self,
        asked: Asked,
        work: impl FnOnce(C::Input) -> F,
    ) -> Response<Body>
    where
        C::Input: About + Send + 'static,
        C::Error: From<Error>,
        F: Future<Output = Result<C::Output, C::Error>>,
    {
        let input = match self.input::<C>(&asked).await {
            Ok(input) => input,
            Err(fault) => return refuse(&asked, fault),
        };
        asked.tell::<C>(work(input).await)
    }

    /// The input, for who may do this.
    async fn input<C: Contract>(&self, asked: &Asked) -> Result<C::Input, Fault>
    where
        C::Input: About + Send + 'static,
    {
        let by = &asked.principal;
        let mut input = asked.read::<C>().await?;
        input.complete(by)?;
        let subject = input.about(self);
        self.authorize(by, asked.call.operation.name(), &subject)?;
        Ok(input)
    }

    fn authorize(&self, by: &Principal, operation: &str, subject: &Subject) -> Result<(), Fault> {
        let action = format!("iam:{operation}");
        for resource in &subject.resources {
            let context = subject.context.clone();
            let wish = Wish { action: &action, resource, context, resource_policy: None };
            let checked = self.access.check(by, wish);
            checked.map_err(|refused| Fault::new(403, "AccessDenied", refused))?;
        }
        Ok(())
    }
}
