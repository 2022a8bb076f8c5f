//! Letting a request in: its signature checked against the body that really came.

use bytes::Bytes;
use http::request::Parts;
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{Claim, Keyring, PayloadHash, Principal, Refused};

/// Why a request was not let in.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the body is larger than the {most} bytes allowed here")]
    TooLarge { most: usize },
    #[error("the body broke off")]
    BrokenOff,
}

impl Keyring {
    /// Reads the body, `most` bytes of it, and says who signed the request. The head is looked at
    /// first, so that a stranger's body is not even read.
    pub async fn admit<B>(
        &self,
        parts: &Parts,
        body: B,
        most: usize,
    ) -> Result<(Principal, Bytes), Denied>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let claim = Claim::read(parts, std::time::SystemTime::now())?;
        if !self.knows(&claim) {
            return Err(Refused::UnknownKey.into());
        }
        // A body that says how long it will be need not be waited for.
        if body.size_hint().lower() > most as u64 {
            return Err(Denied::TooLarge { most });
        }
        let body = match Limited::new(body, most).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Err(Denied::TooLarge { most }),
            Err(_) => return Err(Denied::BrokenOff),
        };
        let hash = match claim.declared() {
            Some(PayloadHash::Unsigned) => PayloadHash::Unsigned,
            _ => PayloadHash::of(&body),
        };
        Ok((self.check(&claim, parts, hash)?, body))
    }

    /// Says who signed a request whose body is still to come: the head declares the body's hash,
    /// and the caller must hold the body to it.
    pub fn admit_head(&self, parts: &Parts) -> Result<(Principal, PayloadHash), Refused> {
        let claim = Claim::read(parts, std::time::SystemTime::now())?;
        let declared = claim
            .declared()
            .ok_or(Refused::Incomplete("a signed 'X-Amz-Content-Sha256' header"))?;
        Ok((self.check(&claim, parts, declared)?, declared))
    }
}
