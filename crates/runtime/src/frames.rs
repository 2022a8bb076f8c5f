//! Frames between the platform and a language host: a length, a kind, a call number, bytes.
//!
//! `u32le length of the rest | u8 kind | u32le call | payload`. The host is user territory: whatever
//! it sends is checked here, and a frame that makes no sense ends the instance.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::answer::Answer;
use crate::{PAYLOAD_BYTES_MAX, StreamHead};

const HEAD: usize = 9;
/// A value of the largest size and some room for the host's own error about a larger one.
const PAYLOAD_MAX: usize = PAYLOAD_BYTES_MAX + 4096;
/// Several pieces of a stream wait for a slow reader, in every stream.
const CHUNK_MAX: usize = 64 * 1024;

const INVOKE: u8 = 1;
const STOP: u8 = 2;
const ASSIGN: u8 = 4;

#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    #[error("a frame of {0} bytes is larger than any answer may be")]
    TooLarge(usize),
    #[error("a frame is too short")]
    TooShort,
    #[error("unknown frame kind {0}")]
    Kind(u8),
    #[error("the head of a stream is not the JSON it must be")]
    StreamHead,
}

/// What a host is told of a call beside its event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meta<'a> {
    pub(crate) request_id: &'a str,
    pub(crate) deadline_ms: u64,
    pub(crate) arn: &'a str,
    pub(crate) trace_id: &'a str,
    pub(crate) client_context: Option<&'a RawValue>,
    pub(crate) identity: Option<&'a RawValue>,
}

/// The head of an INVOKE frame; the event's bytes follow it on the socket as they are.
pub(crate) fn invoke_head(call: u32, meta: &Meta<'_>, event_bytes: usize) -> Bytes {
    // Strings, numbers and JSON that was parsed before: this cannot fail.
    let meta = serde_json::to_vec(meta).unwrap_or_default();
    let mut out = BytesMut::with_capacity(HEAD + 4 + meta.len());
    // An event has at most 6 MB and the rest of the head a few kB: far below 4 GB.
    let rest = HEAD - 4 + 4 + meta.len() + event_bytes;
    out.put_u32_le(u32::try_from(rest).unwrap_or(u32::MAX));
    out.put_u8(INVOKE);
    out.put_u32_le(call);
    out.put_u32_le(u32::try_from(meta.len()).unwrap_or(u32::MAX));
    out.put_slice(&meta);
    out.freeze()
}

/// What makes a stem cell an instance, in a frame.
pub(crate) fn assign(order: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(HEAD + order.len());
    // Variables have a few kB: far below 4 GB.
    out.put_u32_le(u32::try_from(HEAD - 4 + order.len()).unwrap_or(u32::MAX));
    out.put_u8(ASSIGN);
    out.put_u32_le(0);
    out.put_slice(order);
    out.freeze()
}

pub(crate) fn stop() -> Bytes {
    Bytes::from_static(&[5, 0, 0, 0, STOP, 0, 0, 0, 0])
}

/// How long the next frame is in all, as far as its beginning tells.
pub(crate) fn wanted(buffer: &[u8]) -> Result<usize, FrameError> {
    let Some(length) = buffer.first_chunk::<4>() else { return Ok(0) };
    let rest = u32::from_le_bytes(*length) as usize;
    if rest > PAYLOAD_MAX + HEAD { Err(FrameError::TooLarge(rest)) } else { Ok(4 + rest) }
}

/// Takes the next whole frame from the front of `buffer`; none when more bytes are needed.
pub(crate) fn take(buffer: &mut BytesMut) -> Result<Option<(u32, Answer)>, FrameError> {
    if buffer.len() < 4 {
        return Ok(None);
    }
    let rest = u32::from_le_bytes([buffer[0], buffer[1], buffer[2], buffer[3]]) as usize;
    if rest < HEAD - 4 {
        return Err(FrameError::TooShort);
    }
    if rest > PAYLOAD_MAX + HEAD {
        return Err(FrameError::TooLarge(rest));
    }
    if buffer.len() < 4 + rest {
        buffer.reserve(4 + rest - buffer.len());
        return Ok(None);
    }
    let mut frame = buffer.split_to(4 + rest).freeze();
    frame.advance(4);
    let kind = frame.get_u8();
    let call = frame.get_u32_le();
    let answer = match kind {
        129 => Answer::Ready,
        130 => Answer::InitError(frame),
        131 => Answer::Value(frame),
        132 => Answer::Error(frame),
        133 => Answer::StreamHead(stream_head(&frame)?),
        134 if frame.len() > CHUNK_MAX => return Err(FrameError::TooLarge(rest)),
        134 => Answer::StreamChunk(frame),
        135 => Answer::StreamEnd,
        136 => Answer::StreamError(frame),
        137 => Answer::Leaving,
        other => return Err(FrameError::Kind(other)),
    };
    Ok(Some((call, answer)))
}

