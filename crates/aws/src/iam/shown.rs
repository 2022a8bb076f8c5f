//! What the directory has, as answers show it.

use identity::directory::{self, Directory};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use protocol::iam::{
    AttachedPermissionsBoundary, Group, PermissionsBoundaryAttachmentType, Policy, PolicyVersion,
    Role, RoleLastUsed, Tag, User,
};

use crate::directory::seconds;

/// What stays as it is in a URL, by RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A policy's text, encoded as if it stood in a URL: IAM's clients decode it.
pub(super) fn document(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

pub(super) fn user(directory: &Directory, user: &directory::User) -> User {
    User {
        permissions_boundary: boundary(user.boundary.as_deref()),
        tags: some_tags(&user.tags),
        ..user_in_list(directory, user)
    }
}

/// In lists, tags and boundaries are left out.
pub(super) fn user_in_list(directory: &Directory, user: &directory::User) -> User {
    User {
        path: user.face.path.clone(),
        user_name: user.face.name.clone(),
        user_id: user.face.id.clone(),
        arn: directory.user_arn(user),
        create_date: seconds(user.face.created_ms),
        ..User::default()
    }
}

pub(super) fn group(directory: &Directory, group: &directory::Group) -> Group {
    Group {
        path: group.face.path.clone(),
        group_name: group.face.name.clone(),
        group_id: group.face.id.clone(),
        arn: directory.group_arn(group),
        create_date: seconds(group.face.created_ms),
    }
}

pub(super) fn role(directory: &Directory, role: &directory::Role) -> Role {
    Role {
        permissions_boundary: boundary(role.boundary.as_deref()),
        tags: some_tags(&role.tags),
        role_last_used: Some(RoleLastUsed::default()),
        ..role_in_list(directory, role)
    }
}

pub(super) fn role_in_list(directory: &Directory, role: &directory::Role) -> Role {
    Role {
        path: role.face.path.clone(),
        role_name: role.face.name.clone(),
        role_id: role.face.id.clone(),
        arn: directory.role_arn(role),
        create_date: seconds(role.face.created_ms),
        assume_role_policy_document: Some(document(role.trust.text())),
        description: some_text(&role.description),
        max_session_duration: i32::try_from(role.max_session_s).ok(),
        ..Role::default()
    }
}

pub(super) fn policy(
    directory: &Directory,
    policy: &directory::Managed,
    (attached, bounding): (usize, usize),
) -> Policy {
    Policy {
        description: some_text(&policy.description),
        tags: some_tags(&policy.tags),
        ..policy_in_list(directory, policy, (attached, bounding))
    }
}

pub(super) fn policy_in_list(
    directory: &Directory,
    policy: &directory::Managed,
    (attached, bounding): (usize, usize),
) -> Policy {
    Policy {
        policy_name: Some(policy.face.name.clone()),
        policy_id: Some(policy.face.id.clone()),
        arn: Some(directory.policy_arn(policy)),
        path: Some(policy.face.path.clone()),
        default_version_id: Some(version_id(policy.default)),
        attachment_count: i32::try_from(attached).ok(),
        permissions_boundary_usage_count: i32::try_from(bounding).ok(),
        is_attachable: Some(true),
        create_date: Some(seconds(policy.face.created_ms)),
        update_date: Some(seconds(policy.updated_ms)),
        ..Policy::default()
    }
}

/// Without its document, which only `GetPolicyVersion` shows.
pub(super) fn version(number: u32, is_default: bool, created_ms: u64) -> PolicyVersion {
    PolicyVersion {
        document: None,
        version_id: Some(version_id(number)),
        is_default_version: Some(is_default),
        create_date: Some(seconds(created_ms)),
    }
}

pub(super) fn version_id(number: u32) -> String {
    format!("v{number}")
}

pub(super) fn tags(tags: &[directory::Tag]) -> Vec<Tag> {
    tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

fn some_tags(all: &[directory::Tag]) -> Option<Vec<Tag>> {
    (!all.is_empty()).then(|| tags(all))
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn boundary(arn: Option<&str>) -> Option<AttachedPermissionsBoundary> {
    arn.map(|arn| AttachedPermissionsBoundary {
        permissions_boundary_type: Some(
            PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy,
        ),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_encoded_as_in_urls() {
        for (text, expected) in [
            (r#"{"a": "b*"}"#, "%7B%22a%22%3A%20%22b%2A%22%7D"),
            ("A-z_0.9~", "A-z_0.9~"),
            ("é+/\n", "%C3%A9%2B%2F%0A"),
        ] {
            assert_eq!(document(text), expected);
        }
    }
}
