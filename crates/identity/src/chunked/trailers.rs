//! What stands behind the last chunk.

use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use super::chain::Chain;
use super::checksum::{Checksum, ChecksumAlgorithm};
use crate::Refused;

/// More than the trailers of any client take.
pub(super) const TRAILERS_BYTES_MAX: usize = 8 * 1024;
const SIGNATURE: &str = "x-amz-trailer-signature";

/// The names of the trailers, which the head announces in `X-Amz-Trailer`.
#[derive(Debug, Default)]
pub(super) struct Announced(Vec<String>);

impl Announced {
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, Refused> {
        let mut names = Vec::new();
        for value in headers.get_all("x-amz-trailer") {
            let value = value.to_str().map_err(|_| UNKNOWN)?;
            for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let name = name.to_ascii_lowercase();
                if ChecksumAlgorithm::of_header(&name).is_none() || names.contains(&name) {
                    return Err(UNKNOWN);
                }
                names.push(name);
            }
        }
        Ok(Self(names))
    }
}

const UNKNOWN: Refused =
    Refused::Trailers("'X-Amz-Trailer' names something that is no checksum, or one twice");

/// Reads the trailers: all that were announced, no others, and at the end their signature where
/// there is a chain to sign with. Clients end lines differently, so any blank line is passed over.
pub(super) fn read(
    text: &[u8],
    announced: &Announced,
    chain: Option<&mut Chain>,
) -> Result<HeaderMap, Refused> {
    let mut trailers = HeaderMap::new();
    let mut covered = Sha256::new();
    let mut signature = None;
    for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        if line.is_empty() {
            continue;
        }
        if signature.is_some() {
            return Err(Refused::Trailers("something is behind their signature"));
        }
        let (name, value) = field(line)?;
        if name == SIGNATURE {
            signature = Some(value);
            continue;
        }
        if !announced.0.contains(&name) || trailers.contains_key(name.as_str()) {
            return Err(Refused::Trailers("one was not announced in 'X-Amz-Trailer'"));
        }
        covered.update(format!("{name}:{value}\n"));
        let wrong = |_| Refused::Trailers("one has an impossible name or value");
        let name = HeaderName::try_from(name).map_err(|_| UNKNOWN)?;
        trailers.insert(name, HeaderValue::from_str(&value).map_err(wrong)?);
    }
    if trailers.len() < announced.0.len() {
        return Err(Refused::Trailers("one that 'X-Amz-Trailer' announces is missing"));
    }
    Checksum::all(&trailers)?;
    check(chain, signature.as_deref(), &covered.finalize())?;
    Ok(trailers)
}

fn field(line: &[u8]) -> Result<(String, String), Refused> {
    let text = str::from_utf8(line).ok().and_then(|line| line.split_once(':'));
    let (name, value) = text.ok_or(Refused::Trailers("a line is not NAME:VALUE"))?;
    Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

fn check(chain: Option<&mut Chain>, signature: Option<&str>, hash: &[u8]) -> Result<(), Refused> {
    match (chain, signature) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(Refused::Trailers("a signature is where none was announced")),
        (Some(_), None) => Err(Refused::Trailers("their signature is missing")),
        (Some(chain), Some(text)) => {
            let mut signature = [0; 32];
            hex::decode_to_slice(text, &mut signature)
                .map_err(|_| Refused::Trailers("their signature is not one"))?;
            if chain.is_trailer(signature, hash) { Ok(()) } else { Err(Refused::Mismatch) }
        }
    }
}
