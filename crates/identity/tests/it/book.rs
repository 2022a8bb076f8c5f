use std::os::unix::fs::PermissionsExt;

use identity::{Credentials, CredentialsBook};

fn keys(name: &str) -> Credentials {
    Credentials { access_key: name.into(), secret_key: "s".into(), session_token: None }
}

#[test]
fn each_endpoint_has_its_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mayfly/credentials.toml");
    assert!(CredentialsBook::load(&path).unwrap().get("http://127.0.0.1:4566").is_none());
    CredentialsBook::put(&path, "http://127.0.0.1:4566", &keys("A")).unwrap();
    CredentialsBook::put(&path, "http://127.0.0.1:9000/", &keys("B")).unwrap();
    CredentialsBook::put(&path, "http://127.0.0.1:4566", &keys("C")).unwrap();
    let book = CredentialsBook::load(&path).unwrap();
    for (endpoint, key) in [
        ("http://127.0.0.1:4566", "C"),
        ("http://localhost:4566/", "C"),
        ("127.0.0.1:4566", "C"),
        ("http://LOCALHOST:9000", "B"),
    ] {
        assert_eq!(book.get(endpoint), Some(&keys(key)), "{endpoint}");
    }
    assert!(book.get("http://localhostess:4566").is_none());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_broken_book_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.toml");
    std::fs::write(&path, "endpoints = 3").unwrap();
    let error = CredentialsBook::load(&path).unwrap_err().to_string();
    assert!(error.contains("mend the line or delete the file"), "{error}");
}
