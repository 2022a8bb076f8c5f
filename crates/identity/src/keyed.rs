//! Hashes that only who has the key can make.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(crate) fn hash(key: &[u8], text: &[u8]) -> [u8; 32] {
    mac(key, text).finalize().into_bytes().into()
}

/// Compares in a time that does not depend on where the two differ.
pub(crate) fn is_hash(key: &[u8], text: &[u8], hash: &[u8]) -> bool {
    mac(key, text).verify_slice(hash).is_ok()
}

fn mac(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    // An HMAC takes keys of every length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(text);
    mac
}
