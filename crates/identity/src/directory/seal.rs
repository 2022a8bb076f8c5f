//! Session tokens: the session itself, written down and sealed.
//!
//! Nothing of a session is stored. Its token carries all there is to know, under a seal that only
//! this platform can make, and its secret key follows from the token; so sessions outlive a restart
//! and cost no room, however many there are. The seal's keys follow from the owner's secret: they
//! lie in the data directory with it, and whoever replaces it ends all sessions at once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use store::Record;

use super::record::Tag;
use crate::keyed;

/// Longer ones were not made here.
const TOKEN_MAX: usize = 16 * 1024;
const SEAL_BYTES: usize = 32;
const SECRET_LENGTH: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SessionBody {
    pub(super) access_key: String,
    pub(super) issued_ms: u64,
    pub(super) expires_ms: u64,
    pub(super) who: Who,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Who {
    Owner,
    User { id: String },
    Role(RoleBody),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RoleBody {
    pub(super) role_id: String,
    pub(super) session_name: String,
    pub(super) source_identity: Option<String>,
    pub(super) policy: Option<String>,
    pub(super) policy_arns: Vec<String>,
    pub(super) tags: Vec<Tag>,
    /// Keys of tags that go along when another role is assumed from here.
    pub(super) transitive: Vec<String>,
}

impl Record for SessionBody {
    const VERSION: u8 = 1;
}

pub(super) struct Sealer {
    seal: [u8; 32],
    secret: [u8; 32],
}

impl Sealer {
    pub(super) fn new(owner_secret: &str) -> Self {
        let derive = |label: &str| keyed::hash(owner_secret.as_bytes(), label.as_bytes());
        Self { seal: derive("mayfly session seal 1"), secret: derive("mayfly session secret 1") }
    }

    /// The token, and the secret key that goes with it.
    pub(super) fn seal(&self, body: &SessionBody) -> Result<(String, String), store::Error> {
        let mut bytes = body.encode()?.to_vec();
        let secret = self.secret_of(&bytes);
        let seal = keyed::hash(&self.seal, &bytes);
        bytes.extend_from_slice(&seal);
        Ok((URL_SAFE_NO_PAD.encode(bytes), secret))
    }

    /// What a token says, and its secret key. None for one that was not made here.
    pub(super) fn open(&self, token: &str) -> Option<(SessionBody, String)> {
        if token.len() > TOKEN_MAX {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (body, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL_BYTES)?)?;
        if !keyed::is_hash(&self.seal, body, seal) {
            return None;
        }
        Some((SessionBody::decode(body).ok()?, self.secret_of(body)))
    }

    fn secret_of(&self, body: &[u8]) -> String {
        let mut secret = URL_SAFE_NO_PAD.encode(keyed::hash(&self.secret, body));
        secret.truncate(SECRET_LENGTH);
        secret
    }
}

/// Keys stay out of logs, even by accident.
impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}
