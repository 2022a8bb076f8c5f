//! The text both sides sign: Signature Version 4's canonical request, and the key derived for a
//! day, region and service.

mod header;
mod key;
mod path;
mod query;

use http::request::Parts;
use sha2::{Digest, Sha256};

pub(crate) use key::SigningKey;
pub(crate) use query::pairs;

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What a signing key is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    pub region: &'a str,
    pub service: &'a str,
}

impl Scope<'_> {
    /// `day` is `YYYYMMDD`.
    pub(crate) fn text(self, day: &str) -> String {
        format!("{day}/{}/{}/aws4_request", self.region, self.service)
    }
}

/// Whether a service signs the way S3 does: its keys are paths, so none of them is made normal.
pub(crate) fn is_s3(service: &str) -> bool {
    matches!(service, "s3" | "s3express" | "s3-outposts" | "s3-object-lambda")
}

/// What is signed of a request.
pub(crate) struct Covered<'a, S> {
    pub(crate) service: &'a str,
    /// Lower-case and sorted.
    pub(crate) headers: &'a [S],
    pub(crate) payload: &'a str,
    /// Query parameters that were added when the signature was there already.
    pub(crate) left_out: &'a [&'a str],
}

impl<S: AsRef<str>> Covered<'_, S> {
    /// The text, as bytes: what cannot be read as text must be covered as well. None when a signed
    /// header is missing.
    pub(crate) fn request(&self, parts: &Parts) -> Option<Vec<u8>> {
        let path = path::canonical(parts.uri.path(), self.service);
        let query = query::canonical(parts.uri.query().unwrap_or_default(), self.left_out);
        let mut out = format!("{}\n{path}\n{query}\n", parts.method).into_bytes();
        for name in self.headers {
            out.extend_from_slice(name.as_ref().as_bytes());
            out.push(b':');
            header::write(parts, name.as_ref(), &mut out)?;
            out.push(b'\n');
        }
        out.push(b'\n');
        for (at, name) in self.headers.iter().enumerate() {
            if at > 0 {
                out.push(b';');
            }
            out.extend_from_slice(name.as_ref().as_bytes());
        }
        out.push(b'\n');
        out.extend_from_slice(self.payload.as_bytes());
        Some(out)
    }
}

/// `at` is `YYYYMMDDTHHMMSSZ`.
pub(crate) fn string_to_sign(at: &str, scope: &str, request: &[u8]) -> String {
    let hash = hex::encode(Sha256::digest(request));
    format!("{ALGORITHM}\n{at}\n{scope}\n{hash}")
}
