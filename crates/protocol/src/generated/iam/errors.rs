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

static ERROR_CONCURRENT_MODIFICATION_EXCEPTION: Schema = Schema {
    code: "ConcurrentModification",
    query_code: None,
    status: 409,
    shape: &CONCURRENT_MODIFICATION_EXCEPTION,
};
static ERROR_DELETE_CONFLICT_EXCEPTION: Schema = Schema {
    code: "DeleteConflict",
    query_code: None,
    status: 409,
    shape: &DELETE_CONFLICT_EXCEPTION,
};
static ERROR_ENTITY_ALREADY_EXISTS_EXCEPTION: Schema = Schema {
    code: "EntityAlreadyExists",
    query_code: None,
    status: 409,
    shape: &ENTITY_ALREADY_EXISTS_EXCEPTION,
};
static ERROR_ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION: Schema = Schema {
    code: "EntityTemporarilyUnmodifiable",
    query_code: None,
    status: 409,
    shape: &ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION,
};
static ERROR_INVALID_INPUT_EXCEPTION: Schema =
    Schema { code: "InvalidInput", query_code: None, status: 400, shape: &INVALID_INPUT_EXCEPTION };
static ERROR_LIMIT_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "LimitExceeded",
    query_code: None,
    status: 409,
    shape: &LIMIT_EXCEEDED_EXCEPTION,
};
static ERROR_MALFORMED_POLICY_DOCUMENT_EXCEPTION: Schema = Schema {
    code: "MalformedPolicyDocument",
    query_code: None,
    status: 400,
    shape: &MALFORMED_POLICY_DOCUMENT_EXCEPTION,
};
static ERROR_NO_SUCH_ENTITY_EXCEPTION: Schema = Schema {
    code: "NoSuchEntity",
    query_code: None,
    status: 404,
    shape: &NO_SUCH_ENTITY_EXCEPTION,
};
static ERROR_POLICY_EVALUATION_EXCEPTION: Schema = Schema {
    code: "PolicyEvaluation",
    query_code: None,
    status: 500,
    shape: &POLICY_EVALUATION_EXCEPTION,
};
static ERROR_POLICY_NOT_ATTACHABLE_EXCEPTION: Schema = Schema {
    code: "PolicyNotAttachable",
    query_code: None,
    status: 400,
    shape: &POLICY_NOT_ATTACHABLE_EXCEPTION,
};
static ERROR_SERVICE_FAILURE_EXCEPTION: Schema = Schema {
    code: "ServiceFailure",
    query_code: None,
    status: 500,
    shape: &SERVICE_FAILURE_EXCEPTION,
};
static ERROR_SERVICE_NOT_SUPPORTED_EXCEPTION: Schema = Schema {
    code: "NotSupportedService",
    query_code: None,
    status: 404,
    shape: &SERVICE_NOT_SUPPORTED_EXCEPTION,
};
static ERROR_UNMODIFIABLE_ENTITY_EXCEPTION: Schema = Schema {
    code: "UnmodifiableEntity",
    query_code: None,
    status: 400,
    shape: &UNMODIFIABLE_ENTITY_EXCEPTION,
};

errors! {
    ConcurrentModification(ERROR_CONCURRENT_MODIFICATION_EXCEPTION) {
    }
    DeleteConflict(ERROR_DELETE_CONFLICT_EXCEPTION) {
    }
    EntityAlreadyExists(ERROR_ENTITY_ALREADY_EXISTS_EXCEPTION) {
    }
    EntityTemporarilyUnmodifiable(ERROR_ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION) {
    }
    InvalidInput(ERROR_INVALID_INPUT_EXCEPTION) {
    }
    LimitExceeded(ERROR_LIMIT_EXCEEDED_EXCEPTION) {
    }
    MalformedPolicyDocument(ERROR_MALFORMED_POLICY_DOCUMENT_EXCEPTION) {
    }
    NoSuchEntity(ERROR_NO_SUCH_ENTITY_EXCEPTION) {
    }
    PolicyEvaluation(ERROR_POLICY_EVALUATION_EXCEPTION) {
    }
    PolicyNotAttachable(ERROR_POLICY_NOT_ATTACHABLE_EXCEPTION) {
    }
    ServiceFailure(ERROR_SERVICE_FAILURE_EXCEPTION) {
    }
    ServiceNotSupported(ERROR_SERVICE_NOT_SUPPORTED_EXCEPTION) {
    }
    UnmodifiableEntity(ERROR_UNMODIFIABLE_ENTITY_EXCEPTION) {
    }
}
