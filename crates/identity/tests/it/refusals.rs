//! What each family of services says of each situation.

use std::time::Duration;

use identity::{Claim, Family, Refused};

use crate::support::{head, now};

const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 \
    Credential=AKIDEXAMPLE/20150830/us-east-1/lambda/aws4_request, \
    SignedHeaders=host;x-amz-date, \
    Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

fn refusal(authorization: &str, headers: &[(&str, &str)]) -> Refused {
    let mut all = vec![("host", "h"), ("authorization", authorization)];
    all.extend(headers);
    Claim::read(&head("GET", "/", &all), now()).unwrap_err()
}

#[test]
fn heads_are_refused_for_what_they_lack() {
    let date = ("x-amz-date", "20150830T123600Z");
    let without = |text: &str| AUTHORIZATION.replace(text, "");
    let with = |from: &str, to: &str| AUTHORIZATION.replace(from, to);
    for (authorization, headers, text) in [
        (without("Credential="), &[date][..], "requires 'Credential' parameter"),
        (without("SignedHeaders="), &[date], "requires 'SignedHeaders' parameter"),
        (without("Signature="), &[date], "requires 'Signature' parameter"),
        (without(""), &[], "existence of either a 'X-Amz-Date' or a 'Date' header"),
        (without(""), &[date, date], "each header of the signature once"),
        (without(""), &[("x-amz-date", "yesterday")], "an 'X-Amz-Date' like"),
        (with("host;", ""), &[date], "'Host' or ':authority' must be a 'SignedHeader'"),
        (with(";x-amz-date", ""), &[date], "'x-amz-date' must be a 'SignedHeader'"),
        (with("20150830", "20150831"), &[date], "of the day of"),
        (with("/lambda", "/s3"), &[date], "x-amz-content-sha256"),
        (with("HMAC-", "ECDSA-P256-"), &[date], "SigV4A"),
        ("Bearer token".into(), &[date], "algorithm is not supported"),
        ("AWS4-HMAC-SHA256".into(), &[date], "requires 'Credential' parameter"),
        (String::new(), &[date], "algorithm is not supported"),
    ] {
        let refused = refusal(&authorization, headers).to_string();
        assert!(refused.contains(text), "{authorization}: {refused}");
    }
    let none = head("GET", "/", &[("host", "h")]);
    assert_eq!(Claim::read(&none, now()).unwrap_err(), Refused::Missing);
}

#[test]
fn a_date_header_will_do() {
    let authorization = AUTHORIZATION.replace("host;x-amz-date", "date;host");
    for date in ["Sun, 30 Aug 2015 12:36:00 GMT", "20150830T123600Z"] {
        let headers = [("host", "h"), ("date", date), ("authorization", &authorization)];
        assert!(Claim::read(&head("GET", "/", &headers), now()).is_ok(), "{date}");
    }
}

#[test]
fn s3_allows_a_quarter_of_an_hour() {
    let hash = "UNSIGNED-PAYLOAD";
    let s3 = AUTHORIZATION.replace("/lambda", "/s3").replace(";x-", ";x-amz-content-sha256;x-");
    let headers = [
        ("host", "h"),
        ("authorization", s3.as_str()),
        ("x-amz-content-sha256", hash),
        ("x-amz-date", "20150830T123600Z"),
    ];
    let read = |shift| Claim::read(&head("GET", "/", &headers), now() + Duration::from_secs(shift));
    assert!(read(900).is_ok());
    let late = read(901).unwrap_err().told(Family::S3);
    assert_eq!((late.status.as_u16(), late.code), (403, "RequestTimeTooSkewed"));
}

/// A clock that is ten minutes behind.
fn expired() -> Refused {
    let headers =
        [("host", "h"), ("x-amz-date", "20150830T122600Z"), ("authorization", AUTHORIZATION)];
    Claim::read(&head("GET", "/", &headers), now()).unwrap_err()
}

fn url_expired() -> Refused {
    let url = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20150830T123400Z&X-Amz-Expires=60\
        &X-Amz-Credential=A%2F20150830%2Fr%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    Claim::read(&head("GET", url, &[("host", "h")]), now()).unwrap_err()
}

#[test]
fn each_family_has_its_own_names() {
    use Family::{Json, Query, Rest, S3};
    for (refused, [json, rest, query, s3]) in [
        (
            Refused::Missing,
            [
                "400 MissingAuthenticationTokenException",
                "403 MissingAuthenticationTokenException",
                "403 MissingAuthenticationToken",
                "403 AccessDenied",
            ],
        ),
        (
            Refused::Incomplete("'Credential' parameter"),
            [
                "400 IncompleteSignatureException",
                "400 IncompleteSignatureException",
                "400 IncompleteSignature",
                "400 AuthorizationHeaderMalformed",
            ],
        ),
        (
            Refused::IncompleteUrl("'X-Amz-Date'"),
            [
                "400 IncompleteSignatureException",
                "400 IncompleteSignatureException",
                "400 IncompleteSignature",
                "400 AuthorizationQueryParametersError",
            ],
        ),
        (
            Refused::UnknownKey,
            [
                "400 UnrecognizedClientException",
                "403 UnrecognizedClientException",
                "403 InvalidClientTokenId",
                "403 InvalidAccessKeyId",
            ],
        ),
        (
            Refused::WrongToken,
            [
                "400 UnrecognizedClientException",
                "403 UnrecognizedClientException",
                "403 InvalidClientTokenId",
                "400 InvalidToken",
            ],
        ),
        (
            Refused::TokenExpired,
            [
                "400 ExpiredTokenException",
                "403 ExpiredTokenException",
                "403 ExpiredToken",
                "400 ExpiredToken",
            ],
        ),
        (
            Refused::Mismatch,
            [
                "400 InvalidSignatureException",
                "403 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "403 SignatureDoesNotMatch",
            ],
        ),
        (
            expired(),
            [
                "400 InvalidSignatureException",
                "403 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "403 RequestTimeTooSkewed",
            ],
        ),
        (
            url_expired(),
            [
                "400 InvalidSignatureException",
                "403 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "403 AccessDenied",
            ],
        ),
        (
            Refused::Payload,
            [
                "400 InvalidSignatureException",
                "403 InvalidSignatureException",
                "403 SignatureDoesNotMatch",
                "400 XAmzContentSHA256Mismatch",
            ],
        ),
        (
            Refused::Truncated,
            [
                "400 InvalidRequestException",
                "400 InvalidRequestException",
                "400 InvalidRequest",
                "400 IncompleteBody",
            ],
        ),
    ] {
        for (family, expected) in [(Json, json), (Rest, rest), (Query, query), (S3, s3)] {
            let told = refused.told(family);
            let found = format!("{} {}", told.status.as_u16(), told.code);
            assert_eq!(found, expected, "{refused:?} {family:?}");
            assert!(!told.message.is_empty());
        }
    }
    assert_eq!(url_expired().told(S3).message, "Request has expired");
    assert_eq!(
        expired().told(Query).message,
        "Signature expired: 20150830T122600Z is now earlier than 20150830T123100Z \
         (20150830T123600Z - 5 min.)"
    );
}
