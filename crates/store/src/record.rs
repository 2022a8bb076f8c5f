use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// A typed value: one byte of version, then the fields in postcard's compact form.
///
/// When the type changes, count `VERSION` up and let `decode_older` read what was stored before:
///
/// ```ignore
/// impl Record for Alias {
///     const VERSION: u8 = 2;
///     fn decode_older(version: u8, body: &[u8]) -> Result<Self, Error> {
///         match version {
///             1 => AliasV1::decode_body(body).map(Alias::from),
///             other => Err(Self::unknown(other)),
///         }
///     }
/// }
/// ```
pub trait Record: Serialize + DeserializeOwned {
    const VERSION: u8;

    fn encode(&self) -> Result<Bytes, Error> {
        postcard::to_extend(self, vec![Self::VERSION]).map(Bytes::from).map_err(|error| {
            Error::RecordEncode { record: name::<Self>(), reason: error.to_string().into() }
        })
    }

    fn decode(bytes: &[u8]) -> Result<Self, Error> {
        match bytes.split_first() {
            Some((version, body)) if *version == Self::VERSION => Self::decode_body(body),
            Some((version, body)) => Self::decode_older(*version, body),
            None => Err(broken::<Self>("it is empty")),
        }
    }

    /// Reads the form of another version; by default there is none.
    fn decode_older(version: u8, _body: &[u8]) -> Result<Self, Error> {
        Err(Self::unknown(version))
    }

    /// Reads the fields behind the version byte, all of them and nothing more.
    fn decode_body(body: &[u8]) -> Result<Self, Error> {
        match postcard::take_from_bytes(body) {
            Ok((record, [])) => Ok(record),
            Ok((_, rest)) => Err(broken::<Self>(&format!("{} bytes too many", rest.len()))),
            Err(error) => Err(broken::<Self>(&error.to_string())),
        }
    }

    fn unknown(version: u8) -> Error {
        Error::RecordVersion { record: name::<Self>(), found: version, known: Self::VERSION }
    }
}

fn broken<R>(reason: &str) -> Error {
    Error::RecordBroken { record: name::<R>(), reason: reason.into() }
}

fn name<R>() -> &'static str {
    std::any::type_name::<R>()
}
