//! The policies that users, groups and roles hold: written for one of them alone, or attached.

use identity::directory::Holder;
use protocol::Unit;
use protocol::iam::*;

use super::page::{Page, Part};
use super::{Iam, shown};
use crate::directory::fault;

/// Which part of a list.
struct Wanted<'a> {
    marker: Option<&'a str>,
    most: Option<i32>,
}

impl Iam {
    async fn put_inline(&self, holder: Holder<'_>, name: &str, text: &str) -> Result<Unit, Error> {
        self.directory().put_inline_policy(holder, name, text).await.map_err(fault)?;
        Ok(Unit)
    }

    /// The text as it stands in answers.
    fn inline(&self, holder: Holder<'_>, name: &str) -> Result<String, Error> {
        let policy = self.directory().inline_policy(holder, name).map_err(fault)?;
        Ok(shown::document(policy.text()))
    }

    fn inline_names(&self, holder: Holder<'_>, wanted: Wanted<'_>) -> Result<Part<String>, Error> {
        let page = Page::read(wanted.marker, wanted.most)?;
        let holdings = self.directory().holdings(holder).map_err(fault)?;
        Ok(page.of(holdings.inline.into_keys(), String::clone))
    }

    async fn delete_inline(&self, holder: Holder<'_>, name: &str) -> Result<Unit, Error> {
        self.directory().delete_inline_policy(holder, name).await.map_err(fault)?;
        Ok(Unit)
    }

    async fn attach(&self, holder: Holder<'_>, arn: &str) -> Result<Unit, Error> {
        self.directory().attach_policy(holder, arn).await.map_err(fault)?;
        Ok(Unit)
    }

    async fn detach(&self, holder: Holder<'_>, arn: &str) -> Result<Unit, Error> {
        self.directory().detach_policy(holder, arn).await.map_err(fault)?;
        Ok(Unit)
    }

    /// Those whose own path begins like this.
    fn attached(
        &self,
        holder: Holder<'_>,
        path_prefix: Option<&str>,
        wanted: Wanted<'_>,
    ) -> Result<Part<AttachedPolicy>, Error> {
        let page = Page::read(wanted.marker, wanted.most)?;
        let holdings = self.directory().holdings(holder).map_err(fault)?;
        let policies = holdings.attached.into_iter().filter_map(|arn| {
            let policy = self.directory().policy(&arn).ok()?;
            let fits = policy.face.path.starts_with(path_prefix.unwrap_or("/"));
            fits.then(|| (arn, policy.face.name.clone()))
        });
        let part = page.of(policies, |(arn, _)| arn.clone());
        Ok(part
            .map(|(arn, name)| AttachedPolicy { policy_name: Some(name), policy_arn: Some(arn) }))
    }
}

/// The same seven operations for one kind of holder.
macro_rules! held_by {
    (
        $holder:ident by $name:ident;
        put: $put:ident($put_input:ty),
        get: $get:ident($get_input:ty) -> $got:ident,
        list: $list:ident($list_input:ty) -> $listed:ident,
        delete: $delete:ident($delete_input:ty),
        attach: $attach:ident($attach_input:ty),
        detach: $detach:ident($detach_input:ty),
        attached: $attached:ident($attached_input:ty) -> $all_attached:ident,
    ) => {
        impl Iam {
            pub(super) async fn $put(&self, input: $put_input) -> Result<Unit, Error> {
                let holder = Holder::$holder(&input.$name);
                self.put_inline(holder, &input.policy_name, &input.policy_document).await
            }

            pub(super) async fn $get(&self, input: $get_input) -> Result<$got, Error> {
                let policy_document =
                    self.inline(Holder::$holder(&input.$name), &input.policy_name)?;
                Ok($got { $name: input.$name, policy_name: input.policy_name, policy_document })
            }

            pub(super) async fn $list(&self, input: $list_input) -> Result<$listed, Error> {
                let wanted = Wanted { marker: input.marker.as_deref(), most: input.max_items };
                let part = self.inline_names(Holder::$holder(&input.$name), wanted)?;
                Ok($listed {
                    is_truncated: part.is_truncated(),
                    policy_names: part.items,
                    marker: part.marker,
                })
            }

            pub(super) async fn $delete(&self, input: $delete_input) -> Result<Unit, Error> {
                self.delete_inline(Holder::$holder(&input.$name), &input.policy_name).await
            }

            pub(super) async fn $attach(&self, input: $attach_input) -> Result<Unit, Error> {
                self.attach(Holder::$holder(&input.$name), &input.policy_arn).await
            }

            pub(super) async fn $detach(&self, input: $detach_input) -> Result<Unit, Error> {
                self.detach(Holder::$holder(&input.$name), &input.policy_arn).await
            }

            pub(super) async fn $attached(
                &self,
                input: $attached_input,
            ) -> Result<$all_attached, Error> {
                let wanted = Wanted { marker: input.marker.as_deref(), most: input.max_items };
                let (holder, prefix) =
                    (Holder::$holder(&input.$name), input.path_prefix.as_deref());
                let part = self.attached(holder, prefix, wanted)?;
                Ok($all_attached {
                    is_truncated: part.is_truncated(),
                    attached_policies: Some(part.items),
                    marker: part.marker,
                })
            }
        }
    };
}

held_by! {
    User by user_name;
    put: put_user_policy(PutUserPolicyRequest),
    get: get_user_policy(GetUserPolicyRequest) -> GetUserPolicyResponse,
    list: list_user_policies(ListUserPoliciesRequest) -> ListUserPoliciesResponse,
    delete: delete_user_policy(DeleteUserPolicyRequest),
    attach: attach_user_policy(AttachUserPolicyRequest),
    detach: detach_user_policy(DetachUserPolicyRequest),
    attached: list_attached_user_policies(ListAttachedUserPoliciesRequest)
        -> ListAttachedUserPoliciesResponse,
}

held_by! {
    Group by group_name;
    put: put_group_policy(PutGroupPolicyRequest),
    get: get_group_policy(GetGroupPolicyRequest) -> GetGroupPolicyResponse,
    list: list_group_policies(ListGroupPoliciesRequest) -> ListGroupPoliciesResponse,
    delete: delete_group_policy(DeleteGroupPolicyRequest),
    attach: attach_group_policy(AttachGroupPolicyRequest),
    detach: detach_group_policy(DetachGroupPolicyRequest),
    attached: list_attached_group_policies(ListAttachedGroupPoliciesRequest)
        -> ListAttachedGroupPoliciesResponse,
}

held_by! {
    Role by role_name;
    put: put_role_policy(PutRolePolicyRequest),
    get: get_role_policy(GetRolePolicyRequest) -> GetRolePolicyResponse,
    list: list_role_policies(ListRolePoliciesRequest) -> ListRolePoliciesResponse,
    delete: delete_role_policy(DeleteRolePolicyRequest),
    attach: attach_role_policy(AttachRolePolicyRequest),
    detach: detach_role_policy(DetachRolePolicyRequest),
    attached: list_attached_role_policies(ListAttachedRolePoliciesRequest)
        -> ListAttachedRolePoliciesResponse,
}
