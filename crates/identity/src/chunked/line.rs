//! The line before a chunk's data.

use crate::Refused;

/// Longer than any such line: 16 digits, `;chunk-signature=`, 64 digits and the line's end.
pub(super) const LINE_MAX: usize = 128;
/// The largest object that comes in one request, and so the largest chunk. Nothing of this size is
/// ever held.
pub(super) const CHUNK_MAX: u64 = 5 * 1024 * 1024 * 1024;

const SIGNATURE: &[u8] = b"chunk-signature=";

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) size: u64,
    pub(super) signature: Option<[u8; 32]>,
}

/// Reads a line without its end. Signed chunks must have a signature; others must not.
pub(super) fn parse(line: &[u8], signed: bool) -> Result<Line, Refused> {
    let mut fields = line.split(|byte| *byte == b';');
    let size = size(fields.next().unwrap_or_default())?;
    let signature = match fields.next() {
        Some(field) if signed => Some(signature(field)?),
        None if !signed => None,
        Some(_) => return Err(Refused::Chunks("a signature is where none was announced")),
        None => return Err(Refused::Chunks("a chunk has no signature")),
    };
    match fields.next() {
        Some(_) => Err(Refused::Chunks("a chunk has more than a size and a signature")),
        None => Ok(Line { size, signature }),
    }
}

fn size(digits: &[u8]) -> Result<u64, Refused> {
    let is_hex = (1..=16).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let text = str::from_utf8(digits).ok().filter(|_| is_hex);
    let size = text.and_then(|text| u64::from_str_radix(text, 16).ok());
    match size.ok_or(Refused::Chunks("a chunk's size is not a hexadecimal number"))? {
        size if size <= CHUNK_MAX => Ok(size),
        _ => Err(Refused::Chunks("a chunk is larger than 5 GiB")),
    }
}

fn signature(field: &[u8]) -> Result<[u8; 32], Refused> {
    let mut signature = [0; 32];
    let digits = field.strip_prefix(SIGNATURE);
    let read = digits.is_some_and(|digits| hex::decode_to_slice(digits, &mut signature).is_ok());
    if read { Ok(signature) } else { Err(Refused::Chunks("a chunk's signature is not one")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_strictly() {
        let signed = format!("1F;chunk-signature={}", "ab".repeat(32));
        let line = Line { size: 31, signature: Some([0xab; 32]) };
        assert_eq!(parse(signed.as_bytes(), true), Ok(line));
        assert_eq!(parse(b"0", false), Ok(Line { size: 0, signature: None }));
        assert_eq!(parse(b"140000000", false).map(|line| line.size), Ok(CHUNK_MAX));
        for wrong in ["", "+1", " 1", "1 ", "g", "140000001", "ffffffffffffffffff", "1;", "1;a=b"] {
            assert!(parse(wrong.as_bytes(), false).is_err(), "{wrong}");
        }
        let extra = format!("{signed};x=y");
        for wrong in ["1", "1;chunk-signature=", "1;chunk-signature=00", extra.as_str()] {
            assert!(parse(wrong.as_bytes(), true).is_err(), "{wrong}");
        }
        assert!(parse(signed.as_bytes(), false).is_err());
    }
}
