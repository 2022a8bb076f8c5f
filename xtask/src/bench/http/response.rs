//! How far a response has come. Only as much of HTTP as servers under measurement speak.

use std::io::{Error, ErrorKind, Result};

const HEADERS_MAX: usize = 64;

/// A response that is there as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) status: u16,
    pub(super) request_id: Option<String>,
    pub(super) body: Vec<u8>,
    /// No other request is answered on its connection.
    pub(super) closes: bool,
    /// Bytes it took on the wire.
    pub(super) length: usize,
}

/// The response at the start of `bytes`; none as long as more of it is to come.
pub(super) fn whole(bytes: &[u8]) -> Result<Option<Whole>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = head.parse(bytes).map_err(nonsense)? else {
        return Ok(None);
    };
    let status = head.code.unwrap_or_default();
    let find = |name: &str| {
        let found = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    let request_id = find("x-amzn-requestid");
    let closes = find("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let rest = &bytes[start..];
    let body = match find("content-length") {
        Some(length) => {
            let length: usize = length.trim().parse().map_err(nonsense)?;
            rest.get(..length).map(|body| (body.to_vec(), length))
        }
        None if find("transfer-encoding").is_some() => chunks(rest)?,
        None => return Err(nonsense("neither a length nor chunks")),
    };
    let of_all = |(body, length)| {
        let length = start + length;
        Whole { status, request_id, body, closes, length }
    };
    Ok(body.map(of_all))
}

/// The body in chunks, and how many bytes they take with all that is between.
fn chunks(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>> {
    const END: usize = "\r\n".len();
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let size = httparse::parse_chunk_size(&bytes[at..]).map_err(|_| nonsense("bad chunk"))?;
        let httparse::Status::Complete((start, size)) = size else { return Ok(None) };
        let start = at + start;
        let end = start.saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
        let Some(chunk) = bytes.get(start..end) else { return Ok(None) };
        body.extend(chunk);
        at = end + END;
        if at > bytes.len() {
            return Ok(None);
        }
        if size == 0 {
            return Ok(Some((body, at)));
        }
    }
}

fn nonsense(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidData, format!("not a response we understand: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &str, expected: Option<(u16, &str)>) {
        let found = whole(bytes.as_bytes()).unwrap();
        let body = |found: &Whole| String::from_utf8_lossy(&found.body).into_owned();
        let found = found.map(|found| (found.status, body(&found), found.length));
        let expected = expected
            .map(|(status, body)| (status, body.to_owned(), bytes.trim_end_matches('!').len()));
        assert_eq!(found, expected, "{bytes:?}");
    }

    #[test]
    fn it_is_whole_with_its_last_byte() {
        let sized = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let chunked = "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n\
                       3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
        for (bytes, status) in [(sized, 200), (chunked, 404)] {
            for length in 0..bytes.len() {
                check(&bytes[..length], None);
            }
            check(bytes, Some((status, "hello")));
            check(&format!("{bytes}!!"), Some((status, "hello")));
        }
        check("HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n", Some((204, "")));
    }

    #[test]
    fn its_request_is_known() {
        let bytes = "HTTP/1.1 200 OK\r\nX-Amzn-RequestId: a-b\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(whole(bytes.as_bytes()).unwrap().unwrap().request_id.as_deref(), Some("a-b"));
    }

    #[test]
    fn its_connection_may_end_with_it() {
        let check = |header: &str, expected: bool| {
            let bytes = format!("HTTP/1.1 200 OK\r\n{header}content-length: 0\r\n\r\n");
            assert_eq!(whole(bytes.as_bytes()).unwrap().unwrap().closes, expected, "{header}");
        };
        check("", false);
        check("Connection: keep-alive\r\n", false);
        check("connection: Close\r\n", true);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for bytes in [
            "SSH-2.0\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ] {
            assert!(whole(bytes.as_bytes()).is_err(), "{bytes:?}");
        }
    }
}
