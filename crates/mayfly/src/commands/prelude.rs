//! What a streamed answer of a function for HTTP begins with: its status and headers, before its body.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Between the two.
const DIVIDER: [u8; 8] = [0; 8];
/// A prelude holds headers and cookies, not files.
const PRELUDE_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prelude {
    #[serde(default = "ok")]
    pub status_code: u16,
    #[serde(default)]
    pub headers: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookies: Vec<String>,
}

fn ok() -> u16 {
    200
}

impl Prelude {
    /// The prelude and the body behind it; none where the answer has no prelude. JSON has no zero
    /// bytes, so nothing else is taken for one.
    pub fn split(answer: &Bytes) -> Option<(Self, Bytes)> {
        let head = &answer[..answer.len().min(PRELUDE_BYTES_MAX)];
        let at = head.windows(DIVIDER.len()).position(|bytes| bytes == DIVIDER)?;
        // A list would do as well for the parser.
        let is_object = answer[..at].trim_ascii_start().starts_with(b"{");
        let prelude = serde_json::from_slice(&answer[..at]).ok().filter(|_| is_object)?;
        Some((prelude, answer.slice(at + DIVIDER.len()..)))
    }

    /// As a person reads it.
    pub fn text(&self) -> String {
        let mut text = format!("HTTP {}\n", self.status_code);
        for (name, value) in &self.headers {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text += &format!("{name}: {value}\n");
        }
        for cookie in &self.cookies {
            text += &format!("set-cookie: {cookie}\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_prelude_is_taken_for_one() {
        let split = |answer: &[u8]| Prelude::split(&Bytes::copy_from_slice(answer));
        let (prelude, body) = split(
            b"{\"statusCode\":201,\"headers\":{\"a\":\"b\",\"n\":1},\"cookies\":[\"c=d\"]}\0\0\0\0\0\0\0\0<p>\0",
        )
        .unwrap();
        assert_eq!(prelude.text(), "HTTP 201\na: b\nn: 1\nset-cookie: c=d\n");
        assert_eq!(&body[..], b"<p>\0");
        assert_eq!(split(b"{}\0\0\0\0\0\0\0\0").unwrap().0.status_code, 200);
        for other in [&b"{}"[..], b"", b"\0\0\0\0\0\0\0\0x", b"[1]\0\0\0\0\0\0\0\0", b"{}\0\0\0"] {
            assert_eq!(split(other), None);
        }
    }
}
