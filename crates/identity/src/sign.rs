//! Signing a request of our own.

use std::time::SystemTime;

use http::HeaderValue;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;

use crate::canonical::{ALGORITHM, Covered, SigningKey, string_to_sign};
use crate::{Credentials, PayloadHash, Scope};

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the request has no host; give the endpoint as http://HOST:PORT")]
    NoHost,
    #[error("a key has characters that no header can carry; check the access key and secret")]
    Unprintable,
    #[error("the clock is set outside the years 0 to 9999; set it right and try again")]
    Clock,
}

/// Adds date, payload hash, token and `Authorization` to the request's headers. Signs the host and
/// every header of AWS's.
pub fn sign(
    parts: &mut Parts,
    payload: PayloadHash,
    credentials: &Credentials,
    scope: Scope<'_>,
    at: SystemTime,
) -> Result<(), SignError> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| SignError::Unprintable);
    if !parts.headers.contains_key(HOST) {
        let authority = parts.uri.authority().ok_or(SignError::NoHost)?;
        parts.headers.insert(HOST, value(authority.as_str())?);
    }
    let at = jiff::Timestamp::try_from(at).map_err(|_| SignError::Clock)?;
    let at = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let hash = payload.text();
    parts.headers.insert("x-amz-date", value(&at)?);
    parts.headers.insert("x-amz-content-sha256", value(&hash)?);
    if let Some(token) = &credentials.session_token {
        parts.headers.insert("x-amz-security-token", value(token)?);
    }
    let is_ours = |name: &&str| *name == HOST.as_str() || name.starts_with("x-amz-");
    let mut signed: Vec<&str> = parts.headers.keys().map(|name| name.as_str()).collect();
    signed.retain(is_ours);
    signed.sort_unstable();
    let covered =
        Covered { service: scope.service, headers: &signed, payload: &hash, left_out: &[] };
    let request = covered.request(parts).ok_or(SignError::NoHost)?;
    let scope_text = scope.text(&at[..8]);
    let text = string_to_sign(&at, &scope_text, &request);
    let key = SigningKey::derive(&credentials.secret_key, &at[..8], scope);
    let signature = hex::encode(key.sign(text.as_bytes()));
    let header = format!(
        "{ALGORITHM} Credential={}/{scope_text}, SignedHeaders={}, Signature={signature}",
        credentials.access_key,
        signed.join(";"),
    );
    parts.headers.insert(AUTHORIZATION, value(&header)?);
    Ok(())
}
