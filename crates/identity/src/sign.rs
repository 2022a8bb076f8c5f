//! Signing a request of our own.

use std::time::SystemTime;

use http::HeaderValue;
use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;

use crate::canonical::{self, ALGORITHM, PayloadHash, Scope};
use crate::credentials::Credentials;

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the request has no host; give the endpoint as http://HOST:PORT")]
    NoHost,
    #[error("a key has characters that no header can carry; check the access key and secret")]
    Unprintable,
    #[error("the clock is set outside the years 0 to 9999; set it right and try again")]
    Clock,
}

/// Adds date, payload hash, token and `Authorization` to the request's headers.
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
    let mut signed = vec!["host", "x-amz-content-sha256", "x-amz-date"];
    if let Some(token) = &credentials.session_token {
        parts.headers.insert("x-amz-security-token", value(token)?);
        signed.push("x-amz-security-token");
    }
    let request =
        canonical::request(parts, scope.service, &signed, &hash).ok_or(SignError::NoHost)?;
    let text = canonical::string_to_sign(&at, scope, &request);
    let key = canonical::signing_key(&credentials.secret_key, &at[..8], scope);
    let signature = hex::encode(canonical::hmac(&key, text.as_bytes()));
    let header = format!(
        "{ALGORITHM} Credential={}/{}/{}/{}/aws4_request, SignedHeaders={}, Signature={signature}",
        credentials.access_key,
        &at[..8],
        scope.region,
        scope.service,
        signed.join(";"),
    );
    parts.headers.insert(AUTHORIZATION, value(&header)?);
    Ok(())
}
