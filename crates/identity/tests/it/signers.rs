//! What another signer made: the one of the AWS SDK for Rust, with requests of every shape.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use http::Request;
use http::request::Parts;
use identity::{Claim, Keyring, PayloadHash, Principal, Refused};
use proptest::prelude::*;

use crate::support::{SECRET, now, owned_by};

const KEY: &str = "AKIDEXAMPLE";
const TOKEN: &str = "a/session+token==";

#[derive(Debug, Clone)]
struct Asked {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    s3: bool,
    url: bool,
    token: Option<SessionTokenMode>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let method = prop::sample::select(vec!["GET", "PUT", "POST", "DELETE", "HEAD"]);
    let text = "[ -~é€]{0,12}".prop_map(|text: String| escaped(&text));
    let segments =
        prop::collection::vec(prop_oneof![9 => text.clone(), 1 => Just("..".into())], 0..5);
    let path = segments.prop_map(|segments| format!("/{}", segments.join("/")));
    let pair = (text.clone(), text).prop_map(|(name, value)| format!("{name}={value}"));
    let query = prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&"));
    let value = "[!-~]( {0,3}[!-~]){0,6}";
    let headers = prop::collection::vec(("x-[a-z]{1,3}", value), 0..5);
    let body = prop::collection::vec(any::<u8>(), 0..64);
    let token = prop_oneof![
        Just(None),
        Just(Some(SessionTokenMode::Include)),
        Just(Some(SessionTokenMode::Exclude)),
    ];
    (method, path, query, headers, body, any::<bool>(), any::<bool>(), token).prop_map(
        |(method, path, query, headers, body, s3, url, token)| {
            let target = if query.is_empty() { path } else { format!("{path}?{query}") };
            Asked { method, target, headers, body, s3, url, token }
        },
    )
}

/// Encoded as the SDK would before it signs.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}

fn settings(asked: &Asked) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if asked.s3 {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    if asked.url {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(900));
    }
    // S3 wants every header of its own signed, the token's as well.
    let mode = asked.token.filter(|_| !asked.s3 || asked.url);
    settings.session_token_mode = mode.unwrap_or(SessionTokenMode::Include);
    settings
}

fn signed(asked: &Asked) -> Parts {
    let mut request = Request::builder()
        .method(asked.method)
        .uri(format!("http://example.org{}", asked.target))
        .header("host", "example.org");
    for (name, value) in &asked.headers {
        request = request.header(name, value);
    }
    let mut request = request.body(()).unwrap();
    let token = asked.token.map(|_| TOKEN.to_owned());
    let identity = Credentials::new(KEY, SECRET, token, None, "tests").into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(if asked.s3 { "s3" } else { "lambda" })
        .time(now())
        .settings(settings(asked))
        .build()
        .unwrap()
        .into();
    let headers =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    let body = if asked.s3 && asked.url {
        SignableBody::UnsignedPayload
    } else {
        SignableBody::Bytes(&asked.body)
    };
    let uri = request.uri().to_string();
    let signable = SignableRequest::new(asked.method, &uri, headers, body).unwrap();
    let (instructions, _) = sign(signable, &params).unwrap().into_parts();
    instructions.apply_to_request_http1x(&mut request);
    request.into_parts().0
}

fn check(
    keys: &Keyring,
    asked: &Asked,
    parts: &Parts,
    at: SystemTime,
) -> Result<Principal, Refused> {
    let claim = Claim::read(parts, at)?;
    let hash = match claim.declared() {
        Some(PayloadHash::Unsigned) => PayloadHash::Unsigned,
        _ => PayloadHash::of(&asked.body),
    };
    keys.check(&claim, parts, hash)
}

/// The next letter or digit in place of this one, so that it surely means something else.
fn other(byte: u8) -> u8 {
    match byte {
        b'9' => b'0',
        b'z' => b'a',
        b'Z' => b'A',
        byte => byte + 1,
    }
}

/// Changes one letter or digit of a text, none that is part of an escape.
fn changed(text: &str, pick: prop::sample::Index) -> Option<String> {
    let bytes = text.as_bytes();
    let is_escaped = |at: usize| bytes[at.saturating_sub(2)..at].contains(&b'%');
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_alphanumeric() && !is_escaped(*at))
        .collect();
    if places.is_empty() {
        return None;
    }
    let mut bytes = bytes.to_vec();
    let at = places[pick.index(places.len())];
    bytes[at] = other(bytes[at]);
    String::from_utf8(bytes).ok()
}

fn keys(asked: &Asked) -> Keyring {
    owned_by(KEY, SECRET, asked.token.map(|_| TOKEN))
}

proptest! {
    #[test]
    fn whatever_is_asked_for_is_accepted(asked in asked()) {
        let parts = signed(&asked);
        prop_assert_eq!(check(&keys(&asked), &asked, &parts, now()), Ok(Principal::Admin));
        let late = now() + Duration::from_secs(901);
        let refused = check(&keys(&asked), &asked, &parts, late);
        prop_assert!(matches!(refused, Err(Refused::Expired(_) | Refused::UrlExpired(_))));
    }

    #[test]
    fn whatever_was_changed_is_refused(
        asked in asked(),
        part in 0..4usize,
        pick in any::<prop::sample::Index>(),
    ) {
        let mut parts = signed(&asked);
        let mut asked = asked;
        match part {
            0 => {
                let target = parts.uri.path_and_query().unwrap().as_str();
                // The letters in front of `..` mean nothing, and where S3 is not asked are not signed.
                prop_assume!(!target.contains("/../") && !target.contains("/..?") && !target.ends_with("/.."));
                let Some(target) = changed(target, pick) else { return Ok(()) };
                parts.uri = format!("http://example.org{target}").parse().unwrap();
            }
            1 => {
                let names: Vec<_> = parts.headers.keys().cloned().collect();
                let name = &names[pick.index(names.len())];
                let value = parts.headers[name].to_str().unwrap().to_owned();
                let Some(value) = changed(&value, pick) else { return Ok(()) };
                *parts.headers.get_mut(name).unwrap() = value.parse().unwrap();
            }
            2 => {
                let is_unsigned = asked.s3 && asked.url;
                prop_assume!(!asked.body.is_empty() && !is_unsigned);
                let at = pick.index(asked.body.len());
                asked.body[at] ^= 1;
            }
            _ => parts.method = http::Method::PATCH,
        }
        prop_assert!(check(&keys(&asked), &asked, &parts, now()).is_err(), "{:?}", parts);
    }
}
