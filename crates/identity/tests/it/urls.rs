//! Presigned URLs: how long they live, and what they must say.

use std::time::Duration;

use http::request::Parts;
use identity::{Claim, Refused};

use crate::support::{head, now};

const SECOND: Duration = Duration::from_secs(1);
const GOOD: [(&str, &str); 6] = [
    ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
    ("X-Amz-Credential", "AKIDEXAMPLE/20150830/us-east-1/SERVICE/aws4_request"),
    ("X-Amz-Date", "20150830T123600Z"),
    ("X-Amz-Expires", "600"),
    ("X-Amz-SignedHeaders", "host"),
    ("X-Amz-Signature", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
];

/// A URL with other values for some parameters; none leaves the parameter out.
fn url(service: &str, other: &[(&str, Option<&str>)]) -> Parts {
    let mut pairs = Vec::new();
    for (name, value) in GOOD {
        let value = other.iter().find(|(n, _)| *n == name).map_or(Some(value), |(_, v)| *v);
        pairs.extend(value.map(|value| format!("{name}={}", value.replace("SERVICE", service))));
    }
    let added = other.iter().filter(|(name, _)| !GOOD.iter().any(|(good, _)| good == name));
    pairs.extend(added.map(|(name, value)| format!("{name}={}", value.unwrap_or_default())));
    head("GET", &format!("/bucket/key?{}", pairs.join("&")), &[("host", "h")])
}

fn refusal(parts: &Parts) -> Option<Refused> {
    Claim::read(parts, now()).err()
}

#[test]
fn a_url_is_good_for_as_long_as_it_says() {
    let of = |service| url(service, &[]);
    for (service, early) in [("s3", 900), ("sts", 300)] {
        let read = |at| Claim::read(&of(service), at).map(drop);
        assert_eq!(read(now()), Ok(()));
        assert_eq!(read(now() + 600 * SECOND), Ok(()));
        assert!(matches!(read(now() + 601 * SECOND), Err(Refused::UrlExpired(_))), "{service}");
        assert_eq!(read(now() - early * SECOND), Ok(()));
        let refused = read(now() - (early + 1) * SECOND);
        assert!(matches!(refused, Err(Refused::UrlNotYet(_))), "{service}");
    }
    // One that does not say is a request like any other, unless it is for S3.
    let forever = url("sts", &[("X-Amz-Expires", None)]);
    assert!(Claim::read(&forever, now() + 300 * SECOND).is_ok());
    let late = Claim::read(&forever, now() + 301 * SECOND);
    assert!(matches!(late, Err(Refused::Expired(_))));
}

#[test]
fn what_a_url_must_say() {
    for (other, lacks) in [
        (("X-Amz-Algorithm", None), "'X-Amz-Algorithm'"),
        (("X-Amz-Credential", None), "'X-Amz-Credential'"),
        (("X-Amz-Date", None), "'X-Amz-Date'"),
        (("X-Amz-Expires", None), "'X-Amz-Expires'"),
        (("X-Amz-SignedHeaders", None), "'X-Amz-SignedHeaders'"),
        (("X-Amz-Signature", None), "'X-Amz-Signature'"),
        (("X-Amz-Signature", Some("zz")), "64 hex digits"),
        (("X-Amz-Credential", Some("AKIDEXAMPLE")), "KEY/DATE/REGION/SERVICE"),
        (("X-Amz-Credential", Some("A/20150831/r/s3/aws4_request")), "the day of"),
        (("X-Amz-Date", Some("20150830")), "20260102T030405Z"),
        (("X-Amz-Date", Some("%FF")), "plain text"),
        (("X-Amz-Expires", Some("")), "number of seconds"),
        (("X-Amz-Expires", Some("1e3")), "number of seconds"),
        (("X-Amz-Expires", Some("%2B60")), "number of seconds"),
        (("X-Amz-Expires", Some("99999999999999999999")), "number of seconds"),
        (("X-Amz-Expires", Some("604801")), "no more than a week"),
        (("X-Amz-Expires", Some("0")), "at least a second"),
        (("X-Amz-SignedHeaders", Some("host;a")), "in order"),
        (("X-Amz-SignedHeaders", Some("host;host")), "each once"),
        (("X-Amz-Content-Sha256", Some("none")), "SHA-256 in hex"),
    ] {
        let refused = refusal(&url("s3", &[other])).unwrap();
        assert!(matches!(refused, Refused::IncompleteUrl(_)), "{other:?}: {refused}");
        assert!(refused.to_string().contains(lacks), "{other:?}: {refused}");
    }
    assert!(refusal(&url("s3", &[("X-Amz-Expires", Some("604800"))])).is_none());
    let twice = head("GET", "/?X-Amz-Signature=1&X-Amz-Signature=1", &[("host", "h")]);
    assert!(refusal(&twice).unwrap().to_string().contains("once"));
}

#[test]
fn a_url_is_refused_for_what_it_does_not_cover() {
    let signed = ("X-Amz-SignedHeaders", Some("range"));
    assert!(matches!(refusal(&url("s3", &[signed])), Some(Refused::NotSigned(_))));
    // A header of S3's that the signer did not know of.
    let mut added = url("s3", &[]);
    added.headers.insert("x-amz-copy-source", "/other/key".parse().unwrap());
    let refused = Refused::NotSigned("x-amz-copy-source".into());
    assert_eq!(refusal(&added), Some(refused));
    let old = head("GET", "/?AWSAccessKeyId=A&Signature=s&Expires=1", &[("host", "h")]);
    assert_eq!(refusal(&old), Some(Refused::Algorithm));
    let mut two = url("s3", &[]);
    two.headers.insert("authorization", "AWS4-HMAC-SHA256 Credential=x".parse().unwrap());
    assert_eq!(refusal(&two), Some(Refused::TwoSignatures));
}
