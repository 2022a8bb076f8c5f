use serde::{Deserialize, Serialize};
use store::{Entry, Error, Record, Version};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct NameV1 {
    name: String,
}

impl Record for NameV1 {
    const VERSION: u8 = 1;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct NameV2 {
    name: String,
    size: u32,
}

impl Record for NameV2 {
    const VERSION: u8 = 2;

    fn decode_older(version: u8, body: &[u8]) -> Result<Self, Error> {
        match version {
            1 => NameV1::decode_body(body).map(|old| NameV2 { name: old.name, size: 0 }),
            other => Err(Self::unknown(other)),
        }
    }
}

#[test]
fn a_record_reads_back_behind_its_version() {
    let record = NameV1 { name: "hello".into() };
    let value = record.encode().unwrap();
    assert_eq!(&value[..], b"\x01\x05hello");
    let entry = Entry { key: "k".into(), value, version: Version(1) };
    assert_eq!(entry.record::<NameV1>().unwrap(), record);
}

#[test]
fn a_newer_type_reads_what_the_older_wrote() {
    let old = NameV1 { name: "hello".into() }.encode().unwrap();
    assert_eq!(NameV2::decode(&old).unwrap(), NameV2 { name: "hello".into(), size: 0 });
}

#[test]
fn an_unknown_version_is_named() {
    let new = NameV2 { name: "hello".into(), size: 7 }.encode().unwrap();
    match NameV1::decode(&new).unwrap_err() {
        Error::RecordVersion { record, found: 2, known: 1 } => {
            assert!(record.ends_with("NameV1"), "{record}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn damaged_records_are_refused() {
    let whole = NameV1 { name: "hello".into() }.encode().unwrap();
    let longer = [&whole[..], b"!"].concat();
    for broken in
        [&b""[..], b"\x01", &whole[..whole.len() - 1], &longer, b"\x01\xff\xff\xff\xff\x0f"]
    {
        let error = NameV1::decode(broken).unwrap_err();
        assert!(matches!(error, Error::RecordBroken { .. }), "{broken:?}: {error}");
    }
}
