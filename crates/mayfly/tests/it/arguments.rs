use std::time::Duration;

use mayfly::arguments::{Payload, Since, request_id};
use mayfly::client::Endpoint;

#[test]
fn points_in_time() {
    let check = |text: &str, expected_ms: Option<u64>| {
        let now_ms = 1_800_000_000_000;
        assert_eq!(Since::parse(text).ok().map(|since| since.ms(now_ms)), expected_ms, "{text:?}");
    };
    check("90s", Some(1_799_999_910_000));
    check("10m", Some(1_799_999_400_000));
    check("2h", Some(1_799_992_800_000));
    check("3d", Some(1_799_740_800_000));
    check("1w", Some(1_799_395_200_000));
    check("2026-01-31T12:00:00Z", Some(1_769_860_800_000));
    check("2026-01-31T13:00:00.5+01:00", Some(1_769_860_800_500));
    check("100000d", Some(0));
    for wrong in ["", "m", "10", "-10m", "1.5h", "10 m", "99999999999999999999d", "yesterday", "é"]
    {
        check(wrong, None);
    }
    assert_eq!(Since::parse("1m"), Ok(Since::Ago(Duration::from_secs(60))));
    assert!(Since::parse("10").unwrap_err().contains("10m"), "the error shows how to write it");
}

#[test]
fn payloads() {
    assert_eq!(Payload::parse(r#"{"a":1}"#), Ok(Payload::Json(r#"{"a":1}"#.into())));
    assert_eq!(Payload::parse("-1"), Ok(Payload::Json("-1".into())));
    assert_eq!(Payload::parse("@a.json"), Ok(Payload::File("a.json".into())));
    assert_eq!(Payload::parse("-"), Ok(Payload::Stdin));
    assert_eq!(Payload::parse("@-"), Ok(Payload::Stdin));
    assert!(Payload::parse("@").is_err());
    let error = Payload::parse("{a:1}").unwrap_err();
    assert!(error.starts_with("this is no JSON: ") && error.contains("@FILE"), "{error}");
}

#[test]
fn payloads_are_read_and_checked_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = |text: &[u8]| {
        let path = folder.path().join("payload.json");
        std::fs::write(&path, text).unwrap();
        Payload::File(path).read()
    };
    assert_eq!(file(b"[1, 2]").unwrap(), "[1, 2]");
    assert!(file(b"[1, ").unwrap_err().message.contains("EOF while parsing"));
    assert!(file(b"").is_err());
    assert!(file(&vec![b' '; 7 * 1024 * 1024]).unwrap_err().message.contains("larger than 6 MB"));
    assert!(Payload::File("/nonexistent".into()).read().is_err());
}

#[test]
fn endpoints() {
    let check = |text: &str, expected: Option<&str>| {
        assert_eq!(
            Endpoint::parse(text).ok().map(|e| e.to_string()).as_deref(),
            expected,
            "{text}"
        );
    };
    check("http://127.0.0.1:4566", Some("http://127.0.0.1:4566"));
    check("http://LocalHost:4566/", Some("http://localhost:4566"));
    check("localhost:4566", Some("http://localhost:4566"));
    check("http://[::1]:80", Some("http://[::1]:80"));
    for wrong in ["", "https://x", "http://", "http://u@h:1", "http://h:99999", "http://h/path"] {
        check(wrong, None);
    }
    assert_eq!(Endpoint::parse("http://[::1]:4566").unwrap().address(), ("::1", 4566));
    assert!(Endpoint::parse("https://x:1").unwrap_err().contains("https is not spoken"));
}

#[test]
fn request_ids_are_safe_in_urls() {
    assert!(request_id("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed").is_ok());
    for wrong in ["", "a b", "a&follow=1", "../x", &"a".repeat(65)] {
        assert!(request_id(wrong).is_err(), "{wrong}");
    }
}
