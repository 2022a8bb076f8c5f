//! What can go wrong.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

#[allow(unused_imports)]
use super::schema::*;
#[allow(unused_imports)]
use super::types::*;
use crate::schema::Error as Schema;

static ERROR_EXPIRED_TOKEN_EXCEPTION: Schema = Schema {
    code: "ExpiredTokenException",
    query_code: None,
    status: 400,
    shape: &EXPIRED_TOKEN_EXCEPTION,
};
static ERROR_IDP_COMMUNICATION_ERROR_EXCEPTION: Schema = Schema {
    code: "IDPCommunicationError",
    query_code: None,
    status: 400,
    shape: &IDP_COMMUNICATION_ERROR_EXCEPTION,
};
static ERROR_IDP_REJECTED_CLAIM_EXCEPTION: Schema = Schema {
    code: "IDPRejectedClaim",
    query_code: None,
    status: 403,
    shape: &IDP_REJECTED_CLAIM_EXCEPTION,
};
static ERROR_INVALID_AUTHORIZATION_MESSAGE_EXCEPTION: Schema = Schema {
    code: "InvalidAuthorizationMessageException",
    query_code: None,
    status: 400,
    shape: &INVALID_AUTHORIZATION_MESSAGE_EXCEPTION,
};
static ERROR_INVALID_IDENTITY_TOKEN_EXCEPTION: Schema = Schema {
    code: "InvalidIdentityToken",
    query_code: None,
    status: 400,
    shape: &INVALID_IDENTITY_TOKEN_EXCEPTION,
};
static ERROR_MALFORMED_POLICY_DOCUMENT_EXCEPTION: Schema = Schema {
    code: "MalformedPolicyDocument",
    query_code: None,
    status: 400,
    shape: &MALFORMED_POLICY_DOCUMENT_EXCEPTION,
};
static ERROR_PACKED_POLICY_TOO_LARGE_EXCEPTION: Schema = Schema {
    code: "PackedPolicyTooLarge",
    query_code: None,
    status: 400,
    shape: &PACKED_POLICY_TOO_LARGE_EXCEPTION,
};
static ERROR_REGION_DISABLED_EXCEPTION: Schema = Schema {
    code: "RegionDisabledException",
    query_code: None,
    status: 403,
    shape: &REGION_DISABLED_EXCEPTION,
};

errors! {
    ExpiredToken(ERROR_EXPIRED_TOKEN_EXCEPTION) {
    }
    IDPCommunicationError(ERROR_IDP_COMMUNICATION_ERROR_EXCEPTION) {
    }
    IDPRejectedClaim(ERROR_IDP_REJECTED_CLAIM_EXCEPTION) {
    }
    InvalidAuthorizationMessage(ERROR_INVALID_AUTHORIZATION_MESSAGE_EXCEPTION) {
    }
    InvalidIdentityToken(ERROR_INVALID_IDENTITY_TOKEN_EXCEPTION) {
    }
    MalformedPolicyDocument(ERROR_MALFORMED_POLICY_DOCUMENT_EXCEPTION) {
    }
    PackedPolicyTooLarge(ERROR_PACKED_POLICY_TOO_LARGE_EXCEPTION) {
    }
    RegionDisabled(ERROR_REGION_DISABLED_EXCEPTION) {
    }
}
