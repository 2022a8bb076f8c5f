//! What of a request's head is for us alone, or not to be believed.
//!
//! A function is told who called it by the platform. It gets neither what its caller signed with,
//! which would let it act as them, nor what a caller says of itself in the platform's words.

use std::net::IpAddr;

use http::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use percent_encoding::percent_decode_str;

/// Where a request came from, and the port it came to.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub ip: IpAddr,
    pub port: u16,
}

/// Headers that only a platform sets; those that begin so, and those that are so.
const OURS_BEGIN: [&str; 3] = ["x-forwarded-", "x-amzn-", "x-amz-"];
const OURS: [&str; 12] = [
    "cf-connecting-ip",
    "fastly-client-ip",
    "forwarded",
    "true-client-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-forwarded",
    "x-original-host",
    "x-original-url",
    "x-real-ip",
    "x-request-context",
    "x-rewrite-url",
];
/// Headers of AWS's that are a client's own: no credentials, and nothing that the platform says.
const CLIENTS: [&str; 1] = ["x-amz-target"];

/// Parameters of a presigned URL.
const PRESIGNED: [&str; 8] = [
    "x-amz-algorithm",
    "x-amz-content-sha256",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-expires",
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-signedheaders",
];

/// Takes off what is not a function's to see, and says in the platform's own words where the request
/// comes from.
pub(crate) fn make_ours(parts: &mut Parts, origin: Origin, trace_id: &str) {
    take_off(&mut parts.headers);
    take_off_signature(parts);
    // Functions find the host in its header, however it was sent.
    let host = web::host(parts).map(str::to_owned).unwrap_or_default();
    let texts = [
        (HOST, host.clone()),
        (HeaderName::from_static("x-forwarded-for"), origin.ip.to_canonical().to_string()),
        (HeaderName::from_static("x-forwarded-host"), host),
        (HeaderName::from_static("x-forwarded-port"), origin.port.to_string()),
        (HeaderName::from_static("x-forwarded-proto"), "http".to_owned()),
        (HeaderName::from_static("x-amzn-trace-id"), trace_id.to_owned()),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(&text)
            && !text.is_empty()
        {
            parts.headers.insert(name, value);
        }
    }
}

fn take_off(headers: &mut HeaderMap) {
    let not_theirs: Vec<HeaderName> =
        headers.keys().filter(|name| is_ours(name.as_str())).cloned().collect();
    for name in not_theirs {
        headers.remove(name);
    }
    let is_signature =
        |value: &HeaderValue| value.as_bytes().to_ascii_uppercase().starts_with(b"AWS4-");
    if headers.get_all(AUTHORIZATION).iter().any(is_signature) {
        headers.remove(AUTHORIZATION);
    }
}

/// Servers read a name with underscores as the one with hyphens.
fn is_ours(name: &str) -> bool {
    let name = name.replace('_', "-");
    let name = name.as_str();
    let begins = OURS_BEGIN.iter().any(|ours| name.starts_with(ours));
    (begins && !CLIENTS.contains(&name)) || OURS.contains(&name)
}

fn take_off_signature(parts: &mut Parts) {
    let Some(query) = parts.uri.query() else { return };
    let is_signature = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        let name = percent_decode_str(name).decode_utf8_lossy().to_ascii_lowercase();
        PRESIGNED.contains(&name.as_str())
    };
    if !query.split('&').any(|pair| is_signature(&pair)) {
        return;
    }
    let left: Vec<&str> = query.split('&').filter(|pair| !is_signature(pair)).collect();
    let path = parts.uri.path();
    let target =
        if left.is_empty() { path.to_owned() } else { format!("{path}?{}", left.join("&")) };
    let mut uri = std::mem::take(&mut parts.uri).into_parts();
    // Parts of what was a target before.
    uri.path_and_query = target.parse().ok();
    parts.uri = http::Uri::from_parts(uri).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn seen(address: &str, headers: &[(&str, &str)]) -> (String, Vec<String>) {
        let mut request = Request::get(address).header("host", "f.fn.localhost:1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut parts = request.body(()).unwrap().into_parts().0;
        let origin = Origin { ip: "10.1.1.1".parse().unwrap(), port: 4566 };
        make_ours(&mut parts, origin, "Root=1");
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            format!("{name}: {}", value.to_str().unwrap())
        };
        let mut headers: Vec<_> = parts.headers.iter().map(shown).collect();
        headers.sort();
        (parts.uri.to_string(), headers)
    }

    const OURS_ALONE: [&str; 6] = [
        "host: f.fn.localhost:1",
        "x-amzn-trace-id: Root=1",
        "x-forwarded-for: 10.1.1.1",
        "x-forwarded-host: f.fn.localhost:1",
        "x-forwarded-port: 4566",
        "x-forwarded-proto: http",
    ];

    #[test]
    fn callers_do_not_speak_for_the_platform() {
        for name in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-prefix",
            "x_forwarded_for",
            "x-forwarded_for",
            "x-real-ip",
            "x_real_ip",
            "true-client-ip",
            "x-amzn-request-context",
            "x-amzn-lambda-context",
            "x_amzn_trace_id",
            "x-original-url",
            "x-amz-security-token",
            "x-amz-date",
            "x-amz-content-sha256",
            "x_amz_security_token",
        ] {
            let (_, headers) = seen("/a", &[(name, "evil")]);
            assert_eq!(headers, OURS_ALONE, "{name}");
        }
    }

    #[test]
    fn credentials_do_not_reach_functions_but_their_own_do() {
        let all = |authorization: &str| seen("/a", &[("authorization", authorization)]).1;
        assert_eq!(all("AWS4-HMAC-SHA256 Credential=AKIA/x"), OURS_ALONE);
        assert_eq!(all("aws4-hmac-sha256 Credential=AKIA/x"), OURS_ALONE);
        assert!(all("Bearer abc").contains(&"authorization: Bearer abc".to_owned()));
        let two = [("authorization", "Bearer a"), ("authorization", "AWS4-HMAC-SHA256 x")];
        assert_eq!(seen("/a", &two).1, OURS_ALONE);
    }

    #[test]
    fn a_presigned_url_loses_its_signature_and_nothing_else() {
        let signed = "X-Amz-Algorithm=A&X-Amz-Credential=C&X-Amz-Date=D&X-Amz-Expires=1\
                      &X-Amz-SignedHeaders=host&X-Amz-Signature=S&X-Amz-Security-Token=T";
        for (address, expected) in [
            (format!("/a?{signed}"), "/a"),
            (format!("/a?x=1&{signed}&y=%20+"), "/a?x=1&y=%20+"),
            ("/a?x-amz-signature=1&%58-Amz-Signature=2&b".to_owned(), "/a?b"),
            ("/a?X-Amz-Other=1&&".to_owned(), "/a?X-Amz-Other=1&&"),
            (format!("http://f.fn.localhost:1/a?{signed}"), "http://f.fn.localhost:1/a"),
        ] {
            assert_eq!(seen(&address, &[]).0, expected, "{address}");
        }
    }
}
