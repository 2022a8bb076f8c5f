//! Random texts for keys, from the kernel's generator.

use std::io;

/// A text of `length` characters, each drawn evenly from `alphabet` (64 entries at most).
pub(crate) fn text(length: usize, alphabet: &[u8]) -> io::Result<String> {
    let even = 256 - 256 % alphabet.len();
    let mut out = String::with_capacity(length);
    let mut bytes = [0u8; 64];
    while out.len() < length {
        let got = rustix::rand::getrandom(&mut bytes[..], rustix::rand::GetRandomFlags::empty())?;
        for &byte in &bytes[..got] {
            // A byte past the last full round would favour the first letters.
            if usize::from(byte) < even && out.len() < length {
                out.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
            }
        }
    }
    Ok(out)
}

pub(crate) const KEY_ID: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
pub(crate) const SECRET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
