//! Why a request was not let in. One situation has many names: each family of AWS services has its
//! own code, status and sentence for it.

use http::StatusCode;

use crate::claim::Clocks;

/// The situation. Its text is what most services say; [`Refused::told`] has what each family says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("Missing Authentication Token")]
    Missing,
    #[error(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
    )]
    TwoSignatures,
    /// Signature Version 4A, whose signatures are made with a key pair.
    #[error("AWS4-ECDSA-P256-SHA256 (SigV4A) is not supported here: sign with AWS4-HMAC-SHA256.")]
    Asymmetric,
    #[error("The algorithm is not supported here: sign with AWS4-HMAC-SHA256.")]
    Algorithm,
    #[error("Authorization header requires {0}.")]
    Incomplete(&'static str),
    /// Like `Incomplete`, of a signature in the query.
    #[error(
        "AWS query-string parameters must include {0}. Re-examine the query-string parameters."
    )]
    IncompleteUrl(&'static str),
    #[error("'{0}' must be a 'SignedHeader' in the AWS Authorization.")]
    NotSigned(String),
    /// A service that streams bodies was not told what the signature says of this one.
    #[error("Missing required header for this request: x-amz-content-sha256")]
    NoPayloadHash,
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    /// The key exists, the session token beside it is another one.
    #[error("The security token included in the request is invalid.")]
    WrongToken,
    #[error("The security token included in the request is expired")]
    TokenExpired,
    #[error(
        "The request signature we calculated does not match the signature you provided. \
         Check your AWS Secret Access Key and signing method. \
         Consult the service documentation for details."
    )]
    Mismatch,
    #[error("Credential should be scoped to correct service: '{0}'.")]
    OtherService(&'static str),
    /// Where nobody has to sign.
    #[error(
        "A platform that is open to everybody on this machine takes no requests from web pages of \
         elsewhere: this one is of {0}."
    )]
    ForeignPage(String),
    /// Where nobody has to sign. A name that a name server of somebody else's could point here.
    #[error(
        "A platform that is open to everybody on this machine is asked by a name of this machine \
         alone, as localhost or 127.0.0.1: not as {0}."
    )]
    ForeignHost(String),
    /// Where nobody has to sign. A link or a picture of any page is a GET.
    #[error(
        "A platform that is open to everybody on this machine changes nothing by a GET: send it as \
         a POST."
    )]
    ChangeByGet,
    #[error("The request has more than one reading: {0}.")]
    Detour(#[from] web::Detour),
    #[error("The payload does not match the hash it was signed with.")]
    Payload,
    #[error("{}", .0.expired())]
    Expired(Clocks),
    #[error("{}", .0.not_yet())]
    NotYet(Clocks),
    /// A presigned URL is used after its time.
    #[error("{}", .0.expired())]
    UrlExpired(Clocks),
    /// A presigned URL is used before its time.
    #[error("{}", .0.not_yet())]
    UrlNotYet(Clocks),
    #[error("You must provide the x-amz-decoded-content-length HTTP header.")]
    NoLength,
    #[error("The chunks of the body are not well-formed: {0}.")]
    Chunks(&'static str),
    #[error("The trailers of the body are not well-formed: {0}.")]
    Trailers(&'static str),
    #[error(
        "The request body terminated unexpectedly: \
         it is not as long as x-amz-decoded-content-length says."
    )]
    Truncated,
}

/// Services that tell errors alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// JSON or CBOR with the operation in a header: DynamoDB, CloudWatch Logs, Kinesis, SQS.
    Json,
    /// REST with JSON: Lambda, API Gateway, EventBridge Scheduler.
    Rest,
    /// Form parameters and XML: IAM, STS, SNS.
    Query,
    /// S3, which has names of its own for nearly everything.
    S3,
}

/// A refusal as one family tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
}

impl Refused {
    pub fn told(&self, family: Family) -> Told {
        let (json, query, bad_request) = self.common();
        let (code, status) = match family {
            Family::Json => (json, StatusCode::BAD_REQUEST),
            Family::Rest if bad_request => (json, StatusCode::BAD_REQUEST),
            Family::Rest => (json, StatusCode::FORBIDDEN),
            Family::Query if bad_request => (query, StatusCode::BAD_REQUEST),
            Family::Query => (query, StatusCode::FORBIDDEN),
            Family::S3 => return self.told_by_s3(),
        };
        Told { status, code, message: self.to_string() }
    }

