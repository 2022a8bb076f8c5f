//! The account as a whole: counts and quotas.

use std::collections::BTreeMap;

use identity::directory::Count;
use protocol::Unit;
use protocol::iam::{
    Error, GetAccountSummaryResponse, ListAccountAliasesRequest, ListAccountAliasesResponse,
};

use super::Iam;

/// What is the same for every account.
const FIXED: &[(&str, i32)] = &[
    ("AccessKeysPerUserQuota", 2),
    ("AccountAccessKeysPresent", 1),
    ("AccountMFAEnabled", 0),
    ("AccountPasswordPresent", 0),
    ("AccountSigningCertificatesPresent", 0),
    ("AssumeRolePolicySizeQuota", 2_048),
    ("AttachedPoliciesPerGroupQuota", 10),
    ("AttachedPoliciesPerRoleQuota", 10),
    ("AttachedPoliciesPerUserQuota", 10),
    ("GlobalEndpointTokenVersion", 2),
    ("GroupPolicySizeQuota", 5_120),
    ("GroupsPerUserQuota", 10),
    ("InstanceProfiles", 0),
    ("InstanceProfilesQuota", 0),
    ("MFADevices", 0),
    ("MFADevicesInUse", 0),
    ("PolicySizeQuota", 6_144),
    ("PolicyVersionsInUseQuota", 7_500),
    ("Providers", 0),
    ("RolePolicySizeQuota", 10_240),
    ("ServerCertificates", 0),
    ("ServerCertificatesQuota", 0),
    ("SigningCertificatesPerUserQuota", 0),
    ("UserPolicySizeQuota", 2_048),
    ("VersionsPerPolicyQuota", 5),
];

impl Iam {
    pub(super) async fn get_account_summary(
        &self,
        _: Unit,
    ) -> Result<GetAccountSummaryResponse, Error> {
        let summary = self.directory().summary();
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let mut map: BTreeMap<String, i32> =
            FIXED.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
        for (name, Count { there, most }) in [
            ("Users", summary.users),
            ("Groups", summary.groups),
            ("Roles", summary.roles),
            ("Policies", summary.policies),
        ] {
            map.insert(name.to_owned(), number(there));
            map.insert(format!("{name}Quota"), number(most));
        }
        map.insert("PolicyVersionsInUse".into(), number(summary.policy_versions));
        Ok(GetAccountSummaryResponse { summary_map: Some(map) })
    }

    /// An account has no other name than its number here.
    pub(super) async fn list_account_aliases(
        &self,
        _: ListAccountAliasesRequest,
    ) -> Result<ListAccountAliasesResponse, Error> {
        Ok(ListAccountAliasesResponse { is_truncated: Some(false), ..Default::default() })
    }
}
