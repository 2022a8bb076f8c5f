//! Node's part: npm installs what its lock file pins.

use std::fs;
use std::path::Path;

use super::{Interpreter, TIME_MAX};
use crate::tool::{Failed, npm, run};
use crate::{Edition, Error};

pub(super) async fn install(
    edition: &Edition,
    temp: &Path,
    files: &Path,
    interpreters: &[Interpreter],
) -> Result<(), Error> {
    let Some(node) = interpreters.first() else {
        return Err(Error::NoInterpreter(edition.versions()));
    };
    let work = temp.join("work");
    fs::create_dir(&work).map_err(Error::io("create the folder", &work))?;
    for (name, text) in edition.lists {
        let path = work.join(name.rsplit('/').next().unwrap_or(name));
        fs::write(&path, text).map_err(Error::io("write", &path))?;
    }
    let (mut command, npm) = npm(&node.path);
    // Without scripts: nothing of a package runs here.
    command.args(["ci", "--omit=dev", "--ignore-scripts", "--no-bin-links"]);
    command.args(["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]).current_dir(&work);
    if let Err(mut failed) = run(command, format!("{npm} ci"), TIME_MAX).await {
        failed.remedy = remedy(&failed);
        return Err(Error::Install { edition: edition.to_string(), failed });
    }
    fs::create_dir(files).map_err(Error::io("create the folder", files))?;
    let (from, to) = (work.join("node_modules"), files.join("node_modules"));
    fs::rename(&from, &to).map_err(Error::io("move", &from))
}

fn remedy(failed: &Failed) -> String {
    let said = |words: &str| failed.output.iter().any(|line| line.contains(words));
    if failed.reason.contains("could not be started") {
        "install npm: `apt-get install npm`, or `nvm install 22`, which brings it".to_owned()
    } else if said("EINTEGRITY") {
        "what was fetched is not what is pinned: something changes packages on their way; look at \
         npm's settings with `npm config list`"
            .to_owned()
    } else {
        "if this machine cannot reach a registry: run `mayfly runtime pack aws -o aws.zip` on one \
         that can, and `mayfly runtime add aws --from aws.zip` here; or tell npm of a registry \
         with `npm config set registry URL`"
            .to_owned()
    }
}
