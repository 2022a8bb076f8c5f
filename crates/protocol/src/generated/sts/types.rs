//! What messages consist of.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

#[allow(unused_imports)]
use std::collections::BTreeMap;

#[allow(unused_imports)]
use bytes::Bytes;

#[allow(unused_imports)]
use crate::{Streamed, Timestamp};

enumerations! {}

structures! {
    ASSUME_ROLE_REQUEST #[derive(Default)] struct AssumeRoleRequest {
        role_arn: String,
        role_session_name: String,
        policy_arns: Option<Vec<PolicyDescriptorType>>,
        policy: Option<String>,
        duration_seconds: Option<i32>,
        tags: Option<Vec<Tag>>,
        transitive_tag_keys: Option<Vec<String>>,
        external_id: Option<String>,
        serial_number: Option<String>,
        token_code: Option<String>,
        source_identity: Option<String>,
        provided_contexts: Option<Vec<ProvidedContext>>,
        minimum_session_token_size: Option<i32>,
    }
    ASSUME_ROLE_RESPONSE #[derive(Default)] struct AssumeRoleResponse {
        credentials: Option<Credentials>,
        assumed_role_user: Option<AssumedRoleUser>,
        packed_policy_size: Option<i32>,
        source_identity: Option<String>,
        session_token_utilization: Option<i32>,
        session_token_size: Option<i32>,
    }
    ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST #[derive(Default)] struct AssumeRoleWithWebIdentityRequest {
        role_arn: String,
        role_session_name: String,
        web_identity_token: String,
        provider_id: Option<String>,
        policy_arns: Option<Vec<PolicyDescriptorType>>,
        policy: Option<String>,
        duration_seconds: Option<i32>,
        minimum_session_token_size: Option<i32>,
    }
    ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE #[derive(Default)] struct AssumeRoleWithWebIdentityResponse {
        credentials: Option<Credentials>,
        subject_from_web_identity_token: Option<String>,
        assumed_role_user: Option<AssumedRoleUser>,
        packed_policy_size: Option<i32>,
        provider: Option<String>,
        audience: Option<String>,
        source_identity: Option<String>,
        session_token_utilization: Option<i32>,
        session_token_size: Option<i32>,
    }
    ASSUMED_ROLE_USER #[derive(Default)] struct AssumedRoleUser {
        assumed_role_id: String,
        arn: String,
    }
    CREDENTIALS #[derive(Default)] struct Credentials {
        access_key_id: String,
        secret_access_key: String,
        session_token: String,
        expiration: Timestamp,
    }
    DECODE_AUTHORIZATION_MESSAGE_REQUEST #[derive(Default)] struct DecodeAuthorizationMessageRequest {
        encoded_message: String,
    }
    DECODE_AUTHORIZATION_MESSAGE_RESPONSE #[derive(Default)] struct DecodeAuthorizationMessageResponse {
        decoded_message: Option<String>,
    }
    GET_ACCESS_KEY_INFO_REQUEST #[derive(Default)] struct GetAccessKeyInfoRequest {
        access_key_id: String,
    }
    GET_ACCESS_KEY_INFO_RESPONSE #[derive(Default)] struct GetAccessKeyInfoResponse {
        account: Option<String>,
    }
    GET_CALLER_IDENTITY_REQUEST #[derive(Default)] struct GetCallerIdentityRequest {
    }
    GET_CALLER_IDENTITY_RESPONSE #[derive(Default)] struct GetCallerIdentityResponse {
        user_id: Option<String>,
        account: Option<String>,
        arn: Option<String>,
    }
    GET_SESSION_TOKEN_REQUEST #[derive(Default)] struct GetSessionTokenRequest {
        duration_seconds: Option<i32>,
        serial_number: Option<String>,
        token_code: Option<String>,
        minimum_session_token_size: Option<i32>,
    }
    GET_SESSION_TOKEN_RESPONSE #[derive(Default)] struct GetSessionTokenResponse {
        credentials: Option<Credentials>,
        session_token_utilization: Option<i32>,
        session_token_size: Option<i32>,
    }
    POLICY_DESCRIPTOR_TYPE #[derive(Default)] struct PolicyDescriptorType {
        arn: Option<String>,
    }
    PROVIDED_CONTEXT #[derive(Default)] struct ProvidedContext {
        provider_arn: Option<String>,
        context_assertion: Option<String>,
    }
    TAG #[derive(Default)] struct Tag {
        key: String,
        value: String,
    }
}
