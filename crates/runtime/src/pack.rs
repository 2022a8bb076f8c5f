//! The runtime pack that a function sees, and what becomes of an error that misses a module.

use std::fs;
use std::io;
use std::path::Path;

use packs::Advice;
use serde::Deserialize;

use crate::Failure;

/// Where code that is not sandboxed finds packages: Node looks beside each directory that the code is
/// in. A link there leads to the pack's.
pub(crate) fn lay_link(code: &Path, pack: &Path) -> io::Result<()> {
    let modules = pack.join("node_modules");
    let Some(parent) = code.parent().filter(|_| modules.is_dir()) else { return Ok(()) };
    let link = parent.join("node_modules");
    if fs::read_link(&link).is_ok_and(|there| there == modules) {
        return Ok(());
    }
    let fresh = parent.join(format!("node_modules.{}", uuid::Uuid::new_v4().simple()));
    std::os::unix::fs::symlink(&modules, &fresh)?;
    fs::rename(&fresh, &link)
}

/// What to do about a failure that says that a module is missing.
pub(crate) fn advice(failure: &Failure) -> Option<Advice> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Said {
        error_message: String,
    }
    let (Failure::Function(json) | Failure::Init(json)) = failure else { return None };
    let said: Said = serde_json::from_slice(json).ok()?;
    packs::advice(&said.error_message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_follows_the_pack() {
        let dir = tempfile::tempdir().unwrap();
        let code = dir.path().join("code/abc");
        fs::create_dir_all(&code).unwrap();
        let link = dir.path().join("code/node_modules");
        lay_link(&code, &dir.path().join("none")).unwrap();
        assert!(fs::read_link(&link).is_err());
        for pack in ["one", "two", "two"] {
            let pack = dir.path().join(pack);
            fs::create_dir_all(pack.join("node_modules")).unwrap();
            lay_link(&code, &pack).unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), pack.join("node_modules"));
        }
        assert_eq!(fs::read_dir(dir.path().join("code")).unwrap().count(), 2);
    }

    #[test]
    fn only_a_missing_module_has_advice() {
        let says = |text: &str| {
            advice(&Failure::Function(format!("{{\"errorMessage\":\"{text}\"}}").into()))
        };
        assert!(says("No module named 'boto3'").unwrap().next.starts_with("run `mayfly runtime"));
        assert_eq!(says("division by zero"), None);
        assert_eq!(advice(&Failure::Function("no json".into())), None);
        assert_eq!(advice(&Failure::OutOfMemory), None);
    }
}
