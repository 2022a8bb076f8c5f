use blob::{BadHash, Hash};

const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

#[test]
fn a_hash_is_written_in_hex_and_read_back() {
    let hash = Hash::of(b"hello");
    assert_eq!(hash.to_string(), HELLO);
    assert_eq!(HELLO.parse(), Ok(hash));
    assert_eq!(format!("{hash:?}"), format!("Hash({HELLO})"));
    assert_eq!(Hash::from_bytes(*hash.as_bytes()), hash);
}

#[test]
fn only_one_spelling_is_read() {
    let not_hex = HELLO.replace("2c", "2g");
    let umlaut = HELLO.replace("2cf2", "2cé");
    let path = format!("../{}", &HELLO[3..]);
    let upper = HELLO.to_uppercase();
    let spaced = format!(" {HELLO}");
    for wrong in ["", "2c", &HELLO[1..], &not_hex, &umlaut, &path, &upper, &spaced] {
        assert_eq!(wrong.parse::<Hash>(), Err(BadHash), "{wrong:?}");
    }
}

#[test]
fn a_hash_is_text_in_json_and_bytes_in_postcard() {
    let hash = Hash::of(b"hello");
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(json, format!("\"{HELLO}\""));
    assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
    for wrong in ["\"2cf2\"", "7", "[1,2]", "null"] {
        let error = serde_json::from_str::<Hash>(wrong).unwrap_err().to_string();
        assert!(error.contains("64 lower-case hex digits"), "{error}");
    }

    let bytes = postcard::to_allocvec(&hash).unwrap();
    assert_eq!(bytes, hash.as_bytes());
    assert_eq!(postcard::from_bytes::<Hash>(&bytes).unwrap(), hash);
    postcard::from_bytes::<Hash>(&bytes[1..]).unwrap_err();
}
