//! Who is asking.

use ::identity::Principal;
use protocol::sts::GetCallerIdentityResponse;

use super::Sts;

impl Sts {
    /// Needs no permission: everybody may know their own name.
    pub(super) fn get_caller_identity(&self, by: &Principal) -> GetCallerIdentityResponse {
        let account = self.keys.account();
        let user_id = match (by.identity(account), by) {
            (Some(identity), _) => identity.user_id,
            (None, Principal::Function { name, .. }) => format!("mayfly:{name}"),
            (None, _) => String::new(),
        };
        GetCallerIdentityResponse {
            user_id: Some(user_id),
            account: Some(account.to_owned()),
            arn: Some(self.access.who(by)),
        }
    }
}
