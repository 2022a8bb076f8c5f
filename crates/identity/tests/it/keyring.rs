use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use functions::{Function, FunctionConfig, FunctionName, Label, Revision, VersionId};
use http::Request;
use identity::{Claim, Credentials, Keyring, PayloadHash, Principal, Refused, Scope, sign};

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
