//! What code imports that a runtime pack has and the package has not. A glance, not a parser: a pack
//! too many does no harm, and one that was overlooked is named by the function's first error.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use functions::Runtime;
use packs::{Language, holds};
use zip::ZipArchive;

use crate::files::{Kind, Tree};

const FILES_MAX: usize = 2_000;
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Modules of packs that the project's own files import and its package lacks. Blocking.
pub(crate) fn missing(own: &Tree, runtime: Runtime, package: &Path) -> Vec<String> {
    let (language, endings): (_, &[&str]) = match runtime {
        Runtime::Python { .. } => (Language::Python, &[".py"]),
        Runtime::Node { .. } => (Language::Node, &[".js", ".mjs", ".cjs"]),
        Runtime::Provided { .. } | Runtime::Http | Runtime::Wasm => return Vec::new(),
    };
    let mut wanted = BTreeSet::new();
    let code = own.entries.iter().filter(|(name, entry)| {
        let ours = !name.contains("node_modules/") && endings.iter().any(|end| name.ends_with(end));
        ours && matches!(entry.kind, Kind::File { .. })
    });
    for (_, entry) in code.take(FILES_MAX) {
        let mut text = Vec::new();
        let read = File::open(&entry.source)
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_end(&mut text));
        // What cannot be read is told when it is packed.
        if read.is_ok() {
            let text = String::from_utf8_lossy(&text);
            let mut heard = |module: &str| {
                if holds(language, module).is_some() {
                    wanted.insert(module.to_owned());
                }
            };
            match language {
                Language::Python => python(&text, &mut heard),
                Language::Node => node(&text, &mut heard),
            }
        }
    }
    if !wanted.is_empty() {
        let brought = names(package);
        wanted.retain(|module| !brought.iter().any(|name| brings(language, name, module)));
    }
    wanted.into_iter().collect()
}

/// `import a.b, c as d`, `from a.b import c`, wherever they stand.
fn python(text: &str, heard: &mut dyn FnMut(&str)) {
    for line in text.lines().map(str::trim_start) {
        if let Some(rest) = line.strip_prefix("from ") {
            heard(top(rest));
        } else if let Some(rest) = line.strip_prefix("import ") {
            rest.split(',').for_each(|one| heard(top(one)));
        }
    }
}

/// The first name of a dotted one.
fn top(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// `require('a')`, `import x from 'a'`, `import 'a'`, `import('a')`, `export … from 'a'`: every string
/// that follows one of these words.
fn node(text: &str, heard: &mut dyn FnMut(&str)) {
    for word in ["require", "from", "import"] {
        for (at, _) in text.match_indices(word) {
            let rest = text[at + word.len()..].trim_start();
            let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"' | '`')) else {
                continue;
            };
            let Some((module, _)) = rest[1..].split_once(quote) else { continue };
            let parts = if module.starts_with('@') { 2 } else { 1 };
            let end = module.match_indices('/').nth(parts - 1).map_or(module.len(), |(at, _)| at);
            heard(&module[..end]);
        }
    }
}

fn names(package: &Path) -> Vec<String> {
    let archive =
        File::open(package).ok().map(BufReader::new).and_then(|f| ZipArchive::new(f).ok());
    archive.map_or_else(Vec::new, |archive| {
        archive.file_names().flatten().map(Cow::into_owned).collect()
    })
}

/// Whether a file of the package is one of the module's.
fn brings(language: Language, name: &str, module: &str) -> bool {
    match language {
        Language::Python => {
            name.strip_prefix(module).is_some_and(|rest| rest.starts_with('/') || rest == ".py")
        }
        Language::Node => name
            .split_once("node_modules/")
            .and_then(|(_, below)| below.strip_prefix(module))
            .is_some_and(|rest| rest.starts_with('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Scan = fn(&str, &mut dyn FnMut(&str));

    fn heard(scan: Scan, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        scan(text, &mut |module| all.push(module.to_owned()));
        all
    }

    #[test]
    fn what_python_imports() {
        let text = "import os, boto3 as b\n  from botocore.config import Config\nx = 'import y'\n";
        assert_eq!(heard(python, text), ["os", "boto3", "botocore"]);
        assert_eq!(heard(python, "from . import a\nimport\nfromage = 1\nimported"), [""]);
    }

    #[test]
    fn what_node_imports() {
        let text = "const {A} = require( \"@aws-sdk/client-s3\" );\n\
                    import{B}from'@aws-sdk/lib-dynamodb/x';import 'side';\n\
                    await import(`later`); export * from \"./own.js\"; require(name)";
        let mut all = heard(node, text);
        all.sort();
        let expected = [".", "@aws-sdk/client-s3", "@aws-sdk/lib-dynamodb", "later", "side"];
        assert_eq!(all, expected);
        assert_eq!(heard(node, "import '"), [""; 0]);
    }

    #[test]
    fn what_a_package_brings() {
        assert!(brings(Language::Python, "boto3/__init__.py", "boto3"));
        assert!(brings(Language::Python, "six.py", "six"));
        assert!(!brings(Language::Python, "boto3_stubs/x.py", "boto3"));
        let file = "node_modules/@aws-sdk/client-s3/package.json";
        assert!(brings(Language::Node, file, "@aws-sdk/client-s3"));
        assert!(!brings(Language::Node, file, "@aws-sdk/client"));
    }
}
