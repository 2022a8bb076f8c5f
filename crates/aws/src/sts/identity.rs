//! Who is asking.

use ::identity::Principal;
use protocol::sts::GetCallerIdentityResponse;

use super::Sts;

impl Sts {
    /// Needs no permission: everybody may know their own name.
    pub(super) fn get_caller_identity(&self, by: &Principal) -> GetCallerIdentityResponse {
        let identity = by.identity(self.keys.account());
        GetCallerIdentityResponse {
            user_id: Some(identity.user_id),
            account: Some(identity.account),
            arn: Some(identity.arn),
        }
    }
}