fn stream_head(payload: &[u8]) -> Result<StreamHead, FrameError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Head {
        content_type: Option<String>,
    }
    let head: Head = serde_json::from_slice(payload).map_err(|_| FrameError::StreamHead)?;
    Ok(StreamHead { content_type: head.content_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, call: u32, payload: &[u8]) -> Vec<u8> {
        let mut out = (payload.len() as u32 + 5).to_le_bytes().to_vec();
        out.push(kind);
        out.extend(call.to_le_bytes());
        out.extend(payload);
        out
    }

    #[test]
    fn frames_come_out_whole_however_they_arrive() {
        let bytes = [
            frame(129, 0, b""),
            frame(133, 7, br#"{"contentType":"text/plain"}"#),
            frame(134, 7, b"abc"),
            frame(135, 7, b""),
        ]
        .concat();
        let head = StreamHead { content_type: Some("text/plain".into()) };
        let expected = vec![
            (0, Answer::Ready),
            (7, Answer::StreamHead(head)),
            (7, Answer::StreamChunk(Bytes::from_static(b"abc"))),
            (7, Answer::StreamEnd),
        ];
        for step in 1..bytes.len() {
            let (mut buffer, mut got) = (BytesMut::new(), Vec::new());
            for piece in bytes.chunks(step) {
                buffer.extend_from_slice(piece);
                while let Some(frame) = take(&mut buffer).unwrap() {
                    got.push(frame);
                }
            }
            assert_eq!(got, expected, "in pieces of {step}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_an_error() {
        for (bytes, error) in [
            (frame(99, 1, b""), "unknown frame kind 99"),
            (vec![4, 0, 0, 0], "a frame is too short"),
            (vec![0, 0, 0, 255], "a frame of 4278190080 bytes is larger than any answer may be"),
            (
                frame(134, 1, &[0; 65_537]),
                "a frame of 65542 bytes is larger than any answer may be",
            ),
            (frame(133, 1, b"[]x"), "the head of a stream is not the JSON it must be"),
        ] {
            let mut buffer = BytesMut::from(&bytes[..]);
            assert_eq!(take(&mut buffer).unwrap_err().to_string(), error);
        }
    }

    /// As [`take`] is used: bytes come in pieces until an error ends it. Returns what was taken.
    fn feed(pieces: &[Vec<u8>]) -> (Vec<(u32, Answer)>, Option<String>) {
        let (mut buffer, mut got) = (BytesMut::new(), Vec::new());
        for piece in pieces {
            buffer.extend_from_slice(piece);
            loop {
                match take(&mut buffer) {
                    Ok(Some(frame)) => got.push(frame),
                    Ok(None) => break,
                    Err(error) => return (got, Some(error.to_string())),
                }
            }
            assert!(buffer.capacity() <= 2 * (PAYLOAD_MAX + HEAD) + piece.len());
        }
        (got, None)
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_do_harm(pieces: Vec<Vec<u8>>) {
            feed(&pieces);
        }

        /// Bytes that begin as frames do.
        #[test]
        fn nearly_right_bytes_do_no_harm(
            frames in proptest::collection::vec((0u32..40, 126u8..140, proptest::num::u32::ANY), 0..20),
            filling: Vec<u8>,
            cut in 1usize..50,
        ) {
            let mut bytes = Vec::new();
            for (length, kind, call) in frames {
                bytes.extend(length.to_le_bytes());
                bytes.push(kind);
                bytes.extend(call.to_le_bytes());
                bytes.extend(filling.iter().take(length as usize));
            }
            let pieces: Vec<_> = bytes.chunks(cut).map(<[u8]>::to_vec).collect();
            // However it is cut, the same comes out.
            proptest::prop_assert_eq!(feed(&pieces), feed(&[bytes]));
        }

        /// A length is only a claim: no memory for more than a frame may have.
        #[test]
        fn claims_cost_no_memory(claim: u32) {
            let mut buffer = BytesMut::from(&claim.to_le_bytes()[..]);
            let taken = take(&mut buffer);
            proptest::prop_assert!(!matches!(taken, Ok(Some(_))));
            proptest::prop_assert!(buffer.capacity() <= 2 * (PAYLOAD_MAX + HEAD));
        }
    }
}
