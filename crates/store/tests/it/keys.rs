use expect_test::{Expect, expect};
use proptest::prelude::*;
use store::{Error, Key, KeyReader, Keyspace, Range};

const SPACE: Keyspace = Keyspace(7);

fn check(key: Key, expected: Expect) {
    expected.assert_eq(&key.as_bytes().escape_ascii().to_string());
}

#[test]
fn keys_look_like_this() {
    let key = || Key::in_space(SPACE);
    check(key(), expect![[r"\x07"]]);
    check(
        key().text("shop").u64(1),
        expect![[r"\x07shop\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01"]],
    );
    check(key().bytes(b"a\0b"), expect![[r"\x07a\x00\xffb\x00\x01"]]);
    check(key().u8(1).u32(2), expect![[r"\x07\x01\x00\x00\x00\x02"]]);
    check(
        key().i64(-1).i64(1),
        expect![[r"\x07\x7f\xff\xff\xff\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\x00\x01"]],
    );
    check(key().u64_descending(1), expect![[r"\x07\xff\xff\xff\xff\xff\xff\xff\xfe"]]);
    check(key().fixed(b"\0abc"), expect![[r"\x07\x00abc"]]);
}

#[test]
fn a_prefix_of_one_text_holds_nothing_of_a_longer_text() {
    let range = Range::prefix(Key::in_space(SPACE).text("ab"));
    assert!(range.contains(&Key::in_space(SPACE).text("ab")));
    assert!(range.contains(&Key::in_space(SPACE).text("ab").u64(u64::MAX)));
    assert!(!range.contains(&Key::in_space(SPACE).text("abc")));
    assert!(!range.contains(&Key::in_space(SPACE).text("ab\0")));
    assert!(!range.contains(&Key::in_space(Keyspace(8)).text("ab")));
}

#[test]
fn a_reader_says_what_it_missed() {
    let check = |key: &[u8], read: fn(KeyReader<'_>) -> Result<(), Error>, expected: Expect| {
        let error = KeyReader::in_space(key, SPACE).and_then(read).unwrap_err();
        expected.assert_eq(&error.to_string());
    };
    check(
        b"\x08a",
        |_| Ok(()),
        expect![[
            r#"the key "\x08a" has no such keyspace at byte 0; it was written by something else"#
        ]],
    );
    check(
        b"",
        |_| Ok(()),
        expect![[r#"the key "" has no such keyspace at byte 0; it was written by something else"#]],
    );
    check(
        b"\x07abc",
        |mut key| key.text().map(drop),
        expect![[
            r#"the key "\x07abc" has no terminated field at byte 1; it was written by something else"#
        ]],
    );
    check(
        b"\x07a\0",
        |mut key| key.text().map(drop),
        expect![[
            r#"the key "\x07a\x00" has no well-escaped field at byte 1; it was written by something else"#
        ]],
    );
    check(
        b"\x07\xff\0\x01",
        |mut key| key.text().map(drop),
        expect![[
            r#"the key "\x07\xff\x00\x01" has no text at byte 1; it was written by something else"#
        ]],
    );
    check(
        b"\x07abc",
        |mut key| key.u32().map(drop),
        expect![[
            r#"the key "\x07abc" has no field of that length at byte 1; it was written by something else"#
        ]],
    );
    check(
        b"\x07a",
        |key| key.end(),
        expect![[r#"the key "\x07a" has no end at byte 1; it was written by something else"#]],
    );
}

type Fields = (String, Vec<u8>, i64, u64, u8);

fn build((text, bytes, signed, number, small): &Fields) -> Key {
    let key = Key::in_space(SPACE).text(text).bytes(bytes);
    key.i64(*signed).u64(*number).u8(*small).u64_descending(*number)
}

fn fields() -> impl Strategy<Value = Fields> {
    let text = prop::collection::vec(prop::sample::select(vec!['\0', '\u{1}', 'a', 'é']), 0..4);
    let bytes = prop::collection::vec(prop::sample::select(vec![0u8, 1, 2, 254, 255]), 0..4);
    (text.prop_map(String::from_iter), bytes, any::<i64>(), any::<u64>(), any::<u8>())
}

proptest! {
    #[test]
    fn keys_sort_as_their_fields_do(left in fields(), right in fields()) {
        prop_assert_eq!(build(&left).cmp(&build(&right)), left.cmp(&right));
    }

    #[test]
    fn a_key_reads_back(fields in fields()) {
        let key = build(&fields);
        let mut reader = KeyReader::in_space(&key, SPACE).unwrap();
        let (text, bytes) = (reader.text().unwrap(), reader.bytes().unwrap());
        let (signed, number) = (reader.i64().unwrap(), reader.u64().unwrap());
        let read = (text, bytes, signed, number, reader.u8().unwrap());
        prop_assert_eq!(reader.u64_descending().unwrap(), read.3);
        reader.end().unwrap();
        prop_assert_eq!(read, fields);
    }

    #[test]
    fn a_reader_never_panics(key in prop::collection::vec(0u8..4, 0..12)) {
        if let Ok(mut reader) = KeyReader::in_space(&key, Keyspace(1)) {
            let _ = (reader.text(), reader.bytes(), reader.u32(), reader.end());
        }
    }
}
