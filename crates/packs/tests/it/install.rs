use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use packs::{EDITIONS, Error, Interpreter, Packs, Source, State};

/// A "Python" whose pip does what the script says, with the target in `$out`.
fn python(dir: &Path, script: &str) -> Interpreter {
    let path = dir.join("python3");
    let out = "while [ $# -gt 0 ]; do [ \"$1\" = --target ] && out=$2; shift; done";
    fs::write(&path, format!("#!/bin/sh\n{out}\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Interpreter { path, version: (3, 11, 0) }
}

fn room() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let packs = dir.path().join("packs");
    (dir, packs)
}

async fn install(packs: &Packs, python: Interpreter) -> Result<(), Error> {
    packs.install(&EDITIONS[0], &Source::Registry, &[python], &|_| ()).await
}

#[tokio::test]
async fn what_is_not_as_it_is_pinned_never_appears() {
    let (dir, place) = room();
    let packs = Packs::new(&place);
    let python = python(dir.path(), "mkdir -p $out/boto3; echo evil > $out/boto3/__init__.py");
    let error = install(&packs, python).await.unwrap_err();
    assert!(matches!(error, Error::Other { .. }), "{error}");
    assert_eq!(packs.find(packs::Language::Python, (3, 11, 0)), None);
    // Nothing is left of it.
    assert_eq!(fs::read_dir(place.join("tmp")).unwrap().count(), 0);
}

#[tokio::test]
async fn an_index_that_cannot_be_reached_is_told_with_a_way_out() {
    let (dir, place) = room();
    let packs = Packs::new(&place);
    let python = python(dir.path(), "echo 'ERROR: No matching distribution found' >&2; exit 1");
    let error = install(&packs, python).await.unwrap_err().to_string();
    assert!(error.contains("No matching distribution found"), "{error}");
    assert!(error.contains("mayfly runtime pack aws -o aws.zip"), "{error}");
    assert!(error.contains("mayfly runtime add aws --from aws.zip"), "{error}");
}

#[tokio::test]
async fn without_pip_it_is_said_how_to_get_it() {
    let (dir, place) = room();
    let python = python(dir.path(), "echo 'No module named pip' >&2; exit 1");
    let error = install(&Packs::new(place), python).await.unwrap_err().to_string();
    assert!(error.contains("apt-get install python3-pip"), "{error}");
}

#[tokio::test]
async fn the_listing_tells_how_it_went() {
    let (dir, place) = room();
    let packs = Packs::new(place);
    let state = || packs.list().remove(0).state;
    assert_eq!(state(), State::Absent);
    let python = python(dir.path(), "sleep 0.2; exit 3");
    packs.begin(&EDITIONS[0], Source::Registry, vec![python]);
    assert!(matches!(state(), State::Installing { .. }));
    for _ in 0..200 {
        if !matches!(state(), State::Installing { .. }) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(matches!(state(), State::Failed(why) if why.contains("exit code 3")));
}

#[tokio::test]
async fn a_bundle_that_is_none_is_refused() {
    let (dir, place) = room();
    let file = dir.path().join("aws.zip");
    fs::write(&file, "no zip").unwrap();
    let python = python(dir.path(), "exit 1");
    let packs = Packs::new(place);
    let source = Source::Bundle(Arc::new(fs::File::open(file).unwrap()));
    let error = packs.install(&EDITIONS[0], &source, &[python], &|_| ()).await.unwrap_err();
    assert!(matches!(error, Error::Bundle(_)), "{error}");
}
