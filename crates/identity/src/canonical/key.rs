//! The key that signs, derived for a day, a region and a service.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Scope;

#[derive(Clone)]
pub(crate) struct SigningKey([u8; 32]);

impl SigningKey {
    /// `day` is `YYYYMMDD`.
    pub(crate) fn derive(secret: &str, day: &str, scope: Scope<'_>) -> Self {
        let key = hmac(format!("AWS4{secret}").as_bytes(), day.as_bytes());
        let key = hmac(&key, scope.region.as_bytes());
        let key = hmac(&key, scope.service.as_bytes());
        Self(hmac(&key, b"aws4_request"))
    }

    pub(crate) fn sign(&self, text: &[u8]) -> [u8; 32] {
        hmac(&self.0, text)
    }

    /// Whether this key made the signature, in a time that does not tell how near it came.
    pub(crate) fn made(&self, signature: &[u8; 32], text: &[u8]) -> bool {
        mac(&self.0, text).verify_slice(signature).is_ok()
    }
}

/// It signs for a day whatever it is asked to: it stays out of logs.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

fn mac(key: &[u8], text: &[u8]) -> Hmac<Sha256> {
    // An HMAC takes keys of every length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(text);
    mac
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    mac(key, text).finalize().into_bytes().into()
}
