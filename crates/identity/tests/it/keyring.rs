use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use functions::{Function, FunctionConfig, FunctionName, Label, Revision, VersionId};
use http::Request;
use http_body_util::Full;
use identity::{Claim, Credentials, Denied, Keyring, PayloadHash, Principal, Refused, Scope, sign};
use sha2::{Digest, Sha256};

fn ask(keys: &Keyring, credentials: &Credentials) -> Result<Principal, Refused> {
    let mut parts = Request::get("http://h/").body(()).unwrap().into_parts().0;
    let scope = Scope { region: "us-east-1", service: "mayfly" };
    let now = SystemTime::now();
    sign(&mut parts, PayloadHash::of(b""), credentials, scope, now).unwrap();
    let claim = Claim::read(&parts, now)?;
    keys.check(&claim, &parts, PayloadHash::of(b""))
}

fn function(name: &str) -> Function {
    Function {
        name: FunctionName::parse(name).unwrap(),
        app: None,
        label: Label::Latest,
        version: VersionId(1),
        config: FunctionConfig::new("provided".parse().unwrap(), "h"),
        package: blob::Hash::of(b""),
        package_bytes: 0,
        deployed_at_ms: 0,
        revision: Revision::default(),
        notes: Vec::new(),
    }
}

#[test]
fn keys_are_made_once_and_are_the_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.toml");
    let first = Keyring::open(&path).unwrap();
    let second = Keyring::open(&path).unwrap();
    assert_eq!(first.admin(), second.admin());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!format!("{first:?}").contains(&first.admin().secret_key));
}

#[test]
fn a_broken_file_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.toml");
    std::fs::write(&path, "account = 7").unwrap();
    let error = Keyring::open(&path).unwrap_err().to_string();
    assert!(error.contains("restore it from a backup"), "{error}");
}

#[test]
fn an_instances_keys_die_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
    let session = keys.session_of_function(&function("hello")).unwrap();
    let credentials = session.credentials().clone();
    let identity = ask(&keys, &credentials).unwrap().identity(keys.account());
    assert_eq!(identity.arn, "arn:aws:sts::000000000000:assumed-role/mayfly.hello/hello");

    let mut stolen = credentials.clone();
    stolen.session_token = Some("made-up".into());
    assert_eq!(ask(&keys, &stolen), Err(Refused::WrongToken));
    stolen.session_token = None;
    assert_eq!(ask(&keys, &stolen), Err(Refused::WrongToken));
    stolen = credentials.clone();
    stolen.secret_key = "made-up".into();
    assert_eq!(ask(&keys, &stolen), Err(Refused::Mismatch));

    drop(session);
    assert_eq!(ask(&keys, &credentials), Err(Refused::UnknownKey));
}

#[test]
fn a_session_may_end_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
    let minute = Duration::from_secs(60);
    let (past, future) = (SystemTime::now() - minute, SystemTime::now() + minute);
    let session = keys.session_until(Principal::Admin, future).unwrap();
    assert_eq!(ask(&keys, session.credentials()), Ok(Principal::Admin));
    let session = keys.session_until(Principal::Admin, past).unwrap();
    assert_eq!(ask(&keys, session.credentials()), Err(Refused::TokenExpired));
    let mut guess = session.credentials().clone();
    guess.secret_key = "guess".into();
    assert_eq!(ask(&keys, &guess), Err(Refused::Mismatch));
}

