use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Request;
use http::request::Parts;
use identity::Keyring;

pub(crate) const DAY: &str = "20150830";
pub(crate) const TIME: &str = "20150830T123600Z";

/// The keys of the examples in the documentation of AWS.
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const S3_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// 2015-08-30, 12:36.
pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

/// 2013-05-24, 0:00.
pub(crate) fn s3_now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_369_353_600)
}

/// A platform whose owner has these keys.
pub(crate) fn owned_by(access_key: &str, secret_key: &str, token: Option<&str>) -> Keyring {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.toml");
    let mut keys = format!(
        "account = \"000000000000\"\naccess_key = \"{access_key}\"\nsecret_key = \"{secret_key}\"\n"
    );
    if let Some(token) = token {
        keys.push_str(&format!("session_token = \"{token}\"\n"));
    }
    std::fs::write(&path, keys).unwrap();
    Keyring::open(&path).unwrap()
}

pub(crate) fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Parts {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}
