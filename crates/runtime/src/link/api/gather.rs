//! The one place where a program's words to the Runtime API come to rest in this process. At most two
//! bodies of an instance are here at once: an answer or error of 6 MB for its one call, and while it
//! loads one error of 1 MB. A call's count against its budget, and large ones wait in a file for room.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use web::{ReadError, Shares};

pub(super) enum Gathered {
    Whole(Bytes),
    TooLarge,
    /// There is no room for it now.
    NoRoom(String),
    Broken,
}

/// Before any call there is nobody whose budget it could count against.
pub(super) async fn gather(mut body: Incoming, most: usize, shares: Option<Shares>) -> Gathered {
    let Some(shares) = shares else { return gather_uncounted(body, most).await };
    let whole = match shares.read(&mut body, most, |_| {}).await {
        Ok(arrived) => arrived.whole(&shares).await,
        Err(error) => Err(error),
    };
    match whole {
        Ok(body) => Gathered::Whole(body),
        Err(ReadError::TooLarge { .. }) => {
            // Who is still sending would not hear of it.
            web::discard(body, most).await;
            Gathered::TooLarge
        }
        Err(error @ (ReadError::NoRoom(_) | ReadError::Disk(_))) => {
            Gathered::NoRoom(error.to_string())
        }
        Err(ReadError::TooSlow | ReadError::BrokenOff(_)) => Gathered::Broken,
    }
}

async fn gather_uncounted(mut body: Incoming, most: usize) -> Gathered {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Gathered::Broken };
        let Ok(piece) = frame.into_data() else { continue };
        if whole.len() + piece.len() > most {
            return Gathered::TooLarge;
        }
        whole.extend_from_slice(&piece);
    }
    Gathered::Whole(whole.freeze())
}
