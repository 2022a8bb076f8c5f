//! What each operation is about, as permissions name it, and what conditions can ask of it.

use identity::Principal;
use identity::directory::Tag;
use identity::policy::Context;
use protocol::iam::*;
use protocol::{Fault, Unit};

use super::Iam;
use crate::directory::invalid;

/// ARNs that must all be allowed, and what is known beside.
#[derive(Debug, Default)]
pub(super) struct Subject {
    pub(super) resources: Vec<String>,
    pub(super) context: Context,
}

/// An input that says what it is about.
pub(super) trait About {
    /// Fills in what the request leaves to who sends it.
    fn complete(&mut self, _: &Principal) -> Result<(), Fault> {
        Ok(())
    }

    fn about(&self, iam: &Iam) -> Subject;
}

impl Subject {
    fn of(resource: String) -> Self {
        Self { resources: vec![resource], context: Context::new() }
    }

    /// The user of that name in the spelling they have, not in the one that was asked for.
    fn user(iam: &Iam, name: &str) -> Self {
        match iam.directory().user(name) {
            Ok(user) => Self::of(iam.directory().user_arn(&user))
                .tagged(&user.tags)
                .bounded(user.boundary.as_deref()),
            Err(_) => Self::of(iam.arn("user", "/", name)),
        }
    }

    fn group(iam: &Iam, name: &str) -> Self {
        match iam.directory().group(name) {
            Ok(group) => Self::of(iam.directory().group_arn(&group)),
            Err(_) => Self::of(iam.arn("group", "/", name)),
        }
    }

    fn role(iam: &Iam, name: &str) -> Self {
        match iam.directory().role(name) {
            Ok(role) => Self::of(iam.directory().role_arn(&role))
                .tagged(&role.tags)
                .bounded(role.boundary.as_deref()),
            Err(_) => Self::of(iam.arn("role", "/", name)),
        }
    }

    fn policy(iam: &Iam, arn: &str) -> Self {
        let subject = Self::of(arn.to_owned());
        match iam.directory().policy(arn) {
            Ok(policy) => subject.tagged(&policy.tags),
            Err(_) => subject,
        }
    }

    /// The tags that the entity has.
    fn tagged(mut self, tags: &[Tag]) -> Self {
        for tag in tags {
            self.context.set(&format!("aws:ResourceTag/{}", tag.key), &tag.value);
            self.context.set(&format!("iam:ResourceTag/{}", tag.key), &tag.value);
        }
        self
    }

    /// The boundary that the entity has or is to have.
    fn bounded(mut self, arn: Option<&str>) -> Self {
        if let Some(arn) = arn {
            self.context.set("iam:PermissionsBoundary", arn);
        }
        self
    }

    /// The policy that is to be attached or detached.
    fn with_policy(mut self, arn: &str) -> Self {
        self.context.set("iam:PolicyARN", arn);
        self
    }

    /// The tags that the request brings.
    fn bringing(mut self, tags: &[protocol::iam::Tag]) -> Self {
        for tag in tags {
            self.context.set(&format!("aws:RequestTag/{}", tag.key), &tag.value);
        }
        self.naming(tags.iter().map(|tag| tag.key.clone()).collect())
    }

    fn naming(mut self, keys: Vec<String>) -> Self {
        self.context.set_all("aws:TagKeys", keys);
        self
    }
}

impl Iam {
    fn arn(&self, kind: &str, path: &str, name: &str) -> String {
        format!("arn:aws:iam::{}:{kind}{path}{name}", self.directory().account())
    }
}

/// The name of whoever asks, where the request has none.
fn own_name(name: &mut Option<String>, by: &Principal) -> Result<(), Fault> {
    match (&name, by) {
        (Some(_), _) => Ok(()),
        (None, Principal::User(user)) => {
            *name = Some(user.user.name.clone());
            Ok(())
        }
        _ => Err(invalid("Must specify userName when calling with non-User credentials")),
    }
}

macro_rules! about {
    ($( $input:ident => |$given:ident, $iam:ident| $subject:expr; )*) => { $(
        impl About for $input {
            fn about(&self, $iam: &Iam) -> Subject {
                let $given = self;
                $subject
            }
        }
    )* };
}

