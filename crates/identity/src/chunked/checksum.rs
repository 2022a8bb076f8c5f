//! Checksums as they come in headers and trailers. Comparing them with the data is for whoever
//! keeps it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

use crate::Refused;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecksumAlgorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    pub algorithm: ChecksumAlgorithm,
    /// As many bytes as the algorithm has.
    pub value: Vec<u8>,
}

impl ChecksumAlgorithm {
    pub const ALL: [Self; 5] =
        [Self::Crc32, Self::Crc32c, Self::Crc64Nvme, Self::Sha1, Self::Sha256];

    /// The header or trailer its value comes in.
    pub fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    pub fn bytes(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// `name` must be lower-case.
    pub(super) fn of_header(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.header() == name)
    }
}

impl Checksum {
    /// The checksums among these headers or trailers.
    pub fn all(headers: &HeaderMap) -> Result<Vec<Self>, Refused> {
        let mut found = Vec::new();
        for algorithm in ChecksumAlgorithm::ALL {
            for value in headers.get_all(algorithm.header()) {
                found.push(Self::parse(algorithm, value.as_bytes())?);
            }
        }
        Ok(found)
    }

    pub(super) fn parse(algorithm: ChecksumAlgorithm, text: &[u8]) -> Result<Self, Refused> {
        let value = STANDARD.decode(text).ok().filter(|value| value.len() == algorithm.bytes());
        let value = value.ok_or(Refused::Trailers("a checksum is not one of its algorithm"))?;
        Ok(Self { algorithm, value })
    }
}