/// A browser is on this machine, the pages it shows are not.
#[tokio::test]
async fn an_open_platform_is_open_to_this_machine_and_not_to_the_web() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap().opened();
    let hash = hex::encode(Sha256::digest(b"zip"));
    let sizes = web::Sizes::in_dir(folder.path().join("spool"));
    let shares = web::Budget::open(sizes).unwrap().shares([]);
    let page = |origin: &str| Some(Refused::ForeignPage(origin.to_owned()));
    let host = |host: &str| Some(Refused::ForeignHost(host.to_owned()));
    let here = ("Host", "localhost:4566");
    for (path, headers, refused) in [
        ("/", &[here][..], None),
        ("/", &[here, ("Origin", "http://localhost:3000")], None),
        ("/", &[here, ("Origin", "https://evil.example")], page("https://evil.example")),
        ("/", &[here, ("Origin", "null")], page("null")),
        ("/", &[here, ("Sec-Fetch-Site", "cross-site")], page("another site")),
        ("/", &[("Host", "evil.example")], host("evil.example")),
        ("/", &[], host("nothing")),
        ("/fn/a/../b", &[here], Some(Refused::Detour(web::Detour::Dots))),
    ] {
        let mut request = Request::post(path).header("X-Amz-Content-Sha256", &hash);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let parts = request.body(()).unwrap().into_parts().0;
        let admitted = keys.admit(&parts, Full::new(Bytes::from("zip")), 3, &shares).await;
        let by_head = keys.admit_head(&parts);
        match refused {
            None => {
                assert_eq!(admitted.unwrap(), (Principal::Admin, Bytes::from("zip")));
                assert_eq!(by_head, Ok((Principal::Admin, PayloadHash::of(b"zip"))));
            }
            Some(refused) => {
                assert!(matches!(&admitted, Err(Denied::Refused(why)) if *why == refused));
                assert_eq!(by_head, Err(refused));
            }
        }
    }
}

/// Functions keep their own rights: those that come by their own door, and those with keys.
#[tokio::test]
async fn an_open_platform_is_not_open_to_functions() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap().opened();
    let session = keys.session(Principal::Admin).unwrap();
    let ask = |signed: bool, inside: bool| {
        let request = Request::get("/").header("Host", "127.0.0.1:4566").body(()).unwrap();
        let mut parts = request.into_parts().0;
        if signed {
            let scope = Scope { region: "us-east-1", service: "lambda" };
            let mut other = session.credentials().clone();
            other.secret_key = "another".into();
            sign(&mut parts, PayloadHash::of(b""), &other, scope, SystemTime::now()).unwrap();
        }
        let ip = "127.0.0.1".parse().unwrap();
        let peer = if inside { web::Peer::inside(ip, 1) } else { web::Peer::outside(ip) };
        parts.extensions.insert(peer);
        keys.is_open_to(&parts)
    };
    assert_eq!(
        [ask(false, false), ask(true, false), ask(false, true), ask(true, true)],
        [true, false, false, false]
    );
}

/// What a signature covers and what a request goes by are the same, or it is refused.
#[tokio::test]
async fn signed_paths_have_one_reading() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
    let sizes = web::Sizes::in_dir(folder.path().join("spool"));
    let shares = web::Budget::open(sizes).unwrap().shares([]);
    for (path, fine) in [
        ("/fn/evil/a", true),
        ("/fn/victim/../evil/a", false),
        ("/fn/victim/%2e%2e/evil/a", false),
        ("/fn//evil/a", false),
        ("/fn/./evil/a", false),
    ] {
        let request = Request::get(path).header("Host", "127.0.0.1:4566").body(()).unwrap();
        let mut parts = request.into_parts().0;
        let scope = Scope { region: "us-east-1", service: "lambda" };
        sign(&mut parts, PayloadHash::of(b""), keys.admin(), scope, SystemTime::now()).unwrap();
        let admitted = keys.admit(&parts, Full::new(Bytes::new()), 3, &shares).await;
        let refused = matches!(admitted, Err(Denied::Refused(Refused::Detour(_))));
        assert_eq!((admitted.is_ok(), refused), (fine, !fine), "{path}");
    }
}

#[test]
fn strangers_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::open(&folder.path().join("credentials.toml")).unwrap();
    let mut wrong = keys.admin().clone();
    wrong.secret_key = "guess".into();
    assert_eq!(ask(&keys, &wrong), Err(Refused::Mismatch));
    wrong.access_key = "AKIAGUESS".into();
    assert_eq!(ask(&keys, &wrong), Err(Refused::UnknownKey));
}