macro_rules! about_own {
    ($( $input:ident, )*) => { $(
        impl About for $input {
            fn complete(&mut self, by: &Principal) -> Result<(), Fault> {
                own_name(&mut self.user_name, by)
            }

            fn about(&self, iam: &Iam) -> Subject {
                Subject::user(iam, self.user_name.as_deref().unwrap_or_default())
            }
        }
    )* };
}

about_own! {
    CreateAccessKeyRequest,
    ListAccessKeysRequest,
    UpdateAccessKeyRequest,
    DeleteAccessKeyRequest,
    ListMFADevicesRequest,
    ListSSHPublicKeysRequest,
    ListSigningCertificatesRequest,
    ListServiceSpecificCredentialsRequest,
    GetLoginProfileRequest,
    DeleteLoginProfileRequest,
}

impl About for GetUserRequest {
    /// The owner has no name among the users, and asks for themself all the same.
    fn complete(&mut self, by: &Principal) -> Result<(), Fault> {
        if *by == Principal::Admin { Ok(()) } else { own_name(&mut self.user_name, by) }
    }

    fn about(&self, iam: &Iam) -> Subject {
        match &self.user_name {
            Some(name) => Subject::user(iam, name),
            None => Subject::of(iam.arn("root", "", "")),
        }
    }
}

fn path(path: &Option<String>) -> &str {
    path.as_deref().unwrap_or("/")
}

fn tags(tags: &Option<Vec<protocol::iam::Tag>>) -> &[protocol::iam::Tag] {
    tags.as_deref().unwrap_or_default()
}

