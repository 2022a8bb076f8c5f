//! What a function's sandbox shows of this machine beside the system and the code.

use std::path::{Path, PathBuf};

use crate::{Found, Hosts, Interpreter};

/// The hosts' files, and the language's own prefix wherever it is installed. A program that brings
/// its own loop may be a script in any language the machine has.
pub(crate) fn shown(hosts: &Hosts, found: Option<&Found>) -> Vec<PathBuf> {
    let prefixes: Vec<PathBuf> = match found {
        Some(found) => prefix(&found.interpreter, hosts.root()).into_iter().collect(),
        None => crate::all()
            .iter()
            .filter_map(|one| prefix(one, hosts.root()))
            .filter(|path| path.exists())
            .collect(),
    };
    std::iter::once(hosts.root().to_owned()).chain(prefixes).collect()
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
