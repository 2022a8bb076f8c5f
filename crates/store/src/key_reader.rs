use bytes::Bytes;

use crate::Error;
use crate::key::{ESCAPED_ZERO, Keyspace, SIGN, TERMINATOR};

/// Takes a key apart, field by field, in the order in which [`crate::Key`] put it together.
#[derive(Debug)]
pub struct KeyReader<'a> {
    key: &'a [u8],
    at: usize,
}

impl<'a> KeyReader<'a> {
    pub fn in_space(key: &'a [u8], space: Keyspace) -> Result<Self, Error> {
        let mut reader = KeyReader { key, at: 0 };
        match reader.u8() {
            Ok(found) if found == space.0 => Ok(reader),
            _ => {
                reader.at = 0;
                Err(reader.wrong("such keyspace"))
            }
        }
    }

    pub fn text(&mut self) -> Result<String, Error> {
        let start = self.at;
        String::from_utf8(self.bytes()?).map_err(|_| {
            self.at = start;
            self.wrong("text")
        })
    }

    pub fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let mut found = Vec::new();
        let mut rest = &self.key[self.at..];
        loop {
            let Some(zero) = rest.iter().position(|byte| *byte == 0) else {
                return Err(self.wrong("terminated field"));
            };
            let (plain, mark) = rest.split_at(zero);
            found.extend_from_slice(plain);
            if let Some(behind) = mark.strip_prefix(&TERMINATOR) {
                self.at = self.key.len() - behind.len();
                return Ok(found);
            }
            let Some(behind) = mark.strip_prefix(&ESCAPED_ZERO) else {
                return Err(self.wrong("well-escaped field"));
            };
            found.push(0);
            rest = behind;
        }
    }

    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        match self.key[self.at..].first_chunk() {
            Some(chunk) => {
                self.at += N;
                Ok(*chunk)
            }
            None => Err(self.wrong("field of that length")),
        }
    }

    pub fn u8(&mut self) -> Result<u8, Error> {
        Ok(u8::from_be_bytes(self.fixed()?))
    }

    pub fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_be_bytes(self.fixed()?))
    }

    pub fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_be_bytes(self.fixed()?))
    }

    pub fn i64(&mut self) -> Result<i64, Error> {
        Ok((self.u64()? ^ SIGN).cast_signed())
    }

    pub fn u64_descending(&mut self) -> Result<u64, Error> {
        Ok(!self.u64()?)
    }

    /// Every field was read; anything left means that the key is another one than thought.
    pub fn end(self) -> Result<(), Error> {
        if self.at == self.key.len() { Ok(()) } else { Err(self.wrong("end")) }
    }

    fn wrong(&self, expected: &'static str) -> Error {
        Error::KeyShape { key: Bytes::copy_from_slice(self.key), expected, at: self.at }
    }
}
