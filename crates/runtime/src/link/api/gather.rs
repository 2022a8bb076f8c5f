//! The one place where a program's words to the Runtime API come to rest in this process. At most two
//! bodies of an instance are here at once: an answer or error of 6 MB for its one call, and while it
//! loads one error of 1 MB. Who keeps a budget for all instances charges it here, for each piece.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Incoming;

pub(super) enum Gathered {
    Whole(Bytes),
    TooLarge,
    Broken,
}

pub(super) async fn gather(mut body: Incoming, most: usize) -> Gathered {
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