    /// The codes of JSON and of query services, and whether the request makes no sense at all.
    fn common(&self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Missing => {
                ("MissingAuthenticationTokenException", "MissingAuthenticationToken", false)
            }
            Self::TwoSignatures
            | Self::Asymmetric
            | Self::Algorithm
            | Self::Incomplete(_)
            | Self::IncompleteUrl(_)
            | Self::NoPayloadHash => ("IncompleteSignatureException", "IncompleteSignature", true),
            Self::UnknownKey | Self::WrongToken => {
                ("UnrecognizedClientException", "InvalidClientTokenId", false)
            }
            Self::TokenExpired => ("ExpiredTokenException", "ExpiredToken", false),
            Self::ForeignPage(_) | Self::ForeignHost(_) | Self::ChangeByGet => {
                ("AccessDeniedException", "AccessDenied", false)
            }
            Self::Detour(_) => ("InvalidRequestException", "InvalidRequest", true),
            Self::NotSigned(_)
            | Self::Mismatch
            | Self::OtherService(_)
            | Self::Payload
            | Self::Expired(_)
            | Self::NotYet(_)
            | Self::UrlExpired(_)
            | Self::UrlNotYet(_) => ("InvalidSignatureException", "SignatureDoesNotMatch", false),
            Self::NoLength | Self::Chunks(_) | Self::Trailers(_) | Self::Truncated => {
                ("InvalidRequestException", "InvalidRequest", true)
            }
        }
    }

    fn told_by_s3(&self) -> Told {
        const DENIED: (u16, &str) = (403, "AccessDenied");
        let ((status, code), message) = match self {
            Self::Missing => (DENIED, "Access Denied"),
            Self::ForeignPage(_) | Self::ForeignHost(_) | Self::ChangeByGet => (DENIED, ""),
            Self::Detour(_) => ((400, "InvalidURI"), ""),
            Self::TwoSignatures => (
                (400, "InvalidArgument"),
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, \
                 Signature query string parameter or the Authorization header should be specified",
            ),
            Self::Algorithm => (
                (400, "InvalidRequest"),
                "The authorization mechanism you have provided is not supported. \
                 Please use AWS4-HMAC-SHA256.",
            ),
            Self::Asymmetric | Self::NoPayloadHash => ((400, "InvalidRequest"), ""),
            Self::Incomplete(_) => ((400, "AuthorizationHeaderMalformed"), ""),
            Self::OtherService(_) => (
                (400, "AuthorizationHeaderMalformed"),
                "The authorization header is malformed; incorrect service.",
            ),
            Self::IncompleteUrl(_) => ((400, "AuthorizationQueryParametersError"), ""),
            Self::NotSigned(_) => {
                (DENIED, "There were headers present in the request which were not signed")
            }
            Self::UnknownKey => (
                (403, "InvalidAccessKeyId"),
                "The AWS Access Key Id you provided does not exist in our records.",
            ),
            Self::WrongToken => {
                ((400, "InvalidToken"), "The provided token is malformed or otherwise invalid.")
            }
            Self::TokenExpired => ((400, "ExpiredToken"), "The provided token has expired."),
            Self::Mismatch => (
                (403, "SignatureDoesNotMatch"),
                "The request signature we calculated does not match the signature you provided. \
                 Check your key and signing method.",
            ),
            Self::Payload => (
                (400, "XAmzContentSHA256Mismatch"),
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ),
            Self::Expired(_) | Self::NotYet(_) => (
                (403, "RequestTimeTooSkewed"),
                "The difference between the request time and the current time is too large.",
            ),
            Self::UrlExpired(_) => (DENIED, "Request has expired"),
            Self::UrlNotYet(_) => (DENIED, "Request is not valid yet"),
            Self::NoLength => ((411, "MissingContentLength"), ""),
            Self::Chunks(_) => ((400, "InvalidRequest"), ""),
            Self::Trailers(_) => ((400, "MalformedTrailerError"), ""),
            Self::Truncated => ((400, "IncompleteBody"), ""),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        // What S3 says in no words of its own is said as others say it.
        let message = if message.is_empty() { self.to_string() } else { message.to_owned() };
        Told { status, code, message }
    }
}
