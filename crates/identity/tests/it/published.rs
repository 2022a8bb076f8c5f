//! What AWS published: its test suite, and the examples in the documentation of S3.

use http::request::Parts;
use identity::{Claim, PayloadHash, Principal};

use crate::support::{DAY, S3_SECRET, SECRET, TIME, head, now, owned_by, s3_now};
use crate::vectors::{Token, VECTORS, Vector};

const HOST: (&str, &str) = ("host", "example.amazonaws.com");

fn check(vector: &Vector, parts: &Parts) {
    let token = match vector.token {
        Token::No => None,
        Token::Signed(token) | Token::Appended(token) => Some(token),
    };
    let keys = owned_by("AKIDEXAMPLE", SECRET, token);
    let claim = Claim::read(parts, now()).unwrap();
    let checked = keys.check(&claim, parts, PayloadHash::of(vector.body.as_bytes()));
    assert_eq!(checked, Ok(Principal::Admin), "{}: {parts:?}", vector.name);
}

#[test]
fn signatures_in_headers_are_right() {
    for vector in VECTORS {
        let (signed, signature) = vector.header;
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{DAY}/us-east-1/service/aws4_request, \
             SignedHeaders={signed}, Signature={signature}"
        );
        let mut headers = vec![HOST, ("x-amz-date", TIME), ("authorization", &authorization)];
        headers.extend(vector.headers);
        if let Token::Signed(token) | Token::Appended(token) = vector.token {
            headers.push(("x-amz-security-token", token));
        }
        check(vector, &head(vector.method, vector.target, &headers));
    }
}

#[test]
fn signatures_in_urls_are_right() {
    for vector in VECTORS {
        let (signed, signature) = vector.url;
        let encode = |text: &str| text.replace('/', "%2F").replace(';', "%3B").replace('=', "%3D");
        let mut url = format!(
            "{}{}X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F{DAY}%2Fus-east-1%2Fservice%2Faws4_request\
             &X-Amz-Date={TIME}&X-Amz-SignedHeaders={}&X-Amz-Expires=3600",
            vector.target,
            if vector.target.contains('?') { '&' } else { '?' },
            encode(signed),
        );
        if let Token::Signed(token) | Token::Appended(token) = vector.token {
            url.push_str(&format!("&X-Amz-Security-Token={}", encode(&token.replace('+', "%2B"))));
        }
        url.push_str(&format!("&X-Amz-Signature={signature}"));
        let mut headers = vec![HOST];
        headers.extend(vector.headers);
        check(vector, &head(vector.method, &url, &headers));
    }
}

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[test]
fn the_examples_of_s3_are_right() {
    let date = "Fri, 24 May 2013 00:00:00 GMT";
    let welcome = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    for (method, target, headers, hash, signature) in [
        (
            "GET",
            "/test.txt",
            &[("range", "bytes=0-9")][..],
            EMPTY,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            &[("date", date), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            welcome,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/?lifecycle",
            &[],
            EMPTY,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "GET",
            "/?max-keys=2&prefix=J",
            &[],
            EMPTY,
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ] {
        let mut all = vec![
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-content-sha256", hash),
        ];
        all.extend(headers);
        all.sort_unstable();
        let signed: Vec<_> = all.iter().map(|(name, _)| *name).collect();
        let authorization = format!(
            "AWS4-HMAC-SHA256 \
             Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
             SignedHeaders={},Signature={signature}",
            signed.join(";")
        );
        all.push(("authorization", &authorization));
        let parts = head(method, target, &all);
        let claim = Claim::read(&parts, s3_now()).unwrap();
        let keys = owned_by("AKIAIOSFODNN7EXAMPLE", S3_SECRET, None);
        let checked = keys.check(&claim, &parts, claim.declared().unwrap());
        assert_eq!(checked, Ok(Principal::Admin), "{method} {target}");
    }
    let body = PayloadHash::of(b"Welcome to Amazon S3.");
    assert_eq!(format!("{body:?}"), format!("{:?}", sha256(welcome)));
}

fn sha256(text: &str) -> PayloadHash {
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect();
    PayloadHash::Sha256(bytes.try_into().unwrap())
}

#[test]
fn the_presigned_url_of_s3_is_right() {
    let url = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let parts = head("GET", url, &[("host", "examplebucket.s3.amazonaws.com")]);
    let keys = owned_by("AKIAIOSFODNN7EXAMPLE", S3_SECRET, None);
    let claim = Claim::read(&parts, s3_now()).unwrap();
    let checked = keys.check(&claim, &parts, PayloadHash::Unsigned);
    assert_eq!(checked, Ok(Principal::Admin));
}
