//! What both ways of signing have in common.

use http::request::Parts;

use super::Place;
use crate::Refused;

/// A signature's parts, wherever they stood.
pub(super) struct Fields {
    pub(super) place: Place,
    pub(super) credential: Credential,
    pub(super) at: String,
    pub(super) signed: String,
    pub(super) signature: [u8; 32],
    /// How long a presigned URL is good for.
    pub(super) lives_s: Option<i64>,
    /// What a presigned URL says of the body.
    pub(super) hash: Option<String>,
    pub(super) token: Option<String>,
}

pub(super) struct Credential {
    pub(super) access_key: String,
    pub(super) day: String,
    pub(super) region: String,
    pub(super) service: String,
}

impl Credential {
    /// Reads `KEY/DATE/REGION/SERVICE/aws4_request`; the key may have slashes.
    pub(super) fn parse(text: &str, place: Place) -> Result<Self, Refused> {
        let mut fields = text.rsplitn(5, '/');
        let (end, service, region, day, access_key) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next());
        let (Some("aws4_request"), Some(service), Some(region), Some(day), Some(access_key)) =
            (end, service, region, day, access_key)
        else {
            return Err(place.lacks("a 'Credential' of KEY/DATE/REGION/SERVICE/aws4_request"));
        };
        Ok(Self {
            access_key: access_key.to_owned(),
            day: day.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
        })
    }
}

impl Place {
    /// Says what a signature at this place lacks.
    pub(super) fn lacks(self, what: &'static str) -> Refused {
        match self {
            Self::Header => Refused::Incomplete(what),
            Self::Url => Refused::IncompleteUrl(what),
        }
    }
}

pub(super) fn signature(text: &str, place: Place) -> Result<[u8; 32], Refused> {
    let mut signature = [0; 32];
    hex::decode_to_slice(text, &mut signature)
        .map_err(|_| place.lacks("a 'Signature' of 64 hex digits"))?;
    Ok(signature)
}

/// The value of a header that may come once at most.
pub(super) fn one<'a>(
    parts: &'a Parts,
    name: &'static str,
    place: Place,
) -> Result<Option<&'a str>, Refused> {
    let mut values = parts.headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(value), None) => Ok(Some(value.trim_matches([' ', '\t']))),
        _ => Err(place.lacks("each header of the signature once, in plain text")),
    }
}
