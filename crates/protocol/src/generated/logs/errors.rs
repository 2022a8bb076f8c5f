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

static ERROR_ACCESS_DENIED_EXCEPTION: Schema = Schema {
    code: "AccessDeniedException",
    query_code: None,
    status: 400,
    shape: &ACCESS_DENIED_EXCEPTION,
};
static ERROR_DATA_ALREADY_ACCEPTED_EXCEPTION: Schema = Schema {
    code: "DataAlreadyAcceptedException",
    query_code: None,
    status: 400,
    shape: &DATA_ALREADY_ACCEPTED_EXCEPTION,
};
static ERROR_INVALID_OPERATION_EXCEPTION: Schema = Schema {
    code: "InvalidOperationException",
    query_code: None,
    status: 400,
    shape: &INVALID_OPERATION_EXCEPTION,
};
static ERROR_INVALID_PARAMETER_EXCEPTION: Schema = Schema {
    code: "InvalidParameterException",
    query_code: None,
    status: 400,
    shape: &INVALID_PARAMETER_EXCEPTION,
};
static ERROR_INVALID_SEQUENCE_TOKEN_EXCEPTION: Schema = Schema {
    code: "InvalidSequenceTokenException",
    query_code: None,
    status: 400,
    shape: &INVALID_SEQUENCE_TOKEN_EXCEPTION,
};
static ERROR_LIMIT_EXCEEDED_EXCEPTION: Schema = Schema {
    code: "LimitExceededException",
    query_code: None,
    status: 400,
    shape: &LIMIT_EXCEEDED_EXCEPTION,
};
static ERROR_OPERATION_ABORTED_EXCEPTION: Schema = Schema {
    code: "OperationAbortedException",
    query_code: None,
    status: 400,
    shape: &OPERATION_ABORTED_EXCEPTION,
};
static ERROR_RESOURCE_ALREADY_EXISTS_EXCEPTION: Schema = Schema {
    code: "ResourceAlreadyExistsException",
    query_code: None,
    status: 400,
    shape: &RESOURCE_ALREADY_EXISTS_EXCEPTION,
};
static ERROR_RESOURCE_NOT_FOUND_EXCEPTION: Schema = Schema {
    code: "ResourceNotFoundException",
    query_code: None,
    status: 400,
    shape: &RESOURCE_NOT_FOUND_EXCEPTION,
};
static ERROR_SERVICE_UNAVAILABLE_EXCEPTION: Schema = Schema {
    code: "ServiceUnavailableException",
    query_code: None,
    status: 500,
    shape: &SERVICE_UNAVAILABLE_EXCEPTION,
};
static ERROR_TOO_MANY_TAGS_EXCEPTION: Schema = Schema {
    code: "TooManyTagsException",
    query_code: None,
    status: 400,
    shape: &TOO_MANY_TAGS_EXCEPTION,
};
static ERROR_UNRECOGNIZED_CLIENT_EXCEPTION: Schema = Schema {
    code: "UnrecognizedClientException",
    query_code: None,
    status: 400,
    shape: &UNRECOGNIZED_CLIENT_EXCEPTION,
};
static ERROR_VALIDATION_EXCEPTION: Schema = Schema {
    code: "ValidationException",
    query_code: None,
    status: 400,
    shape: &VALIDATION_EXCEPTION,
};

errors! {
    AccessDenied(ERROR_ACCESS_DENIED_EXCEPTION) {
    }
    DataAlreadyAccepted(ERROR_DATA_ALREADY_ACCEPTED_EXCEPTION) {
        expected_sequence_token: Option<String> = 0,
    }
    InvalidOperation(ERROR_INVALID_OPERATION_EXCEPTION) {
    }
    InvalidParameter(ERROR_INVALID_PARAMETER_EXCEPTION) {
    }
    InvalidSequenceToken(ERROR_INVALID_SEQUENCE_TOKEN_EXCEPTION) {
        expected_sequence_token: Option<String> = 0,
    }
    LimitExceeded(ERROR_LIMIT_EXCEEDED_EXCEPTION) {
    }
    OperationAborted(ERROR_OPERATION_ABORTED_EXCEPTION) {
    }
    ResourceAlreadyExists(ERROR_RESOURCE_ALREADY_EXISTS_EXCEPTION) {
    }
    ResourceNotFound(ERROR_RESOURCE_NOT_FOUND_EXCEPTION) {
    }
    ServiceUnavailable(ERROR_SERVICE_UNAVAILABLE_EXCEPTION) {
    }
    TooManyTags(ERROR_TOO_MANY_TAGS_EXCEPTION) {
        resource_name: Option<String> = 1,
    }
    UnrecognizedClient(ERROR_UNRECOGNIZED_CLIENT_EXCEPTION) {
    }
    Validation(ERROR_VALIDATION_EXCEPTION) {
    }
}