about! {
    CreateUserRequest => |i, iam| Subject::of(iam.arn("user", path(&i.path), &i.user_name))
        .bringing(tags(&i.tags))
        .bounded(i.permissions_boundary.as_deref());
    ListUsersRequest => |i, iam| Subject::of(iam.arn("user", path(&i.path_prefix), ""));
    DeleteUserRequest => |i, iam| Subject::user(iam, &i.user_name);
    UpdateUserRequest => |i, iam| renamed(i, iam);
    ListUserTagsRequest => |i, iam| Subject::user(iam, &i.user_name);
    TagUserRequest => |i, iam| Subject::user(iam, &i.user_name).bringing(&i.tags);
    UntagUserRequest => |i, iam| Subject::user(iam, &i.user_name).naming(i.tag_keys.clone());
    PutUserPolicyRequest => |i, iam| Subject::user(iam, &i.user_name);
    GetUserPolicyRequest => |i, iam| Subject::user(iam, &i.user_name);
    ListUserPoliciesRequest => |i, iam| Subject::user(iam, &i.user_name);
    DeleteUserPolicyRequest => |i, iam| Subject::user(iam, &i.user_name);
    ListAttachedUserPoliciesRequest => |i, iam| Subject::user(iam, &i.user_name);
    AttachUserPolicyRequest => |i, iam| Subject::user(iam, &i.user_name).with_policy(&i.policy_arn);
    DetachUserPolicyRequest => |i, iam| Subject::user(iam, &i.user_name).with_policy(&i.policy_arn);
    PutUserPermissionsBoundaryRequest => |i, iam| Subject::user(iam, &i.user_name)
        .bounded(Some(&i.permissions_boundary));
    DeleteUserPermissionsBoundaryRequest => |i, iam| Subject::user(iam, &i.user_name);
    ListGroupsForUserRequest => |i, iam| Subject::user(iam, &i.user_name);
    GetAccessKeyLastUsedRequest => |i, iam| match iam.directory().user_of_key(&i.access_key_id) {
        Some(user) => Subject::user(iam, &user.face.name),
        None => Subject::of("*".into()),
    };

    CreateGroupRequest => |i, iam| Subject::of(iam.arn("group", path(&i.path), &i.group_name));
    ListGroupsRequest => |i, iam| Subject::of(iam.arn("group", path(&i.path_prefix), ""));
    GetGroupRequest => |i, iam| Subject::group(iam, &i.group_name);
    DeleteGroupRequest => |i, iam| Subject::group(iam, &i.group_name);
    AddUserToGroupRequest => |i, iam| Subject::group(iam, &i.group_name);
    RemoveUserFromGroupRequest => |i, iam| Subject::group(iam, &i.group_name);
    PutGroupPolicyRequest => |i, iam| Subject::group(iam, &i.group_name);
    GetGroupPolicyRequest => |i, iam| Subject::group(iam, &i.group_name);
    ListGroupPoliciesRequest => |i, iam| Subject::group(iam, &i.group_name);
    DeleteGroupPolicyRequest => |i, iam| Subject::group(iam, &i.group_name);
    ListAttachedGroupPoliciesRequest => |i, iam| Subject::group(iam, &i.group_name);
    AttachGroupPolicyRequest => |i, iam| Subject::group(iam, &i.group_name)
        .with_policy(&i.policy_arn);
    DetachGroupPolicyRequest => |i, iam| Subject::group(iam, &i.group_name)
        .with_policy(&i.policy_arn);

    CreateRoleRequest => |i, iam| Subject::of(iam.arn("role", path(&i.path), &i.role_name))
        .bringing(tags(&i.tags))
        .bounded(i.permissions_boundary.as_deref());
    ListRolesRequest => |i, iam| Subject::of(iam.arn("role", path(&i.path_prefix), ""));
    GetRoleRequest => |i, iam| Subject::role(iam, &i.role_name);
    UpdateRoleRequest => |i, iam| Subject::role(iam, &i.role_name);
    DeleteRoleRequest => |i, iam| Subject::role(iam, &i.role_name);
    UpdateRoleDescriptionRequest => |i, iam| Subject::role(iam, &i.role_name);
    PutRolePermissionsBoundaryRequest => |i, iam| Subject::role(iam, &i.role_name)
        .bounded(Some(&i.permissions_boundary));
    DeleteRolePermissionsBoundaryRequest => |i, iam| Subject::role(iam, &i.role_name);
    ListInstanceProfilesForRoleRequest => |i, iam| Subject::role(iam, &i.role_name);
    UpdateAssumeRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name);
    ListRoleTagsRequest => |i, iam| Subject::role(iam, &i.role_name);
    TagRoleRequest => |i, iam| Subject::role(iam, &i.role_name).bringing(&i.tags);
    UntagRoleRequest => |i, iam| Subject::role(iam, &i.role_name).naming(i.tag_keys.clone());
    PutRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name);
    GetRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name);
    ListRolePoliciesRequest => |i, iam| Subject::role(iam, &i.role_name);
    DeleteRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name);
    ListAttachedRolePoliciesRequest => |i, iam| Subject::role(iam, &i.role_name);
    AttachRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name).with_policy(&i.policy_arn);
    DetachRolePolicyRequest => |i, iam| Subject::role(iam, &i.role_name).with_policy(&i.policy_arn);

    CreatePolicyRequest => |i, iam| Subject::of(iam.arn("policy", path(&i.path), &i.policy_name))
        .bringing(tags(&i.tags));
    ListPoliciesRequest => |i, _iam| Subject::of(format!("policy path {}", path(&i.path_prefix)));
    GetPolicyRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    DeletePolicyRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    CreatePolicyVersionRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    GetPolicyVersionRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    ListPolicyVersionsRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    SetDefaultPolicyVersionRequest => |i, iam| Subject::policy(iam, &i.policy_arn);
    DeletePolicyVersionRequest => |i, iam| Subject::policy(iam, &i.policy_arn);

    SimulatePrincipalPolicyRequest => |i, _iam| Subject::of(i.policy_source_arn.clone());
    SimulateCustomPolicyRequest => |_i, _iam| Subject::of("*".into());
    ListVirtualMFADevicesRequest => |_i, _iam| Subject::of("*".into());
    ListAccountAliasesRequest => |_i, _iam| Subject::of("*".into());
    Unit => |_i, _iam| Subject::of("*".into());
}

/// Whoever gives a user another name must be allowed it of both.
fn renamed(input: &UpdateUserRequest, iam: &Iam) -> Subject {
    let mut subject = Subject::user(iam, &input.user_name);
    if let Ok(user) = iam.directory().user(&input.user_name) {
        let path = input.new_path.as_ref().unwrap_or(&user.face.path);
        let name = input.new_user_name.as_ref().unwrap_or(&user.face.name);
        let renamed = iam.arn("user", path, name);
        if !subject.resources.contains(&renamed) {
            subject.resources.push(renamed);
        }
    }
    subject
}
