//! What a function's sandbox shows of this machine beside the system and the code.

use std::path::{Path, PathBuf};

use sandbox::Placed;

use crate::{Found, Hosts, Interpreter};

/// Where programs see their language, and the platform's part in it, as on Lambda: not where they are
/// on this machine.
pub(crate) const LANGUAGE: &str = "/var/lang";
const HOSTS: &str = "/var/runtime";

/// Places, as they are on the host and moved elsewhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) read_only: Vec<PathBuf>,
    pub(crate) placed: Vec<Placed>,
}

/// The hosts' files, and the language's own prefix wherever it is installed. A program that brings
/// its own loop may be a script in any language the machine has, and then its first line names where
/// that is: so those stay where they are.
pub(crate) fn shown(hosts: &Hosts, found: Option<&Found>) -> Shown {
    let mut shown = Shown::default();
    shown.placed.push(Placed { host: hosts.root().to_owned(), seen: HOSTS.into() });
    match found.map(|found| &found.interpreter) {
        Some(one) => match prefix(one, hosts.root()) {
            Some(prefix) if one.path != prefix && !prefix.starts_with("/usr") => {
                shown.placed.push(Placed { host: prefix, seen: LANGUAGE.into() });
            }
            prefix => shown.read_only.extend(prefix),
        },
        None => {
            let prefixes = crate::all().iter().filter_map(|one| prefix(one, hosts.root()));
            shown.read_only.extend(prefixes.filter(|path| path.exists()));
        }
    }
    shown
}

/// Where a language is installed: two steps up from its program. The program alone, where that
/// would show things that are not the language's.
fn prefix(interpreter: &Interpreter, private: &Path) -> Option<PathBuf> {
    let program = &interpreter.path;
    let prefix = program.parent()?.parent()?;
    let is_own = program.parent()?.ends_with("bin") && prefix.join("lib").is_dir();
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let holds_others = [home.as_path(), private, Path::new("/root")]
        .iter()
        .any(|place| !place.as_os_str().is_empty() && place.starts_with(prefix));
    // A home's own folder for programs is full of what else its owner keeps there.
    let is_local = prefix.ends_with(".local");
    let own = is_own && !holds_others && !is_local;
    Some(if own { prefix.to_owned() } else { program.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpreters::Language;

    #[test]
    fn programs_do_not_learn_where_their_language_is() {
        let dir = tempfile::tempdir().unwrap();
        let hosts = Hosts::install(&dir.path().join("data")).unwrap();
        let hidden = Placed { host: hosts.root().to_owned(), seen: HOSTS.into() };
        let check = |program: &Path, expected: Shown| {
            let interpreter = Interpreter {
                language: Language::Python,
                path: program.to_owned(),
                version: (3, 11, 0),
            };
            let found = Found { interpreter, note: None };
            assert_eq!(shown(&hosts, Some(&found)), expected, "{}", program.display());
        };
        std::fs::create_dir_all(dir.path().join("versions/3.11/lib")).unwrap();
        let language = Placed { host: dir.path().join("versions/3.11"), seen: LANGUAGE.into() };
        let both = vec![hidden.clone(), language];
        check(
            &dir.path().join("versions/3.11/bin/python3"),
            Shown { read_only: vec![], placed: both },
        );
        check(
            Path::new("/usr/bin/python3"),
            Shown { read_only: vec!["/usr".into()], placed: vec![hidden] },
        );
    }

    #[test]
    fn a_language_is_shown_with_its_library_and_without_its_neighbours() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        let check = |program: &str, private: &str, expected: &str| {
            let path = root.join(program);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            let one = Interpreter { language: Language::Python, path, version: (3, 11, 0) };
            assert_eq!(prefix(&one, &root.join(private)), Some(root.join(expected)), "{program}");
        };
        for lib in ["a/3.11/lib", "srv/lib", "b/.local/lib"] {
            std::fs::create_dir_all(root.join(lib)).unwrap();
        }
        check("a/3.11/bin/python3.11", "srv/data", "a/3.11");
        // The platform's data lies in the same folder.
        check("srv/bin/python3", "srv/data", "srv/bin/python3");
        check("b/.local/bin/node", "srv/data", "b/.local/bin/node");
        // Not installed as languages are: no library beside it.
        check("tools/bin/node", "srv/data", "tools/bin/node");
        check("a/3.11/python", "srv/data", "a/3.11/python");
    }
}
