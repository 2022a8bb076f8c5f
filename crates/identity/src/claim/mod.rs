//! Checking a request's signature.
//!
//! In two steps, because the body comes after the head: [`Claim::read`] takes the head apart, and
//! [`crate::Keyring::check`] says who signed it once the body's hash is known.

mod clock;
mod fields;
mod header;
mod url;

use std::time::SystemTime;

use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::canonical::{Covered, Scope, SigningKey, is_s3, string_to_sign};
use crate::{PayloadHash, Refused};
pub use clock::Clocks;
use fields::Fields;

/// More signed headers than any client sends.
const SIGNED_MAX: usize = 256;
/// How far a client's clock may be from ours, by default and for S3.
const SKEW_S: i64 = 5 * 60;
const S3_SKEW_S: i64 = 15 * 60;

/// What a request says of who signed it, before anything of it is believed.
#[derive(Debug)]
pub struct Claim {
    place: Place,
    pub(crate) access_key: String,
    pub(crate) token: Option<String>,
    /// `YYYYMMDDTHHMMSSZ`.
    at: String,
    read_at: SystemTime,
    region: String,
    service: String,
    signed: Vec<String>,
    signature: [u8; 32],
    /// The payload hash the client declared and signed, when it did.
    declared: Option<PayloadHash>,
}

/// Where the signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    Url,
}

/// A claim that proved true, and what the signatures of its body's chunks start from.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) key: SigningKey,
    pub(crate) at: String,
    pub(crate) scope: String,
    pub(crate) signature: [u8; 32],
}

impl Claim {
    pub fn read(parts: &Parts, now: SystemTime) -> Result<Self, Refused> {
        let in_header = parts.headers.contains_key(AUTHORIZATION);
        let fields = match (url::is_signed(parts), in_header) {
            (true, true) => return Err(Refused::TwoSignatures),
            (true, false) => url::read(parts)?,
            (false, true) => header::read(parts)?,
            (false, false) if url::is_signed_in_old_ways(parts) => return Err(Refused::Algorithm),
            (false, false) => return Err(Refused::Missing),
        };
        Self::of(fields, parts, now)
    }

    /// Whether a URL carries a signature of Version 2, as some clients still presign for S3. It is no
    /// claim; [`Claim::read`] says what to sign with.
    pub fn is_in_the_old_way(parts: &Parts) -> bool {
        url::is_signed_in_old_ways(parts)
    }

    fn of(fields: Fields, parts: &Parts, now: SystemTime) -> Result<Self, Refused> {
        let Fields { place, credential, at, signed, signature, lives_s, hash, token } = fields;
        let at_s = clock::basic(&at).ok_or(place.lacks("an 'X-Amz-Date' like 20260102T030405Z"))?;
        if at.get(..8) != Some(&*credential.day) {
            return Err(place.lacks("a 'Credential' of the day of 'X-Amz-Date'"));
        }
        let s3 = is_s3(&credential.service);
        check_clock(at_s, clock::seconds(now), lives_s, s3)?;
        let signed: Vec<String> = signed.split(';').map(str::to_owned).collect();
        if signed.len() > SIGNED_MAX || !signed.is_sorted_by(|left, right| left < right) {
            return Err(place.lacks("'SignedHeaders' in order, each once, 256 at most"));
        }
        check_covered(parts, &signed, place, s3)?;
        let hash = match hash {
            Some(hash) => Some(hash),
            None if covers(&signed, "x-amz-content-sha256") => {
                fields::one(parts, "x-amz-content-sha256", place)?.map(str::to_owned)
            }
            None => None,
        };
        let declared = match hash {
            Some(hash) => {
                let wrong = place.lacks("'X-Amz-Content-Sha256' to be a SHA-256 in hex");
                Some(PayloadHash::parse(&hash).ok_or(wrong)?)
            }
            None if s3 && place == Place::Url => Some(PayloadHash::Unsigned),
            None if s3 => return Err(Refused::NoPayloadHash),
            None => None,
        };
        Ok(Self {
            place,
            access_key: credential.access_key,
            token,
            at,
            read_at: now,
            region: credential.region,
            service: credential.service,
            signed,
            signature,
            declared,
        })
    }

    /// The payload hash the signature covers, when the client declared one.
    pub fn declared(&self) -> Option<PayloadHash> {
        self.declared
    }

