//! Python's part: pip installs what is pinned, and each Python compiles it for itself.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::{Interpreter, TIME_MAX};
use crate::tool::{Failed, pip, run};
use crate::{Edition, Error};

const LIST: &str = "requirements.txt";
/// Where the files will be seen: bytecode says so, not where it was made.
const SEEN_AT: &str = "/var/runtime";

pub(super) async fn install(
    edition: &Edition,
    temp: &Path,
    files: &Path,
    interpreters: &[Interpreter],
) -> Result<(), Error> {
    let list = temp.join(LIST);
    let text = edition.lists.first().map_or("", |(_, text)| text);
    fs::write(&list, text).map_err(Error::io("write", &list))?;
    let mut last = None;
    for python in interpreters {
        let mut command = pip(&python.path);
        // Wheels alone: nothing of a package runs here.
        command
            .args(["--require-hashes", "--no-deps", "--only-binary", ":all:", "--target"])
            .arg(files)
            .arg("-r")
            .arg(&list)
            .current_dir(temp);
        let shown = format!("{} -m pip install --require-hashes", python.path.display());
        let Err(mut failed) = run(command, shown, TIME_MAX).await else { return Ok(()) };
        failed.remedy = remedy(&failed, python);
        let without_pip = said(&failed, "No module named pip");
        last = Some(failed);
        // Another of this machine's may have it; which one fetches makes no difference.
        if !without_pip {
            break;
        }
    }
    let edition = edition.to_string();
    let failed = last.ok_or_else(|| Error::NoInterpreter(edition.clone()))?;
    Err(Error::Install { edition, failed })
}

fn remedy(failed: &Failed, python: &Interpreter) -> String {
    let python = python.path.display();
    if said(failed, "No module named pip") {
        format!("install pip: `apt-get install python3-pip`, or `{python} -m ensurepip --user`")
    } else if said(failed, "DO NOT MATCH THE HASHES") {
        "what was fetched is not what is pinned: something changes packages on their way; look at \
         pip's settings with `pip config list`"
            .to_owned()
    } else {
        "if this machine cannot reach a package index: run `mayfly runtime pack aws -o aws.zip` on \
         one that can, and `mayfly runtime add aws --from aws.zip` here; or tell pip of an index \
         with `pip config set global.index-url URL`"
            .to_owned()
    }
}

fn said(failed: &Failed, words: &str) -> bool {
    failed.output.iter().any(|line| line.contains(words))
}

/// Bytecode saves each start some hundred milliseconds. What is not compiled only starts more slowly.
pub(super) async fn compile(files: &Path, interpreters: &[Interpreter]) {
    let mut series: Vec<u32> = Vec::new();
    for python in interpreters {
        if series.contains(&python.version.1) {
            continue;
        }
        series.push(python.version.1);
        let compiled = Command::new(&python.path)
            .args(["-I", "-S", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"])
            .arg("-s")
            .arg(files)
            .args(["-p", SEEN_AT])
            .arg(files)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .status();
        let _ = tokio::time::timeout(TIME_MAX, compiled).await;
    }
}
