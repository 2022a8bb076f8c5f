//! Letting a request in: its signature checked against the body that really came.

use std::pin::pin;
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::{BodyError, Claim, Keyring, PayloadHash, Principal, Refused, SignedBody, page};

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
        if self.is_open() {
            must_not_be_foreign(parts)?;
            return Ok((Principal::Admin, collect(pin!(body), most).await?));
        }
        self.admit_claimed(&Claim::read(parts, SystemTime::now())?, parts, body, most).await
    }

    /// Like [`Keyring::admit`], for a front door that looked at the claim itself: at the service it
    /// was signed for, say.
    pub async fn admit_claimed<B>(
        &self,
        claim: &Claim,
        parts: &Parts,
        body: B,
        most: usize,
    ) -> Result<(Principal, Bytes), Denied>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        if !self.knows(claim) {
            return Err(Refused::UnknownKey.into());
        }
        let body = pin!(body);
        let Some(declared) = claim.declared() else {
            let body = collect(body, most).await?;
            return Ok((self.check(claim, parts, PayloadHash::of(&body))?, body));
        };
        let (principal, proof) = self.prove(claim, parts, declared)?;
        let body = SignedBody::new(parts, declared, proof, body)?;
        Ok((principal, collect(body, most).await?))
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
        let declared = claim.declared().ok_or(UNDECLARED)?;
        let (principal, proof) = self.prove(claim, parts, declared)?;
        Ok((principal, SignedBody::new(parts, declared, proof, body)?))
    }

    /// Says who signed a request whose body is still to come: the head declares the body's hash,
    /// and the caller must hold the body to it.
    pub fn admit_head(&self, parts: &Parts) -> Result<(Principal, PayloadHash), Refused> {
        if self.is_open() {
            must_not_be_foreign(parts)?;
            let said =
                parts.headers.get("x-amz-content-sha256").and_then(|hash| hash.to_str().ok());
            let declared = said.and_then(PayloadHash::parse).ok_or(UNDECLARED)?;
            return Ok((Principal::Admin, declared));
        }
        let claim = Claim::read(parts, SystemTime::now())?;
        let declared = claim.declared().ok_or(UNDECLARED)?;
        Ok((self.check(&claim, parts, declared)?, declared))
    }
}

/// Everybody on this machine is let in, but not every page that somebody on this machine looks at.
fn must_not_be_foreign(parts: &Parts) -> Result<(), Refused> {
    page::foreign(parts).map_or(Ok(()), |origin| Err(Refused::ForeignPage(origin)))
}

const UNDECLARED: Refused = Refused::Incomplete("a signed 'X-Amz-Content-Sha256' header");

async fn collect<B>(body: B, most: usize) -> Result<Bytes, Denied>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // A body that says how long it will be need not be waited for.
    if body.size_hint().lower() > most as u64 {
        return Err(Denied::TooLarge { most });
    }
    let error = match Limited::new(body, most).collect().await {
        Ok(body) => return Ok(body.to_bytes()),
        Err(error) => error,
    };
    if error.is::<LengthLimitError>() {
        return Err(Denied::TooLarge { most });
    }
    match error.downcast::<BodyError>() {
        Ok(error) => match *error {
            BodyError::Refused(refused) => Err(refused.into()),
            BodyError::BrokenOff => Err(Denied::BrokenOff),
        },
        Err(_) => Err(Denied::BrokenOff),
    }
}
