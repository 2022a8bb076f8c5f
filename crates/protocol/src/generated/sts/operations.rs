//! What the service does.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

use super::schema::*;
use crate::schema::Operation as Schema;

static OP_GET_CALLER_IDENTITY: Schema = Schema {
    name: "GetCallerIdentity",
    method: "POST",
    uri: "/",
    status: 200,
    input: &GET_CALLER_IDENTITY_REQUEST,
    output: &GET_CALLER_IDENTITY_RESPONSE,
    wrapper: Some("GetCallerIdentityResult"),
    idempotent: false,
    anonymous: false,
};
static OP_ASSUME_ROLE: Schema = Schema {
    name: "AssumeRole",
    method: "POST",
    uri: "/",
    status: 200,
    input: &ASSUME_ROLE_REQUEST,
    output: &ASSUME_ROLE_RESPONSE,
    wrapper: Some("AssumeRoleResult"),
    idempotent: false,
    anonymous: false,
};
static OP_GET_SESSION_TOKEN: Schema = Schema {
    name: "GetSessionToken",
    method: "POST",
    uri: "/",
    status: 200,
    input: &GET_SESSION_TOKEN_REQUEST,
    output: &GET_SESSION_TOKEN_RESPONSE,
    wrapper: Some("GetSessionTokenResult"),
    idempotent: false,
    anonymous: false,
};
static OP_GET_ACCESS_KEY_INFO: Schema = Schema {
    name: "GetAccessKeyInfo",
    method: "POST",
    uri: "/",
    status: 200,
    input: &GET_ACCESS_KEY_INFO_REQUEST,
    output: &GET_ACCESS_KEY_INFO_RESPONSE,
    wrapper: Some("GetAccessKeyInfoResult"),
    idempotent: false,
    anonymous: false,
};
static OP_DECODE_AUTHORIZATION_MESSAGE: Schema = Schema {
    name: "DecodeAuthorizationMessage",
    method: "POST",
    uri: "/",
    status: 200,
    input: &DECODE_AUTHORIZATION_MESSAGE_REQUEST,
    output: &DECODE_AUTHORIZATION_MESSAGE_RESPONSE,
    wrapper: Some("DecodeAuthorizationMessageResult"),
    idempotent: false,
    anonymous: false,
};
static OP_ASSUME_ROLE_WITH_WEB_IDENTITY: Schema = Schema {
    name: "AssumeRoleWithWebIdentity",
    method: "POST",
    uri: "/",
    status: 200,
    input: &ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST,
    output: &ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE,
    wrapper: Some("AssumeRoleWithWebIdentityResult"),
    idempotent: false,
    anonymous: true,
};

pub(super) static TABLE: &[&Schema] = &[
    &OP_GET_CALLER_IDENTITY,
    &OP_ASSUME_ROLE,
    &OP_GET_SESSION_TOKEN,
    &OP_GET_ACCESS_KEY_INFO,
    &OP_DECODE_AUTHORIZATION_MESSAGE,
    &OP_ASSUME_ROLE_WITH_WEB_IDENTITY,
];

operations! {
    Sts {
        GetCallerIdentity(OP_GET_CALLER_IDENTITY): GetCallerIdentityRequest => GetCallerIdentityResponse,
        AssumeRole(OP_ASSUME_ROLE): AssumeRoleRequest => AssumeRoleResponse,
        GetSessionToken(OP_GET_SESSION_TOKEN): GetSessionTokenRequest => GetSessionTokenResponse,
        GetAccessKeyInfo(OP_GET_ACCESS_KEY_INFO): GetAccessKeyInfoRequest => GetAccessKeyInfoResponse,
        DecodeAuthorizationMessage(OP_DECODE_AUTHORIZATION_MESSAGE): DecodeAuthorizationMessageRequest => DecodeAuthorizationMessageResponse,
        AssumeRoleWithWebIdentity(OP_ASSUME_ROLE_WITH_WEB_IDENTITY): AssumeRoleWithWebIdentityRequest => AssumeRoleWithWebIdentityResponse,
    }
}
