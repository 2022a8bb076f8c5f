//! A request as a short text: `POST /a?b`, headers a line each, an empty line, and the body.

use http::Request;
use http::request::Parts;

/// The request that these bytes describe; none where no server could have read such a one.
pub fn request(bytes: &[u8]) -> Option<(Parts, Vec<u8>)> {
    let (head, body) = match bytes.windows(2).position(|two| two == b"\n\n") {
        Some(end) => (&bytes[..end], &bytes[end + 2..]),
        None => (bytes, &[][..]),
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut first = lines.next()?.splitn(2, |byte| *byte == b' ');
    let mut request = Request::builder().method(first.next()?).uri(first.next()?);
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        request = request.header(&line[..colon], line[colon + 1..].trim_ascii());
    }
    Some((request.body(()).ok()?.into_parts().0, body.to_vec()))
}
