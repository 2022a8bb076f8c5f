//! Credentials for a while: in one's own name, or in a role's.

use ::identity::Principal;
use ::identity::directory::{AssumeRole, DirectoryError, OwnSession};
use protocol::Fault;
use protocol::sts::{
    AssumeRoleRequest, AssumeRoleResponse, AssumeRoleWithWebIdentityRequest,
    AssumeRoleWithWebIdentityResponse, AssumedRoleUser, Credentials, Error, GetSessionTokenRequest,
    GetSessionTokenResponse,
};

use super::Sts;
use crate::directory::{fault, invalid, now_ms, seconds as rounded_down, tag};

impl Sts {
    /// By what the role trusts; see [`::identity::directory::Directory::assume_role`].
    pub(super) fn assume_role(
        &self,
        by: &Principal,
        input: AssumeRoleRequest,
    ) -> Result<AssumeRoleResponse, Error> {
        without_devices(input.serial_number.as_deref(), input.token_code.as_deref())?;
        if input.provided_contexts.is_some_and(|contexts| !contexts.is_empty()) {
            return Err(invalid("The parameter ProvidedContexts is not supported here.").into());
        }
        let arns = input.policy_arns.into_iter().flatten().filter_map(|described| described.arn);
        let tags = input.tags.into_iter().flatten().map(|given| tag(given.key, given.value));
        let ask = AssumeRole {
            role_arn: input.role_arn,
            session_name: input.role_session_name,
            duration_s: seconds(input.duration_seconds),
            policy: input.policy,
            policy_arns: arns.collect(),
            tags: tags.collect(),
            transitive_tag_keys: input.transitive_tag_keys.unwrap_or_default(),
            external_id: input.external_id,
            source_identity: input.source_identity,
        };
        let context = self.access.context(by);
        let role = ask.role_arn.clone();
        let assumed = self.access.directory().assume_role(by, ask, &context, now_ms());
        if let Err(DirectoryError::AccessDenied(why)) = &assumed {
            self.access.note(self.access.who(by), "sts:AssumeRole", &role, why);
        }
        let assumed = assumed.map_err(fault)?;
        let session =
            OwnSession { credentials: assumed.credentials, expires_ms: assumed.expires_ms };
        Ok(AssumeRoleResponse {
            credentials: Some(credentials(session)),
            assumed_role_user: Some(AssumedRoleUser {
                assumed_role_id: assumed.session_id,
                arn: assumed.session_arn,
            }),
            packed_policy_size: i32::try_from(assumed.packed_percent).ok(),
            source_identity: assumed.source_identity,
            ..AssumeRoleResponse::default()
        })
    }

    /// Needs no permission: it gives nobody more than they have.
    pub(super) fn get_session_token(
        &self,
        by: &Principal,
        temporary: bool,
        input: GetSessionTokenRequest,
    ) -> Result<GetSessionTokenResponse, Error> {
        without_devices(input.serial_number.as_deref(), input.token_code.as_deref())?;
        let duration_s = seconds(input.duration_seconds);
        let session = self.access.directory().session_token(by, temporary, duration_s, now_ms());
        let credentials = credentials(session.map_err(fault)?);
        Ok(GetSessionTokenResponse {
            credentials: Some(credentials),
            ..GetSessionTokenResponse::default()
        })
    }

    /// There are no identity providers, so there is nobody to vouch for a token.
    pub(super) fn assume_role_with_web_identity(
        &self,
        _: AssumeRoleWithWebIdentityRequest,
    ) -> Result<AssumeRoleWithWebIdentityResponse, Error> {
        let message = "No OpenIDConnect provider found in your account.".into();
        Err(Error::InvalidIdentityToken { message })
    }
}

/// Nobody has a device for codes here; whoever shows one must not be believed.
fn without_devices(serial: Option<&str>, code: Option<&str>) -> Result<(), Fault> {
    if serial.is_none() && code.is_none() {
        return Ok(());
    }
    let message = "MultiFactorAuthentication failed, unable to validate MFA code. Please verify \
                   your MFA serial number is valid and associated with this user.";
    Err(Fault::new(403, "AccessDenied", message))
}

fn credentials(session: OwnSession) -> Credentials {
    let OwnSession { credentials, expires_ms } = session;
    Credentials {
        access_key_id: credentials.access_key,
        secret_access_key: credentials.secret_key,
        session_token: credentials.session_token.unwrap_or_default(),
        // Told to the second, and never later than it is.
        expiration: rounded_down(expires_ms),
    }
}

/// The model has no negative durations.
fn seconds(given: Option<i32>) -> Option<u32> {
    given.map(|seconds| u32::try_from(seconds).unwrap_or_default())
}
