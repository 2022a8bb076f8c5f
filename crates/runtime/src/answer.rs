//! What a program inside a sandbox says to the platform, whichever way it speaks.

use bytes::Bytes;
use web::Room;

use crate::StreamHead;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The function is loaded and waits for its first call.
    Ready,
    /// Loading failed; the program ends. Error JSON.
    InitError(Bytes),
    Value(Bytes),
    /// The function failed. Error JSON.
    Error(Bytes),
    StreamHead(StreamHead),
    StreamChunk(Bytes),
    StreamEnd,
    /// The stream broke off after its head. Error JSON.
    StreamError(Bytes),
    /// The program ends after this call's answer.
    Leaving,
}

impl Answer {
    /// What it carries counts from now on, as long as anything of it is there.
    pub(crate) fn held(self, room: Room) -> Self {
        match self {
            Self::Value(bytes) => Self::Value(room.hold(bytes)),
            Self::Error(bytes) => Self::Error(room.hold(bytes)),
            Self::InitError(bytes) => Self::InitError(room.hold(bytes)),
            Self::StreamError(bytes) => Self::StreamError(room.hold(bytes)),
            other => other,
        }
    }
}
