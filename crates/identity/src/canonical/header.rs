//! A header as it is signed.

use http::Version;
use http::header::HOST;
use http::request::Parts;

/// All values of a header, trimmed, inner runs of blanks made one, joined by commas.
pub(super) fn write(parts: &Parts, name: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut values = parts.headers.get_all(name).iter().peekable();
    if values.peek().is_none() {
        return host(parts, name, out);
    }
    if name == HOST.as_str()
        && let Some(other) = another_host(parts)
    {
        // It is what the request goes by, and nobody signed it.
        out.extend_from_slice(other.as_bytes());
        out.push(b',');
    }
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let words = value.as_bytes().split(is_blank).filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(word);
        }
    }
    Some(())
}

/// The host in a request's address, where that is not the one in its header.
fn another_host(parts: &Parts) -> Option<&str> {
    let authority = parts.uri.authority()?.as_str();
    let said = parts.headers.get(HOST)?.as_bytes();
    (!said.eq_ignore_ascii_case(authority.as_bytes())).then_some(authority)
}

/// HTTP/2 has `:authority` where HTTP/1.1 has `Host`; clients sign it by the old name.
fn host(parts: &Parts, name: &str, out: &mut Vec<u8>) -> Option<()> {
    if parts.version < Version::HTTP_2 || name != HOST.as_str() {
        return None;
    }
    out.extend_from_slice(parts.uri.authority()?.as_str().as_bytes());
    Some(())
}
