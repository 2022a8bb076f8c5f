use protocol::schema::Protocol;
use protocol::{Contract, Value, document, logs};

type Groups = logs::op::DescribeLogGroups;

fn read(bytes: &[u8]) -> Result<Vec<Option<Value>>, String> {
    let schema = Groups::OPERATION.schema().input;
    document::decode(Protocol::Cbor, schema, bytes).map_err(|fault| fault.message)
}

/// What a document says of `limit`.
fn limit(item: &[u8]) -> Result<Option<Value>, String> {
    let mut bytes = b"\xA1\x65limit".to_vec();
    bytes.extend(item);
    let schema = Groups::OPERATION.schema().input;
    let at = schema.members.iter().position(|member| member.name == "limit").unwrap();
    read(&bytes).map(|slots| slots[at].clone())
}

#[test]
fn numbers_come_in_many_sizes() {
    for (item, number) in [
        (&b"\x00"[..], Some(0)),
        (b"\x17", Some(23)),
        (b"\x18\x18", Some(24)),
        (b"\x19\x01\x00", Some(256)),
        (b"\x1A\x00\x01\x00\x00", Some(65_536)),
        (b"\x1B\x00\x00\x00\x00\x00\x00\x00\x07", Some(7)),
        (b"\x20", Some(-1)),
        (b"\x39\x01\x00", Some(-257)),
        // Floats that are whole.
        (b"\xF9\x3C\x00", Some(1)),
        (b"\xFA\x41\x20\x00\x00", Some(10)),
        (b"\xFB\x40\x24\x00\x00\x00\x00\x00\x00", Some(10)),
        // A tag that says nothing to us.
        (b"\xD9\xD9\xF7\x05", Some(5)),
        (b"\xF6", None),
        (b"\xF7", None),
    ] {
        assert_eq!(limit(item), Ok(number.map(Value::Integer)), "{item:x?}");
    }
}

#[test]
fn what_is_broken_is_refused() {
    for item in [
        &b""[..],
        b"\x18",
        b"\x1B\x00",
        b"\x1C",
        b"\x1F",
        b"\x1A\xFF\xFF\xFF\xFF",
        b"\xF9\x3E\x00",
        b"\xF9\x7E\x00",
        b"\xF8\xFF",
        b"\xFF",
        b"\x61x",
        b"\x80",
        b"\x07\x07",
        b"\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        b"\x7B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        b"\x62\xC3\x28",
        b"\xC1",
    ] {
        assert!(limit(item).is_err(), "{item:x?}: {:?}", limit(item));
    }
}

#[test]
fn lengths_may_be_unknown() {
    // {_ "x": [_ 1, {_ }], "logGroupNamePrefix": (_ "a", "b")}
    let mut bytes =
        b"\xBF\x61x\x9F\x01\xBF\xFF\xFF\x72logGroupNamePrefix\x7F\x61a\x61b\xFF".to_vec();
    assert!(read(&bytes).is_err());
    bytes.push(0xFF);
    let slots = read(&bytes).unwrap();
    assert!(slots.contains(&Some(Value::Text("ab".to_owned()))), "{slots:?}");
    // Pieces must be whole strings of the same kind.
    assert!(read(b"\xA1\x72logGroupNamePrefix\x7F\x41a\xFF").is_err());
    assert!(read(b"\xA1\x72logGroupNamePrefix\x7F\x7F\xFF\xFF").is_err());
}
