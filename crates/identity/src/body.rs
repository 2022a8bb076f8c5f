//! A body that is held to what its head's signature says of it, while it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::request::Parts;
use http_body::{Body, Frame, SizeHint};
use sha2::{Digest, Sha256};

use crate::chunked::Chain;
use crate::claim::Proof;
use crate::{ChunkDecoder, PayloadHash, Refused};

/// Why a body could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the body broke off")]
    BrokenOff,
}

/// The data of a body, without the chunks it may have come in, and then the trailers.
///
/// Only its end says that all of it was what was signed: nothing may be done before with what has
/// come, that cannot be undone.
#[derive(Debug)]
pub struct SignedBody<B> {
    body: B,
    /// What came and was not looked at yet.
    input: Bytes,
    held_to: HeldTo,
    over: bool,
}

#[derive(Debug)]
enum HeldTo {
    Nothing,
    Hash(Sha256, [u8; 32]),
    Chunks(ChunkDecoder),
}

impl<B> SignedBody<B> {
    pub(crate) fn new(
        parts: &Parts,
        declared: PayloadHash,
        proof: Proof,
        body: B,
    ) -> Result<Self, Refused> {
        let held_to = match declared {
            PayloadHash::Unsigned => HeldTo::Nothing,
            PayloadHash::Sha256(hash) => HeldTo::Hash(Sha256::new(), hash),
            PayloadHash::Chunked(chunking) => {
                let chain = Chain::new(proof);
                HeldTo::Chunks(ChunkDecoder::new(chunking, &parts.headers, chain)?)
            }
        };
        Ok(Self { body, input: Bytes::new(), held_to, over: false })
    }

    /// The next data in what has come, if there is any.
    fn next(&mut self) -> Result<Option<Bytes>, Refused> {
        if let HeldTo::Chunks(decoder) = &mut self.held_to {
            return decoder.decode(&mut self.input);
        }
        if let HeldTo::Hash(hash, _) = &mut self.held_to {
            hash.update(&self.input);
        }
        Ok(Some(std::mem::take(&mut self.input)).filter(|data| !data.is_empty()))
    }

    /// The body has ended: was that all, and was it right?
    fn end(&mut self) -> Result<Option<Frame<Bytes>>, Refused> {
        match &mut self.held_to {
            HeldTo::Nothing => Ok(None),
            HeldTo::Hash(hash, expected) => {
                let is_right = hash.clone().finalize()[..] == expected[..];
                if is_right { Ok(None) } else { Err(Refused::Payload) }
            }
            HeldTo::Chunks(decoder) => {
                let trailers = decoder.finish()?;
                Ok(Some(trailers).filter(|all| !all.is_empty()).map(Frame::trailers))
            }
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for SignedBody<B> {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        if this.over {
            return Poll::Ready(None);
        }
        loop {
            match this.next() {
                Ok(Some(data)) => return Poll::Ready(Some(Ok(Frame::data(data)))),
                Ok(None) => {}
                Err(refused) => {
                    this.over = true;
                    return Poll::Ready(Some(Err(refused.into())));
                }
            }
            match ready!(Pin::new(&mut this.body).poll_frame(context)) {
                // Trailers of the connection's own are covered by no signature.
                Some(Ok(frame)) => this.input = frame.into_data().unwrap_or_default(),
                Some(Err(_)) => {
                    this.over = true;
                    return Poll::Ready(Some(Err(BodyError::BrokenOff)));
                }
                None => {
                    this.over = true;
                    return Poll::Ready(this.end().map_err(BodyError::from).transpose());
                }
            }
        }
    }

    /// True only when the end was looked at, as an error may be all that is left to come.
    fn is_end_stream(&self) -> bool {
        self.over
    }

    fn size_hint(&self) -> SizeHint {
        match &self.held_to {
            HeldTo::Chunks(decoder) => SizeHint::with_exact(decoder.left()),
            _ => self.body.size_hint(),
        }
    }
}
