//! Looks at an archive's end before anything believes it.
//!
//! A zip is read from its end. Programs differ in what they make of archives with two ends or
//! with something behind the end, which is how one archive shows harmless files to a scanner and
//! others to the one who runs them. Such archives are refused, as are those whose list of files is
//! too large to be read into memory.

use std::io::{self, Read, Seek, SeekFrom};

use super::error::UnpackError;
use crate::Limits;

const END: &[u8; 4] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const COMMENT_BYTES_MAX: u64 = 0xffff;
const ZIP64_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const ZIP64_LOCATOR_BYTES: usize = 20;
/// More than 50,000 files with usual paths need.
const LIST_BYTES_MAX: u64 = 32 * 1024 * 1024;

pub(super) fn check(archive: &mut (impl Read + Seek), limits: Limits) -> Result<(), UnpackError> {
    let unreadable = |e: io::Error| UnpackError::NotAZip(e.to_string());
    let length = archive.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let searched = length.min(END_BYTES as u64 + COMMENT_BYTES_MAX + ZIP64_LOCATOR_BYTES as u64);
    archive.seek(SeekFrom::Start(length - searched)).map_err(unreadable)?;
    let mut tail = Vec::new();
    archive.take(searched).read_to_end(&mut tail).map_err(unreadable)?;

    let last = tail.windows(END.len()).rposition(|window| window == END);
    let Some(at) = last.filter(|at| tail.len() - at >= END_BYTES) else {
        return Err(UnpackError::NotAZip("it has no list of files at its end".into()));
    };
    let end = &tail[at..];
    if at >= ZIP64_LOCATOR_BYTES && tail[at - ZIP64_LOCATOR_BYTES..].starts_with(ZIP64_LOCATOR) {
        return Err(UnpackError::Zip64);
    }
    let short = |offset: usize| u16::from_le_bytes([end[offset], end[offset + 1]]);
    let long = |offset: usize| u64::from(short(offset)) | u64::from(short(offset + 2)) << 16;
    let (disk, list_disk, here, all) = (short(4), short(6), short(8), short(10));
    let (list_bytes, list_start, comment) = (long(12), long(16), usize::from(short(20)));

    if all == u16::MAX || list_bytes == u64::from(u32::MAX) || list_start == u64::from(u32::MAX) {
        return Err(UnpackError::Zip64);
    }
    if disk != 0 || list_disk != 0 || here != all {
        return Err(UnpackError::Ambiguous("it is one of several disks"));
    }
    if end.len() != END_BYTES + comment {
        return Err(UnpackError::Ambiguous("its end is not where the file ends"));
    }
    let end_at = length - end.len() as u64;
    if list_start + list_bytes != end_at {
        return Err(UnpackError::Ambiguous("its list of files is not right before its end"));
    }
    if usize::from(all) > limits.files || list_bytes > LIST_BYTES_MAX {
        return Err(UnpackError::TooManyFiles { limit: limits.files });
    }
    archive.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(())
}
