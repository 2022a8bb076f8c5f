//! Requests that some AWS client signed, for a service or an address that we do not have: whoever
//! may ask is told so, in words that the client understands.

use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::request::Parts;
use identity::Claim;
use protocol::schema::Protocol;

/// How the client of a signed request speaks. Nothing of it is believed yet.
pub(crate) fn protocol(head: &Parts) -> Option<Protocol> {
    is_signed(head).then(|| protocol::spoken(head, claimed_scope(head).as_deref()))
}

/// The same, of a request that is signed for a service of AWS's that we do not have.
pub(crate) fn unserved(head: &Parts) -> Option<Protocol> {
    let scope = claimed_scope(head)?;
    protocol::is_unserved(&scope).then(|| protocol::spoken(head, Some(&scope)))
}

pub(crate) fn is_signed(head: &Parts) -> bool {
    let header =
        head.headers.get(AUTHORIZATION).is_some_and(|v| v.as_bytes().starts_with(b"AWS4-"));
    header || parameter(head, "X-Amz-Signature=").is_some() || Claim::is_in_the_old_way(head)
}

/// The value of a parameter, as it stands there.
pub(crate) fn parameter<'a>(head: &'a Parts, start: &str) -> Option<&'a str> {
    let mut pairs = head.uri.query().unwrap_or_default().split('&');
    pairs.find_map(|pair| pair.strip_prefix(start))
}

/// `s3` of `Credential=KEY/20260102/us-east-1/s3/aws4_request`.
fn claimed_scope(head: &Parts) -> Option<String> {
    if Claim::is_in_the_old_way(head) {
        // Only S3's clients sign so.
        return Some("s3".to_owned());
    }
    let header = head.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    let in_header = header.and_then(|header| header.split_once("Credential="));
    let credential = match in_header {
        Some((_, rest)) => rest.split([',', ' ']).next()?.to_owned(),
        None => parameter(head, "X-Amz-Credential=")?.replace("%2F", "/").replace("%2f", "/"),
    };
    credential.rsplit('/').nth(1).map(str::to_owned)
}

/// Whether the head does not promise that little comes behind it.
pub(crate) fn is_more_than(head: &Parts, most: usize) -> bool {
    let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse::<usize>().ok()).is_none_or(|bytes| bytes > most)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn how_clients_speak() {
        let header = |scope: &str| {
            let value = format!(
                "AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/{scope}/aws4_request, \
                 SignedHeaders=host, Signature=0"
            );
            Request::put("/bucket/key").header("Authorization", value)
        };
        let url = |scope: &str| {
            Request::get(format!(
                "/b?X-Amz-Credential=AKIA%2F20260102%2Fus-east-1%2F{scope}%2Faws4_request\
                 &X-Amz-Signature=0"
            ))
        };
        for (request, expected) in [
            (header("s3"), Some(Protocol::RestXml)),
            (header("scheduler"), Some(Protocol::RestJson)),
            (url("s3"), Some(Protocol::RestXml)),
            (url("execute-api"), Some(Protocol::RestJson)),
            (Request::get("/b").header("Authorization", "AWS4-x"), Some(Protocol::RestJson)),
            (
                Request::get("/b").header("Authorization", "AWS4-x Credential=s3"),
                Some(Protocol::RestJson),
            ),
            (Request::get("/b").header("Authorization", "Bearer x"), None),
            (Request::get("/b?AWSAccessKeyId=A&Signature=x&Expires=1"), Some(Protocol::RestXml)),
            (Request::get("/b?Signature=x"), None),
            (Request::get("/b"), None),
        ] {
            let shown = format!("{request:?}");
            let head = request.body(()).unwrap().into_parts().0;
            assert_eq!(protocol(&head), expected, "{shown}");
        }
    }
}
