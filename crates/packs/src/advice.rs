//! What to do about a module that is not there, from the words of the language that misses it.

use crate::{Language, holds};

const MANY: usize = 214;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    pub next: String,
    /// The pack that has the module, if one does.
    pub pack: Option<&'static str>,
}

/// What to do when an error's message says that a module is missing; nothing when it says something
/// else, or misses a file of the function's own.
pub fn advice(message: &str) -> Option<Advice> {
    if let Some(module) = quoted_after(message, "No module named ") {
        return python(module, message);
    }
    let words = ["Cannot find module ", "Cannot find package "];
    node(words.iter().find_map(|words| quoted_after(message, words))?)
}

fn python(module: &str, message: &str) -> Option<Advice> {
    let top = module.split('.').next().unwrap_or(module);
    // The handler's own file, or one beside it that is not where it is looked for.
    if quoted_after(message, "Unable to import module ").is_some_and(|own| own == module) {
        return None;
    }
    Some(of_pack(Language::Python, top).unwrap_or_else(|| {
        own(format!("add what brings {top} to requirements.txt beside the code, and deploy again"))
    }))
}

fn node(module: &str) -> Option<Advice> {
    if module.starts_with(['.', '/', '#']) || module.starts_with("file:") {
        return None;
    }
    let parts = if module.starts_with('@') { 2 } else { 1 };
    let end = module.match_indices('/').nth(parts - 1).map_or(module.len(), |(at, _)| at);
    let package = &module[..end];
    Some(of_pack(Language::Node, package).unwrap_or_else(|| {
        own(match package {
            "aws-sdk" => {
                "version 2 of the AWS SDK is in no runtime since Node 18: use the clients \
                          of version 3, such as @aws-sdk/client-s3, or add aws-sdk to \
                          package.json beside the code"
                    .to_owned()
            }
            _ => format!("add {package} to package.json beside the code, and deploy again"),
        })
    }))
}

fn of_pack(language: Language, module: &str) -> Option<Advice> {
    let pack = holds(language, module)?;
    let next = format!("run `mayfly runtime add {pack}`, which has {module} for all functions");
    Some(Advice { next, pack: Some(pack) })
}

fn own(next: String) -> Advice {
    Advice { next, pack: None }
}

/// The name in quotes that follows these words, if it is one that a module can have.
fn quoted_after<'a>(message: &'a str, words: &str) -> Option<&'a str> {
    let (_, rest) = message.split_once(words)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (name, _) = rest[1..].split_once(quote)?;
    let fine = |c: char| !c.is_whitespace() && !c.is_control() && c != '`';
    (!name.is_empty() && name.len() <= MANY && name.chars().all(fine)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: Option<&str>) {
        let next = advice(message).map(|advice| advice.next);
        assert_eq!(next.as_deref(), expected, "{message}");
    }

    #[test]
    fn what_a_pack_has_comes_with_it() {
        let boto3 = Some("run `mayfly runtime add aws`, which has boto3 for all functions");
        check("Unable to import module 'app': No module named 'boto3'", boto3);
        check("No module named 'boto3.dynamodb'", boto3);
        let s3 = "run `mayfly runtime add aws`, which has @aws-sdk/client-s3 for all functions";
        check("Error: Cannot find module '@aws-sdk/client-s3'\nRequire stack:\n- /x", Some(s3));
        let package = "Cannot find package '@aws-sdk/client-s3' imported from /var/task/index.mjs";
        check(package, Some(s3));
    }

    #[test]
    fn other_packages_are_the_functions_own() {
        let requests = "add what brings requests to requirements.txt beside the code, and deploy \
                        again";
        check("Unable to import module 'app': No module named 'requests'", Some(requests));
        let axios = "add axios to package.json beside the code, and deploy again";
        check("Cannot find module 'axios/lib/core'", Some(axios));
        let snow = "add @aws-sdk/client-snowball to package.json beside the code, and deploy again";
        check("Cannot find package '@aws-sdk/client-snowball' imported from /x", Some(snow));
        assert!(
            advice("Cannot find module 'aws-sdk'").unwrap().next.contains("no runtime since Node")
        );
    }

    #[test]
    fn files_of_the_function_and_other_errors_have_no_such_advice() {
        check("Unable to import module 'app': No module named 'app'", None);
        check("Cannot find module './lib/x'", None);
        check("Cannot find module '/var/task/x.mjs' imported from /var/task/index.mjs", None);
        check("division by zero", None);
        for odd in [
            "No module named ",
            "No module named 'x",
            "No module named 'a b'",
            "No module named ''",
        ] {
            check(odd, None);
        }
    }
}
