//! `requirements.txt`, installed by the pip of the interpreter that will run the function.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use packs::tool::{self, Failed};

use super::requirements::{Sources, sources};
use super::{Interpreter, copy, dependencies, key, platform, read};
use crate::Error;
use crate::files::{Ignore, Tree, walk};
use package::Limits;

pub(super) const LIST: &str = "requirements.txt";

#[derive(Debug)]
pub(super) struct Job {
    requirements: String,
    sources: Sources,
    /// The project's files, when some of them are installed.
    own: Option<Tree>,
}

impl Job {
    pub(super) fn of(code: &Path, limits: Limits) -> Result<Option<Self>, Error> {
        let Some(requirements) = read(code, LIST)? else { return Ok(None) };
        let sources = sources(&requirements).map_err(|unusable| {
            dependencies(code, &format!("{LIST}:{}", unusable.line), unusable.problem)
        })?;
        let own = match sources {
            Sources::Empty => return Ok(None),
            Sources::Project => {
                // The ignore file is about the package; what is installed may be left out of it.
                let ignore = Ignore::always().and("/node_modules/");
                Some(walk(code, &ignore, true, limits)?)
            }
            Sources::Registry | Sources::Outside => None,
        };
        Ok(Some(Self { requirements, sources, own }))
    }

    pub(super) fn key(&self, interpreter: &Interpreter) -> Option<String> {
        if self.sources == Sources::Outside {
            return None;
        }
        let own = self.own.as_ref().map(Tree::digest).unwrap_or_default();
        let version = interpreter.version.as_bytes();
        Some(key(&[b"pip 1", self.requirements.as_bytes(), version, platform().as_bytes(), &own]))
    }

    /// Installs below `temp` and returns the folder.
    pub(super) async fn install(
        &self,
        interpreter: &Interpreter,
        code: &Path,
        temp: &Path,
        time_max: Duration,
    ) -> Result<PathBuf, Error> {
        let (work, out) = (temp.join("work"), temp.join("out"));
        fs::create_dir(&work).map_err(Error::io("create the folder", &work))?;
        fs::create_dir(&out).map_err(Error::io("create the folder", &out))?;
        if let Some(own) = &self.own {
            copy(own, &work)?;
        }
        let (cwd, list) = match self.sources {
            Sources::Outside => (code, LIST.into()),
            _ => {
                let list = work.join(LIST);
                fs::write(&list, &self.requirements).map_err(Error::io("write", &list))?;
                (work.as_path(), list)
            }
        };
        let mut command = tool::pip(&interpreter.path);
        command.arg("--target").arg(&out).arg("-r").arg(&list).current_dir(cwd);
        let shown = format!("{} -m pip install --target … -r {LIST}", interpreter.path.display());
        if let Err(mut failed) = tool::run(command, shown, time_max).await {
            failed.remedy = remedy(&failed, interpreter);
            return Err(failed.into());
        }
        forget_where(&out)?;
        Ok(out)
    }
}

fn remedy(failed: &Failed, interpreter: &Interpreter) -> String {
    let said = |words: &str| failed.output.iter().any(|line| line.contains(words));
    let python = interpreter.path.display();
    if said("No module named pip") {
        format!(
            "install pip for this Python: `{python} -m ensurepip --user`, or \
             `apt-get install python3-pip`"
        )
    } else if said("No matching distribution") || said("Could not find a version") {
        format!(
            "correct the name or version in {LIST}; if it is right, the network may be down, or \
             there is no build of it for Python {}",
            interpreter.version
        )
    } else if said("error: command") || said("gcc") {
        "a package has to be compiled here: `apt-get install build-essential python3-dev`, or \
         choose a version that has a wheel"
            .to_owned()
    } else {
        format!("correct {LIST} as pip says, then deploy again")
    }
}

/// Removes pip's notes on where a local package was, which differ from one install to the next.
fn forget_where(out: &Path) -> Result<(), Error> {
    const NOTES: &[&str] = &["direct_url.json", "REQUESTED"];
    let entries = fs::read_dir(out).map_err(Error::io("read the folder", out))?;
    for info in entries.flatten().map(|entry| entry.path()) {
        if info.extension().is_none_or(|extension| extension != "dist-info") {
            continue;
        }
        for note in NOTES.iter().map(|note| info.join(note)).filter(|note| note.exists()) {
            fs::remove_file(&note).map_err(Error::io("remove", &note))?;
        }
        let record = info.join("RECORD");
        let Ok(text) = fs::read_to_string(&record) else { continue };
        let gone = |line: &str| {
            let file = line.split(',').next().and_then(|path| path.rsplit('/').next());
            file.is_some_and(|file| NOTES.contains(&file))
        };
        let kept: String = text.split_inclusive('\n').filter(|line| !gone(line)).collect();
        fs::write(&record, kept).map_err(Error::io("write", &record))?;
    }
    Ok(())
}
