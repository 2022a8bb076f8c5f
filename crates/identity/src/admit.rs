//! Letting a request in: its signature checked against the body that really came.
//!
//! The head is looked at first, so that a stranger's body is not even read. A body that has to be
//! read before its signature can be checked counts in the sender's share of the budget, and waits in
//! a file where it is large.

use std::pin::pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;
use http_body::Body;
use sha2::{Digest, Sha256};
use web::{NoRoom, Peer, ReadError, Shares, detour};

use crate::page::must_be_of_this_machine;
use crate::{BodyError, Claim, Keyring, PayloadHash, Principal, Refused, SignedBody};

/// Why a request was not let in.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the body is larger than the {most} bytes allowed here")]
    TooLarge { most: usize },
    #[error("the body broke off")]
    BrokenOff,
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    #[error("{0}")]
    TooSlow(ReadError),
    #[error("{0}")]
    Disk(ReadError),
}

impl From<ReadError> for Denied {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooLarge { most } => Self::TooLarge { most },
            ReadError::NoRoom(full) => Self::NoRoom(full),
            error @ ReadError::TooSlow => Self::TooSlow(error),
            error @ ReadError::Disk(_) => Self::Disk(error),
            ReadError::BrokenOff(error) => match error.downcast::<BodyError>() {
                Ok(error) => match *error {
                    BodyError::Refused(refused) => Self::Refused(refused),
                    BodyError::BrokenOff => Self::BrokenOff,
                },
                Err(_) => Self::BrokenOff,
            },
        }
    }
}

impl Keyring {
    /// Whether a request is let in as the owner's without a signature. Functions keep their own
    /// rights wherever the platform can tell that it is them: by their door, or by their keys.
    pub fn is_open_to(&self, parts: &Parts) -> bool {
        let inside = || parts.extensions.get::<Peer>().is_some_and(Peer::is_inside);
        let of_a_function = || {
            let claim = Claim::read(parts, SystemTime::now());
            claim.is_ok_and(|claim| self.is_of_a_function(&claim))
        };
        self.is_open() && !inside() && !of_a_function()
    }

    /// Reads the body, `most` bytes of it, and says who signed the request.
    pub async fn admit<B>(
        &self,
        parts: &Parts,
        body: B,
        most: usize,
        shares: &Shares,
    ) -> Result<(Principal, Bytes), Denied>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if self.is_open_to(parts) {
            self.admit_anybody(parts)?;
            let body = shares.read(body, most, |_| {}).await?.whole(shares).await?;
            return Ok((Principal::Admin, body));
        }
        let claim = Claim::read(parts, SystemTime::now())?;
        self.admit_claimed(&claim, parts, body, most, shares).await
    }

    /// Like [`Keyring::admit`], for a front door that looked at the claim itself: at the service it
    /// was signed for, say.
    pub async fn admit_claimed<B>(
        &self,
        claim: &Claim,
        parts: &Parts,
        body: B,
        most: usize,
        shares: &Shares,
    ) -> Result<(Principal, Bytes), Denied>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        must_have_one_reading(claim, parts)?;
        if !self.knows(claim) {
            return Err(Refused::UnknownKey.into());
        }
        let Some(declared) = claim.declared() else {
            let mut hash = Sha256::new();
            let arrived = shares.read(body, most, |piece| hash.update(piece)).await?;
            let hash = PayloadHash::Sha256(hash.finalize().into());
            let principal = self.check(claim, parts, hash)?;
            return Ok((principal, arrived.whole(shares).await?));
        };
        let (principal, proof) = self.prove(claim, parts, declared)?;
        let body = pin!(body);
        let body = SignedBody::new(parts, declared, proof, body)?;
        Ok((principal, shares.read(body, most, |_| {}).await?.whole(shares).await?))
    }

    /// Says who signed a request, and gives its body to be read bit by bit. The head must say what
    /// is signed of the body, as it does for S3.
    pub fn admit_stream<B>(
        &self,
        claim: &Claim,
        parts: &Parts,
        body: B,
    ) -> Result<(Principal, SignedBody<B>), Refused>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        must_have_one_reading(claim, parts)?;
        let declared = claim.declared().ok_or(UNDECLARED)?;
        let (principal, proof) = self.prove(claim, parts, declared)?;
        Ok((principal, SignedBody::new(parts, declared, proof, body)?))
    }

    /// Says who signed a request whose body is still to come: the head declares the body's hash,
    /// and the caller must hold the body to it.
    pub fn admit_head(&self, parts: &Parts) -> Result<(Principal, PayloadHash), Refused> {
        if self.is_open_to(parts) {
            self.admit_anybody(parts)?;
            let said =
                parts.headers.get("x-amz-content-sha256").and_then(|hash| hash.to_str().ok());
            let declared = said.and_then(PayloadHash::parse).ok_or(UNDECLARED)?;
            return Ok((Principal::Admin, declared));
        }
        let claim = Claim::read(parts, SystemTime::now())?;
        must_have_one_reading(&claim, parts)?;
        let declared = claim.declared().ok_or(UNDECLARED)?;
        Ok((self.check(&claim, parts, declared)?, declared))
    }

    /// Everybody on this machine is let in, but not every page that somebody on it looks at.
    fn admit_anybody(&self, parts: &Parts) -> Result<(), Refused> {
        must_be_of_this_machine(parts)?;
        detour(parts.uri.path(), false).map_or(Ok(()), |detour| Err(detour.into()))
    }
}

/// A signature leaves the detours of a path out, but S3's, whose keys are paths. What it covers must
/// be what the request goes by.
fn must_have_one_reading(claim: &Claim, parts: &Parts) -> Result<(), Refused> {
    if claim.is_of_s3() {
        return Ok(());
    }
    detour(parts.uri.path(), true).map_or(Ok(()), |detour| Err(detour.into()))
}

const UNDECLARED: Refused = Refused::Incomplete("a signed 'X-Amz-Content-Sha256' header");
