//! Checking a request's signature.
//!
//! In two steps, because the body comes after the head: [`Claim::read`] takes the head apart, and
//! [`crate::Keyring::check`] says who signed it once the body's hash is known.

use std::time::{Duration, SystemTime};

use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::canonical::{self, ALGORITHM, PayloadHash, Scope};

/// How far a client's clock may be from ours.
const SKEW: Duration = Duration::from_secs(5 * 60);
/// More signed headers than any client sends.
const SIGNED_MAX: usize = 64;

/// Why a request was not let in, as AWS clients know it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("Missing Authentication Token")]
    Missing,
    #[error("Authorization header requires {0}.")]
    Incomplete(&'static str),
    #[error("The security token included in the request is invalid.")]
    UnknownKey,
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
    )]
    Mismatch,
    #[error("Signature expired or not yet current: the clocks differ by more than 5 minutes.")]
    Skew,
    #[error("The payload does not match the hash it was signed with.")]
    Payload,
    #[error("The security token included in the request is expired")]
    TokenExpired,
}

impl Refused {
    /// The error code AWS services answer with.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "MissingAuthenticationTokenException",
            Self::Incomplete(_) => "IncompleteSignatureException",
            Self::UnknownKey => "UnrecognizedClientException",
            Self::TokenExpired => "ExpiredTokenException",
            Self::Mismatch | Self::Skew | Self::Payload => "InvalidSignatureException",
        }
    }
}

/// What the `Authorization` header says, before anything of it is believed.
#[derive(Debug)]
pub struct Claim {
    pub(crate) access_key: String,
    pub(crate) token: Option<String>,
    at: String,
    region: String,
    service: String,
    signed: Vec<String>,
    signature: Vec<u8>,
    /// The payload hash the client declared and signed, when it did.
    declared: Option<PayloadHash>,
}

impl Claim {
    pub fn read(parts: &Parts, now: SystemTime) -> Result<Self, Refused> {
        let header = parts.headers.get(AUTHORIZATION).ok_or(Refused::Missing)?;
        let header = header.to_str().map_err(|_| Refused::Incomplete("printable text"))?;
        let fields = header.strip_prefix(ALGORITHM).ok_or(Refused::Missing)?;
        let field = |name: &'static str| {
            fields.split(',').find_map(|f| f.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let credential =
            field("Credential").ok_or(Refused::Incomplete("'Credential' parameter"))?;
        let signed =
            field("SignedHeaders").ok_or(Refused::Incomplete("'SignedHeaders' parameter"))?;
        let signature = field("Signature").ok_or(Refused::Incomplete("'Signature' parameter"))?;
        let mut scope = credential.rsplitn(5, '/');
        let (end, service, region, day, access_key) =
            (scope.next(), scope.next(), scope.next(), scope.next(), scope.next());
        let (Some("aws4_request"), Some(service), Some(region), Some(day), Some(access_key)) =
            (end, service, region, day, access_key)
        else {
            return Err(Refused::Incomplete(
                "a 'Credential' of KEY/DATE/REGION/SERVICE/aws4_request",
            ));
        };
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let at = text("x-amz-date").ok_or(Refused::Incomplete("an 'X-Amz-Date' header"))?;
        check_clock(at, day, now)?;
        let signed: Vec<String> = signed.split(';').map(str::to_owned).collect();
        if signed.len() > SIGNED_MAX || !signed.is_sorted() {
            return Err(Refused::Incomplete("'SignedHeaders' in order, 64 at most"));
        }
        if !signed.iter().any(|name| name == "host") {
            return Err(Refused::Incomplete("'host' among the signed headers"));
        }
        let token = text("x-amz-security-token").map(str::to_owned);
        let covers = |name: &str| signed.iter().any(|s| s == name);
        if !covers("x-amz-date") || (token.is_some() && !covers("x-amz-security-token")) {
            return Err(Refused::Incomplete("date and token among the signed headers"));
        }
        let declared = match text("x-amz-content-sha256") {
            Some(hash) if covers("x-amz-content-sha256") => Some(payload(hash)?),
            _ => None,
        };
        Ok(Self {
            access_key: access_key.to_owned(),
            token,
            at: at.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signature: hex::decode(signature).map_err(|_| Refused::Mismatch)?,
            signed,
            declared,
        })
    }

    /// The payload hash the signature covers, when the client declared one.
    pub fn declared(&self) -> Option<PayloadHash> {
        self.declared
    }

    /// Whether `secret` made this signature over the head and a body with this hash. A client that
    /// declared a hash must have declared this one.
    pub(crate) fn check(
        &self,
        parts: &Parts,
        secret: &str,
        body: PayloadHash,
    ) -> Result<(), Refused> {
        if self.declared.is_some_and(|declared| declared != body) {
            return Err(Refused::Payload);
        }
        let scope = Scope { region: &self.region, service: &self.service };
        let signed: Vec<&str> = self.signed.iter().map(String::as_str).collect();
        let request = canonical::request(parts, &self.service, &signed, &body.text())
            .ok_or(Refused::Incomplete("every signed header to be present"))?;
        let text = canonical::string_to_sign(&self.at, scope, &request);
        let key = canonical::signing_key(secret, &self.at[..8], scope);
        let right = canonical::hmac(&key, text.as_bytes());
        if same(&right, &self.signature) { Ok(()) } else { Err(Refused::Mismatch) }
    }
}

fn payload(hash: &str) -> Result<PayloadHash, Refused> {
    if hash == "UNSIGNED-PAYLOAD" {
        return Ok(PayloadHash::Unsigned);
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(hash, &mut bytes)
        .map_err(|_| Refused::Incomplete("'X-Amz-Content-Sha256' to be a SHA-256 in hex"))?;
    Ok(PayloadHash::Sha256(bytes))
}

fn check_clock(at: &str, day: &str, now: SystemTime) -> Result<(), Refused> {
    let incomplete =
        Refused::Incomplete("an 'X-Amz-Date' like 20260102T030405Z, on the credential's day");
    // A Z stands for UTC; the parser wants to be told so.
    let time = at
        .strip_suffix('Z')
        .and_then(|plain| jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", plain).ok())
        .and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .ok_or_else(|| incomplete.clone())?;
    if at.len() != 16 || at.get(..8) != Some(day) {
        return Err(incomplete);
    }
    let signed = SystemTime::from(time.timestamp());
    let apart = now.duration_since(signed).unwrap_or_else(|early| early.duration());
    if apart > SKEW { Err(Refused::Skew) } else { Ok(()) }
}

/// Compares in a time that does not depend on where the two differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |different, (l, r)| different | (l ^ r)) == 0
}
