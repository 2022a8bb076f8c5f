//! What a program inside a sandbox says to the platform, whichever way it speaks.

use bytes::Bytes;

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
