//! Frames of `application/vnd.amazon.eventstream`.
//!
//! A frame is its total length, the length of its headers and a checksum of the two; headers; a
//! payload; a checksum of everything.

use bytes::{BufMut, Bytes, BytesMut};

use crate::Value;
use crate::schema::{Place, Protocol, Shape, Structure};

/// One event: its headers are texts, which is all that services send.
pub struct Event<'a> {
    pub headers: &'a [(&'a str, &'a str)],
    pub payload: &'a [u8],
}

/// Header values that are text.
const TEXT: u8 = 7;
const PRELUDE: usize = 12;
const CHECKSUM: usize = 4;

/// None for what does not fit: names of more than 255 bytes, values of more than 65,535, payloads
/// of more than a frame can say.
pub fn frame(event: &Event<'_>) -> Option<Bytes> {
    let mut headers = BytesMut::new();
    for (name, value) in event.headers {
        headers.put_u8(u8::try_from(name.len()).ok()?);
        headers.put_slice(name.as_bytes());
        headers.put_u8(TEXT);
        headers.put_u16(u16::try_from(value.len()).ok()?);
        headers.put_slice(value.as_bytes());
    }
    let total = PRELUDE + headers.len() + event.payload.len() + CHECKSUM;
    let mut frame = BytesMut::with_capacity(total);
    frame.put_u32(u32::try_from(total).ok()?);
    frame.put_u32(u32::try_from(headers.len()).ok()?);
    frame.put_u32(crc32(&frame));
    frame.put_slice(&headers);
    frame.put_slice(event.payload);
    frame.put_u32(crc32(&frame));
    Some(frame.freeze())
}

/// The frame of one event of a stream: of the member of `stream` at `position`.
pub(crate) fn event_frame(
    stream: &Structure,
    position: usize,
    slots: &[Option<Value>],
    protocol: Protocol,
) -> Option<Bytes> {
    let member = stream.members.get(position)?;
    let Shape::Structure(structure) = member.shape else { return None };
    let (content, payload) = match structure.payload() {
        Some((at, _)) => match slots.get(at)?.as_ref() {
            Some(Value::Blob(blob)) => ("application/octet-stream", blob.clone()),
            Some(Value::Text(text)) => ("text/plain", Bytes::from(text.clone())),
            _ => ("application/octet-stream", Bytes::new()),
        },
        None => document(structure, slots, protocol),
    };
    let (kind, name) = match structure.name.ends_with("Exception") {
        true => ("exception", ":exception-type"),
        false => ("event", ":event-type"),
    };
    let mut headers = vec![(":message-type", kind), (name, member.wire)];
    headers.push((":content-type", content));
    for (member, slot) in structure.members.iter().zip(slots) {
        if let (Place::Header, Some(Value::Text(text))) = (member.place, slot) {
            headers.push((member.wire, text));
        }
    }
    frame(&Event { headers: &headers, payload: &payload })
}

fn document(
    structure: &Structure,
    slots: &[Option<Value>],
    protocol: Protocol,
) -> (&'static str, Bytes) {
    let content = match protocol {
        Protocol::Cbor => "application/cbor",
        Protocol::RestXml => "text/xml",
        _ => "application/json",
    };
    let bytes = crate::document::encode(protocol, structure.name, structure, slots);
    (content, bytes.into())
}

/// What a stream starts with in protocols without places for members outside of the body: the
/// output's other members.
pub(crate) fn initial_response(
    structure: &Structure,
    slots: &[Option<Value>],
    protocol: Protocol,
) -> Option<Bytes> {
    let (content, payload) = document(structure, slots, protocol);
    let headers = [
        (":message-type", "event"),
        (":event-type", "initial-response"),
        (":content-type", content),
    ];
    frame(&Event { headers: &headers, payload: &payload })
}

/// The checksum of Ethernet and zip.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    for byte in bytes {
        crc = (crc >> 8) ^ TABLE[usize::from((crc as u8) ^ byte)];
    }
    !crc
}

static TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
}
