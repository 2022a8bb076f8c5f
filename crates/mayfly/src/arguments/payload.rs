//! What a function is called with: JSON, `@file`, or `-` for stdin.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use bytes::Bytes;
use serde::de::IgnoredAny;

use crate::Failure;

/// The platform takes 6 MB; reading stops soon after.
const BYTES_MAX: usize = 6 * 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    Json(Bytes),
    File(PathBuf),
    Stdin,
}

impl Default for Payload {
    fn default() -> Self {
        Self::Json(Bytes::from_static(b"{}"))
    }
}

impl Payload {
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix('@') {
            Some("") => Err("name a file after the @".into()),
            Some("-") => Ok(Self::Stdin),
            Some(path) => Ok(Self::File(path.into())),
            None if text == "-" => Ok(Self::Stdin),
            None => {
                let json = Bytes::copy_from_slice(text.as_bytes());
                check(&json).map_err(|problem| {
                    format!("{problem}; quote it as in '{{\"name\":\"you\"}}', or use @FILE or -")
                })?;
                Ok(Self::Json(json))
            }
        }
    }

    /// The JSON, read from wherever it is.
    pub fn read(self) -> Result<Bytes, Failure> {
        let (name, bytes) = match self {
            Self::Json(json) => return Ok(json),
            Self::File(path) => {
                (path.display().to_string(), File::open(&path).and_then(read_limited))
            }
            Self::Stdin => ("stdin".to_owned(), read_limited(io::stdin().lock())),
        };
        let bytes = bytes.map_err(|error| {
            let next = "give --payload JSON, @FILE or - for stdin";
            Failure::usage(format!("cannot read the payload from {name}: {error}"), next)
        })?;
        if bytes.len() > BYTES_MAX {
            return Err(Failure::usage(
                format!("the payload in {name} is larger than 6 MB"),
                "store the data somewhere and send the function a reference to it",
            ));
        }
        check(&bytes).map_err(|problem| {
            let next = "mend it there; a text must be in double quotes to be JSON";
            Failure::usage(format!("the payload in {name}: {problem}"), next)
        })?;
        Ok(bytes)
    }
}

fn read_limited(from: impl Read) -> io::Result<Bytes> {
    let mut bytes = Vec::new();
    from.take(BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes.into())
}

fn check(bytes: &[u8]) -> Result<(), String> {
    match serde_json::from_slice::<IgnoredAny>(bytes) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("this is no JSON: {error}")),
    }
}
