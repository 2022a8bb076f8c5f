//! The text both sides sign: Signature Version 4's canonical request, and the key derived for a
//! day, region and service.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What the signature says of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadHash {
    Sha256([u8; 32]),
    Unsigned,
}

impl PayloadHash {
    pub fn of(body: &[u8]) -> Self {
        Self::Sha256(Sha256::digest(body).into())
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Sha256(hash) => hex::encode(hash),
            Self::Unsigned => "UNSIGNED-PAYLOAD".into(),
        }
    }
}

/// What a signing key is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    pub region: &'a str,
    pub service: &'a str,
}

pub(crate) fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // An HMAC takes keys of every length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// `day` is `YYYYMMDD`.
pub(crate) fn signing_key(secret: &str, day: &str, scope: Scope<'_>) -> [u8; 32] {
    let key = hmac(format!("AWS4{secret}").as_bytes(), day.as_bytes());
    let key = hmac(&key, scope.region.as_bytes());
    let key = hmac(&key, scope.service.as_bytes());
    hmac(&key, b"aws4_request")
}

/// `at` is `YYYYMMDDTHHMMSSZ`.
pub(crate) fn string_to_sign(at: &str, scope: Scope<'_>, request: &str) -> String {
    let day = at.get(..8).unwrap_or(at);
    let hash = hex::encode(Sha256::digest(request.as_bytes()));
    format!("{ALGORITHM}\n{at}\n{day}/{}/{}/aws4_request\n{hash}", scope.region, scope.service)
}

/// `signed` must be lower-case and sorted. None when a signed header is missing.
pub(crate) fn request(
    parts: &Parts,
    service: &str,
    signed: &[&str],
    payload: &str,
) -> Option<String> {
    let mut out = format!("{}\n{}\n{}\n", parts.method, path(parts, service), query(parts));
    for name in signed {
        out.push_str(name);
        out.push(':');
        out.push_str(&header(&parts.headers, name)?);
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&signed.join(";"));
    out.push('\n');
    out.push_str(payload);
    Some(out)
}

/// S3 signs the path as it is sent; every other service signs it encoded once more.
fn path(parts: &Parts, service: &str) -> String {
    let path = parts.uri.path();
    if service == "s3" {
        return path.to_owned();
    }
    let segments: Vec<_> =
        path.split('/').map(|s| utf8_percent_encode(s, UNRESERVED).to_string()).collect();
    segments.join("/")
}

fn query(parts: &Parts) -> String {
    let Some(query) = parts.uri.query() else { return String::new() };
    let encode = |text: &str| {
        let plain: Vec<u8> = percent_decode_str(text).collect();
        percent_encoding::percent_encode(&plain, UNRESERVED).to_string()
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(name, _)| *name != "X-Amz-Signature")
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.into_iter().map(|(n, v)| format!("{n}={v}")).collect();
    pairs.join("&")
}

/// All values of a header, trimmed, inner runs of blanks made one, joined by commas.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let mut out = String::new();
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(',');
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
        out.push_str(&words.join(" "));
    }
    Some(out)
}
