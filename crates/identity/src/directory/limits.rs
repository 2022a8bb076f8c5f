//! How many and how long: IAM's quotas.

pub(super) const USERS: usize = 5_000;
pub(super) const GROUPS: usize = 300;
pub(super) const ROLES: usize = 1_000;
pub(super) const POLICIES: usize = 1_500;
pub(super) const GROUPS_PER_USER: usize = 10;
pub(super) const KEYS_PER_USER: usize = 2;
pub(super) const ATTACHED: usize = 10;
pub(super) const VERSIONS: usize = 5;
pub(super) const TAGS: usize = 50;

pub(super) const USER_NAME: usize = 64;
pub(super) const GROUP_NAME: usize = 128;
pub(super) const ROLE_NAME: usize = 64;
pub(super) const POLICY_NAME: usize = 128;
pub(super) const SESSION_NAME: usize = 64;
pub(super) const PATH: usize = 512;
pub(super) const DESCRIPTION: usize = 1_000;
pub(super) const TAG_KEY: usize = 128;
pub(super) const TAG_VALUE: usize = 256;
pub(super) const EXTERNAL_ID: usize = 1_224;

/// Characters without blanks, as IAM counts them.
pub(super) const MANAGED_POLICY: usize = 6_144;
pub(super) const TRUST_POLICY: usize = 2_048;
pub(super) const SESSION_POLICY: usize = 2_048;
pub(super) const USER_INLINE: usize = 2_048;
pub(super) const GROUP_INLINE: usize = 5_120;
pub(super) const ROLE_INLINE: usize = 10_240;
/// With blanks: an entity lies in one value of the store.
pub(super) const INLINE_BYTES: usize = 512 * 1024;

pub(super) const SESSION_SECONDS_LEAST: u32 = 900;
pub(super) const SESSION_SECONDS: u32 = 3_600;
pub(super) const SESSION_SECONDS_MOST: u32 = 43_200;
pub(super) const OWN_SESSION_SECONDS_MOST: u32 = 129_600;
/// What session policies and tags may take in a token, in bytes.
pub(super) const PACKED_BYTES: usize = 4_096;
