use std::time::Duration;

use http::Request;
use http::request::Parts;
use identity::{Claim, Keyring, PayloadHash, Principal, Refused, Scope, sign};

use crate::support::now;

const SCOPE: Scope<'static> = Scope { region: "us-east-1", service: "lambda" };

fn head(uri: &str) -> Parts {
    Request::post(uri).body(()).unwrap().into_parts().0
}

struct Case {
    keys: Keyring,
    parts: Parts,
    body: &'static [u8],
    _folder: tempfile::TempDir,
}

fn signed(uri: &str, body: &'static [u8]) -> Case {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
    let mut parts = head(uri);
    sign(&mut parts, PayloadHash::of(body), keys.admin(), SCOPE, now()).unwrap();
    Case { keys, parts, body, _folder: folder }
}

impl Case {
    fn check(&self) -> Result<Principal, Refused> {
        let claim = Claim::read(&self.parts, now())?;
        self.keys.check(&claim, &self.parts, PayloadHash::of(self.body))
    }
}

#[test]
fn what_we_sign_we_accept() {
    for uri in [
        "http://127.0.0.1:4566/",
        "http://127.0.0.1:4566/2015-03-31/functions/hello/invocations?Qualifier=%24LATEST",
        "http://localhost/a%20b/%E2%82%AC?x=1&x=0&empty&y=a%2Fb",
    ] {
        assert_eq!(signed(uri, b"{}").check(), Ok(Principal::Admin), "{uri}");
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
    let mut case = signed("http://h/functions?x=1", b"{}");
    case.body = b"{ }";
    assert_eq!(case.check(), Err(Refused::Payload));

    let mut case = signed("http://h/functions?x=1", b"{}");
    case.parts.uri = "http://h/functions?x=2".parse().unwrap();
    assert_eq!(case.check(), Err(Refused::Mismatch));

    let mut case = signed("http://h/functions", b"{}");
    case.parts.method = http::Method::DELETE;
    assert_eq!(case.check(), Err(Refused::Mismatch));

    let mut case = signed("http://h/functions", b"{}");
    case.parts.headers.insert("host", "other".parse().unwrap());
    assert_eq!(case.check(), Err(Refused::Mismatch));

    // Requests to proxies, and those of HTTP/2, have the host twice, and go by the first.
    let mut case = signed("http://h/functions", b"{}");
    case.parts.uri = "http://other/functions".parse().unwrap();
    assert_eq!(case.check(), Err(Refused::Mismatch));
    case.parts.uri = "http://H/functions".parse().unwrap();
    assert_eq!(case.check(), Ok(Principal::Admin));

    let mut case = signed("http://h/functions", b"{}");
    case.parts.headers.remove("host");
    assert!(matches!(case.check(), Err(Refused::Incomplete(_))));
}

#[test]
fn heads_that_make_no_sense_are_refused_without_a_panic() {
    let good = signed("http://h/", b"");
    let header = good.parts.headers["authorization"].to_str().unwrap().to_owned();
    for (from, to) in [
        ("AWS4-HMAC-SHA256", "Bearer"),
        ("Credential=", "Cred="),
        ("/us-east-1/", "/"),
        ("aws4_request", "aws3"),
        ("SignedHeaders=host;", "SignedHeaders="),
        ("Signature=", "Signature=zz"),
        ("/20150830/", "/20150831/"),
        (";x-amz-date", ""),
    ] {
        let mut case = signed("http://h/", b"");
        let broken = header.replacen(from, to, 1);
        case.parts.headers.insert("authorization", broken.parse().unwrap());
        assert!(case.check().is_err(), "{from} -> {to}");
    }
    for date in ["", "20150830", "2015083éT123600Z", "20150830T123600+", "99999999T999999Z"] {
        let mut case = signed("http://h/", b"");
        let value = http::HeaderValue::from_bytes(date.as_bytes()).unwrap();
        case.parts.headers.insert("x-amz-date", value);
        assert!(case.check().is_err(), "{date}");
    }
    assert_eq!(Claim::read(&head("http://h/"), now()).unwrap_err(), Refused::Missing);
}

#[test]
fn a_clock_may_be_five_minutes_off_and_no_more() {
    let case = signed("http://h/", b"");
    for (shift, fine) in [(299, true), (301, false)] {
        let shift = Duration::from_secs(shift);
        for at in [now() + shift, now() - shift] {
            assert_eq!(Claim::read(&case.parts, at).is_ok(), fine, "{shift:?}");
        }
    }
}
