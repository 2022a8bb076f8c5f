//! The key that signs, derived for a day, a region and a service.

use super::Scope;
use crate::keyed;

#[derive(Clone)]
pub(crate) struct SigningKey([u8; 32]);

impl SigningKey {
    /// `day` is `YYYYMMDD`.
    pub(crate) fn derive(secret: &str, day: &str, scope: Scope<'_>) -> Self {
        let key = keyed::hash(format!("AWS4{secret}").as_bytes(), day.as_bytes());
        let key = keyed::hash(&key, scope.region.as_bytes());
        let key = keyed::hash(&key, scope.service.as_bytes());
        Self(keyed::hash(&key, b"aws4_request"))
    }

    pub(crate) fn sign(&self, text: &[u8]) -> [u8; 32] {
        keyed::hash(&self.0, text)
    }

    /// Whether this key made the signature, in a time that does not tell how near it came.
    pub(crate) fn made(&self, signature: &[u8; 32], text: &[u8]) -> bool {
        keyed::is_hash(&self.0, text, signature)
    }
}

/// It signs for a day whatever it is asked to: it stays out of logs.
impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}
