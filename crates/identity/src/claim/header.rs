//! A signature in the `Authorization` header.

use http::request::Parts;

use super::fields::{Credential, Fields, one, signature};
use super::{Place, clock};
use crate::Refused;
use crate::canonical::ALGORITHM;

/// When the request was signed; `Date` is looked at when this is missing.
pub(super) const DATE: &str = "x-amz-date";
const PLACE: Place = Place::Header;

pub(super) fn read(parts: &Parts) -> Result<Fields, Refused> {
    let header = one(parts, "authorization", PLACE)?.ok_or(Refused::Missing)?;
    let (algorithm, fields) = header.split_once([' ', '\t']).unwrap_or((header, ""));
    check_algorithm(algorithm)?;
    let field = |name: &'static str| {
        fields.split(',').find_map(|f| f.trim().strip_prefix(name)?.strip_prefix('='))
    };
    let credential = field("Credential").ok_or(PLACE.lacks("'Credential' parameter"))?;
    let signed = field("SignedHeaders").ok_or(PLACE.lacks("'SignedHeaders' parameter"))?;
    let signed_by = field("Signature").ok_or(PLACE.lacks("'Signature' parameter"))?;
    Ok(Fields {
        place: PLACE,
        credential: Credential::parse(credential, PLACE)?,
        at: date(parts)?,
        signed: signed.to_owned(),
        signature: signature(signed_by, PLACE)?,
        lives_s: None,
        hash: None,
        token: one(parts, "x-amz-security-token", PLACE)?.map(str::to_owned),
    })
}

pub(super) fn check_algorithm(name: &str) -> Result<(), Refused> {
    match name {
        ALGORITHM => Ok(()),
        "AWS4-ECDSA-P256-SHA256" => Err(Refused::Asymmetric),
        _ => Err(Refused::Algorithm),
    }
}

fn date(parts: &Parts) -> Result<String, Refused> {
    if let Some(at) = one(parts, DATE, PLACE)? {
        return Ok(at.to_owned());
    }
    let lacks = PLACE.lacks("existence of either a 'X-Amz-Date' or a 'Date' header");
    let date = one(parts, "date", PLACE)?.and_then(clock::http).ok_or(lacks)?;
    Ok(clock::text(date))
}
