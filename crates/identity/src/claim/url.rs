//! A signature in the query: a presigned URL.

use std::borrow::Cow;

use http::request::Parts;

use super::Place;
use super::fields::{Credential, Fields, signature};
use super::header::check_algorithm;
use crate::Refused;
use crate::canonical::{is_s3, pairs};

pub(super) const SIGNATURE: &str = "X-Amz-Signature";
pub(super) const TOKEN: &str = "X-Amz-Security-Token";
const ALGORITHM: &str = "X-Amz-Algorithm";
const PLACE: Place = Place::Url;
/// The longest life of a presigned URL.
const WEEK_S: i64 = 7 * 24 * 60 * 60;

#[derive(Default)]
struct Parameters {
    algorithm: Option<String>,
    credential: Option<String>,
    date: Option<String>,
    expires: Option<String>,
    signed: Option<String>,
    signature: Option<String>,
    token: Option<String>,
    hash: Option<String>,
}

pub(super) fn is_signed(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    // The signed request of every other kind is not taken apart for this.
    query.contains("X-Amz-")
        && pairs(query)
            .any(|(name, _)| [ALGORITHM.as_bytes(), SIGNATURE.as_bytes()].contains(&&*name))
}

/// Whether this is a presigned URL of Signature Version 2, which some clients still make for S3
/// unless they are told otherwise.
pub(super) fn is_signed_in_old_ways(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    let has = |wanted: &[u8]| pairs(query).any(|(name, _)| *name == *wanted);
    query.contains("AWSAccessKeyId") && has(b"AWSAccessKeyId") && has(b"Signature")
}

pub(super) fn read(parts: &Parts) -> Result<Fields, Refused> {
    let found = parameters(parts)?;
    check_algorithm(&found.algorithm.ok_or(PLACE.lacks("'X-Amz-Algorithm'"))?)?;
    let credential = found.credential.ok_or(PLACE.lacks("'X-Amz-Credential'"))?;
    let credential = Credential::parse(&credential, PLACE)?;
    let lives_s = match found.expires {
        Some(text) => Some(life(&text)?),
        // Only S3 insists; others then look at the clock as with a signature in the header.
        None if is_s3(&credential.service) => return Err(PLACE.lacks("'X-Amz-Expires'")),
        None => None,
    };
    let signed_by = found.signature.ok_or(PLACE.lacks("'X-Amz-Signature'"))?;
    Ok(Fields {
        place: PLACE,
        credential,
        at: found.date.ok_or(PLACE.lacks("'X-Amz-Date'"))?,
        signed: found.signed.ok_or(PLACE.lacks("'X-Amz-SignedHeaders'"))?,
        signature: signature(&signed_by, PLACE)?,
        lives_s,
        hash: found.hash,
        token: found.token,
    })
}

fn parameters(parts: &Parts) -> Result<Parameters, Refused> {
    let mut found = Parameters::default();
    for (name, value) in pairs(parts.uri.query().unwrap_or_default()) {
        let place = match &*name {
            b"X-Amz-Algorithm" => &mut found.algorithm,
            b"X-Amz-Credential" => &mut found.credential,
            b"X-Amz-Date" => &mut found.date,
            b"X-Amz-Expires" => &mut found.expires,
            b"X-Amz-SignedHeaders" => &mut found.signed,
            b"X-Amz-Signature" => &mut found.signature,
            b"X-Amz-Security-Token" => &mut found.token,
            b"X-Amz-Content-Sha256" => &mut found.hash,
            _ => continue,
        };
        let text = plain(value).ok_or(PLACE.lacks("plain text alone"))?;
        if place.replace(text).is_some() {
            return Err(PLACE.lacks("each parameter of the signature once"));
        }
    }
    Ok(found)
}

fn plain(value: Cow<'_, [u8]>) -> Option<String> {
    let text = String::from_utf8(value.into_owned()).ok()?;
    text.bytes().all(|byte| byte.is_ascii_graphic()).then_some(text)
}

fn life(text: &str) -> Result<i64, Refused> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse::<i64>().ok().filter(|_| is_number);
    let seconds = seconds.ok_or(PLACE.lacks("'X-Amz-Expires' as a number of seconds"))?;
    if seconds <= WEEK_S && seconds > 0 {
        Ok(seconds)
    } else {
        Err(PLACE.lacks("'X-Amz-Expires' of at least a second and no more than a week"))
    }
}
