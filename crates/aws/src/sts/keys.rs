//! Whose account a key is of, and messages that are not for everybody.

use ::identity::Principal;
use protocol::sts::{
    DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse, Error,
    GetAccessKeyInfoRequest, GetAccessKeyInfoResponse,
};

use super::Sts;
use crate::directory::invalid;

impl Sts {
    /// Of lasting keys; those of sessions are kept nowhere.
    pub(super) fn get_access_key_info(
        &self,
        by: &Principal,
        input: GetAccessKeyInfoRequest,
    ) -> Result<GetAccessKeyInfoResponse, Error> {
        self.authorize(by, "sts:GetAccessKeyInfo")?;
        let id = &input.access_key_id;
        let owners = self.keys.admin().access_key == *id;
        if !owners && self.access.directory().user_of_key(id).is_none() {
            return Err(invalid(format!("The access key {id} is not one of this account.")).into());
        }
        Ok(GetAccessKeyInfoResponse { account: Some(self.keys.account().to_owned()) })
    }

    /// No message here is encoded, so none can be decoded.
    pub(super) fn decode_authorization_message(
        &self,
        by: &Principal,
        _: DecodeAuthorizationMessageRequest,
    ) -> Result<DecodeAuthorizationMessageResponse, Error> {
        self.authorize(by, "sts:DecodeAuthorizationMessage")?;
        let message = "The message is not one that was encoded here.".into();
        Err(Error::InvalidAuthorizationMessage { message })
    }
}