    /// The id of the key that is claimed.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// Whether the key is claimed to be one for a while, which a token comes with.
    pub fn is_temporary(&self) -> bool {
        self.token.is_some()
    }

    /// What the signature was made for.
    pub fn scope(&self) -> Scope<'_> {
        Scope { region: &self.region, service: &self.service }
    }

    /// A front door must take no signature made for another one: a presigned URL of an object could
    /// be a request to something else.
    pub fn must_be_for(&self, service: &'static str) -> Result<(), Refused> {
        if self.service == service { Ok(()) } else { Err(Refused::OtherService(service)) }
    }

    pub(crate) fn is_of_s3(&self) -> bool {
        is_s3(&self.service)
    }

    pub(crate) fn read_at(&self) -> SystemTime {
        self.read_at
    }

    /// Whether `secret` made this signature over the head and a body with this hash. A client that
    /// declared a hash must have declared this one.
    pub(crate) fn check(
        &self,
        parts: &Parts,
        secret: &str,
        body: PayloadHash,
    ) -> Result<Proof, Refused> {
        if self.declared.is_some_and(|declared| declared != body) {
            return Err(Refused::Payload);
        }
        let scope = self.scope().text(&self.at[..8]);
        let key = SigningKey::derive(secret, &self.at[..8], self.scope());
        for left_out in self.left_out() {
            let covered = Covered {
                service: &self.service,
                headers: &self.signed,
                payload: &body.text(),
                left_out,
            };
            let lacks = self.place.lacks("every signed header to be present");
            let request = covered.request(parts).ok_or(lacks)?;
            let text = string_to_sign(&self.at, &scope, &request);
            if key.made(&self.signature, text.as_bytes()) {
                let (at, signature) = (self.at.clone(), self.signature);
                return Ok(Proof { key, at, scope, signature });
            }
        }
        Err(Refused::Mismatch)
    }

    /// Which parameters were not there yet when the URL was signed. Nearly all clients sign the
    /// token too; those of IoT, and whoever follows their example, append it. That weakens nothing:
    /// the token must be the key's anyway.
    fn left_out(&self) -> &'static [&'static [&'static str]] {
        match (self.place, &self.token) {
            (Place::Header, _) => &[&[]],
            (Place::Url, None) => &[&[url::SIGNATURE]],
            (Place::Url, Some(_)) => &[&[url::SIGNATURE], &[url::SIGNATURE, url::TOKEN]],
        }
    }
}

fn check_clock(signed_s: i64, now_s: i64, lives_s: Option<i64>, s3: bool) -> Result<(), Refused> {
    let allowed_s = if s3 { S3_SKEW_S } else { SKEW_S };
    let skew = Clocks { signed_s, now_s, allowed_s };
    match lives_s {
        Some(_) if skew.is_early() => Err(Refused::UrlNotYet(skew)),
        Some(lives_s) => {
            let life = Clocks { allowed_s: lives_s, ..skew };
            if life.is_late() { Err(Refused::UrlExpired(life)) } else { Ok(()) }
        }
        None if skew.is_late() => Err(Refused::Expired(skew)),
        None if skew.is_early() => Err(Refused::NotYet(skew)),
        None => Ok(()),
    }
}

/// What nobody may add to a signed request: a host of one's own; for a signature in the header, a
/// time; for S3, which reads many of them, any header of AWS's.
fn check_covered(parts: &Parts, signed: &[String], place: Place, s3: bool) -> Result<(), Refused> {
    if !covers(signed, "host") {
        return Err(Refused::NotSigned("Host' or ':authority".to_owned()));
    }
    if place == Place::Header {
        let date = if parts.headers.contains_key(header::DATE) { header::DATE } else { "date" };
        if !covers(signed, date) {
            return Err(Refused::NotSigned(date.to_owned()));
        }
    }
    if !s3 {
        return Ok(());
    }
    // A presigned URL says in its query what is signed of the body; this header says nothing then.
    let is_ours = |name: &str| {
        name.starts_with("x-amz-") && !(place == Place::Url && name == "x-amz-content-sha256")
    };
    let mut names = parts.headers.keys().map(|name| name.as_str());
    match names.find(|name| is_ours(name) && !covers(signed, name)) {
        Some(name) => Err(Refused::NotSigned(name.to_owned())),
        None => Ok(()),
    }
}

fn covers(signed: &[String], name: &str) -> bool {
    signed.binary_search_by(|signed| signed.as_str().cmp(name)).is_ok()
}
