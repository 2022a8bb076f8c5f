//! What strangers send as a function is told it, and what functions answer.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use fuzzer::fuzz;
use serde_json::Value;

use crate::event::{Context, event as event_of};
use crate::outside::{Origin, make_ours};
use crate::response::response;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// Every request becomes an event in which neither credentials nor a word in our name are left.
#[test]
fn event() {
    let origin = Origin { ip: IpAddr::V4(Ipv4Addr::new(10, 1, 1, 1)), port: 4566 };
    fuzz(HERE, "event", |bytes| {
        let Some((mut parts, body)) = fuzzer::request(bytes) else { return };
        make_ours(&mut parts, origin, "Root=1");
        let context = Context {
            domain: "f.fn.localhost",
            request_id: "id",
            source_ip: origin.ip,
            epoch_ms: 1_767_323_045_000,
            caller: None,
        };
        let path = parts.uri.path().to_owned();
        let event = event_of(&parts, &path, &Bytes::from(body), context);
        let event: Value = serde_json::from_slice(&event).expect("an event is JSON");
        assert_eq!(event["headers"]["x-forwarded-for"], "10.1.1.1");
        for (name, value) in event["headers"].as_object().expect("headers") {
            let name = name.replace('_', "-");
            assert!(!name.starts_with("x-amz-security"), "{event}");
            let value = value.as_str().unwrap_or_default().to_ascii_uppercase();
            assert!(name != "authorization" || !value.starts_with("AWS4-"), "{event}");
        }
        let query = event["queryStringParameters"].as_object();
        for name in query.into_iter().flatten().map(|(name, _)| name.to_ascii_lowercase()) {
            assert!(name != "x-amz-signature" && name != "x-amz-credential", "{event}");
        }
    });
}

/// Whatever a function returns is an answer or a reason why it is none.
#[test]
fn answer() {
    fuzz(HERE, "answer", |bytes| {
        let Ok(answer) = response(&Bytes::copy_from_slice(bytes)) else { return };
        assert!((200..600).contains(&answer.status().as_u16()));
        assert!(!answer.headers().contains_key("content-length"));
        assert!(!answer.headers().contains_key("transfer-encoding"));
    });
}
