//! Names of models as names of Rust.

use std::collections::{BTreeMap, BTreeSet};

/// `FunctionName`, `logGroupName`, `KMSKeyArn`, `S3Bucket` → `function_name`, `kms_key_arn`, …
pub(super) fn snake(name: &str) -> String {
    words(name).join("_").to_lowercase()
}

pub(super) fn shouting(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// A field's name, also where the model's is a word of Rust.
pub(super) fn field(name: &str) -> String {
    let name = snake(name);
    match name.as_str() {
        "as" | "async" | "await" | "break" | "const" | "continue" | "do" | "else" | "enum"
        | "false" | "final" | "fn" | "for" | "if" | "impl" | "in" | "let" | "loop" | "macro"
        | "match" | "mod" | "move" | "override" | "priv" | "pub" | "ref" | "return" | "static"
        | "struct" | "trait" | "true" | "try" | "type" | "typeof" | "unsafe" | "use"
        | "virtual" | "where" | "while" | "yield" => format!("r#{name}"),
        _ => name,
    }
}

/// A type's name: the model's, with a large letter first.
pub(super) fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Names of types that are taken in a service's module.
const TAKEN: &[&str] = &[
    "BTreeMap",
    "Box",
    "Bytes",
    "Err",
    "Error",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Result",
    "Some",
    "Streamed",
    "String",
    "Timestamp",
    "Vec",
];

/// The names of a model's shapes in Rust, no two alike.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: BTreeMap<String, String>,
    types: BTreeMap<String, String>,
}

impl Names {
    /// Of all shapes of the model, used or not: a name must not change when an operation is added.
    pub(super) fn of<'a>(shapes: impl Iterator<Item = &'a str>) -> Self {
        let shapes: BTreeSet<_> = shapes.collect();
        let mut names = Self::default();
        let (mut tables, mut types) = (BTreeSet::new(), BTreeSet::new());
        for shape in shapes {
            let table = unlike(shouting(shape), "_AGAIN", &mut tables);
            let taken = TAKEN.contains(&pascal(shape).as_str());
            let wanted = pascal(shape) + if taken { "Shape" } else { "" };
            names.tables.insert(shape.to_owned(), table);
            names.types.insert(shape.to_owned(), unlike(wanted, "Again", &mut types));
        }
        names
    }

    /// The name of a shape's table.
    pub(super) fn table(&self, shape: &str) -> String {
        self.tables.get(shape).cloned().unwrap_or_else(|| shouting(shape))
    }

    /// The name of a shape's type.
    pub(super) fn rust(&self, shape: &str) -> String {
        self.types.get(shape).cloned().unwrap_or_else(|| pascal(shape))
    }
}

fn unlike(mut name: String, more: &str, taken: &mut BTreeSet<String>) -> String {
    while !taken.insert(name.clone()) {
        name += more;
    }
    name
}

/// A variant's name: `python3.9` → `Python3_9`, `x86_64` → `X86_64`, `ACTIVE` → `Active`.
pub(super) fn variant(value: &str) -> String {
    let mut name = String::new();
    for part in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let between_digits = name.ends_with(|c: char| c.is_ascii_digit())
            && part.starts_with(|c: char| c.is_ascii_digit());
        if between_digits {
            name.push('_');
        }
        let shouted = part.chars().all(|c| !c.is_ascii_lowercase());
        let part = if shouted { part.to_ascii_lowercase() } else { part.to_owned() };
        name.push_str(&pascal(&part));
    }
    match name.as_str() {
        "" => "Star".to_owned(),
        "Self" => "Itself".to_owned(),
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => format!("_{digits}"),
        _ => name,
    }
}

fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let starts = match before {
            None => true,
            Some(before) if c.is_ascii_uppercase() => {
                before.is_ascii_lowercase()
                    || (before.is_ascii_digit() && after.is_some_and(char::is_ascii_lowercase))
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            }
            Some(_) => false,
        };
        if !c.is_ascii_alphanumeric() {
            words.push(String::new());
        } else if starts {
            words.push(c.to_string());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_words_with_lines_between() {
        for (name, wanted) in [
            ("FunctionName", "function_name"),
            ("logGroupName", "log_group_name"),
            ("KMSKeyArn", "kms_key_arn"),
            ("S3Bucket", "s3_bucket"),
            ("CodeSha256", "code_sha256"),
            ("UUID", "uuid"),
            ("VpcId", "vpc_id"),
            ("Ipv6AllowedForDualStack", "ipv6_allowed_for_dual_stack"),
            ("EC2ErrorCode", "ec2_error_code"),
            ("Type", "r#type"),
            ("retryAfterSeconds", "retry_after_seconds"),
        ] {
            assert_eq!(field(name), wanted);
        }
        assert_eq!(shouting("tagKeyListType"), "TAG_KEY_LIST_TYPE");
        assert_eq!(pascal("statusType"), "StatusType");
    }

    #[test]
    fn no_two_shapes_have_one_name() {
        let names = Names::of(["RoleARN", "RoleArn", "Error", "roleArn"].into_iter());
        let tables = ["RoleARN", "RoleArn", "roleArn"].map(|shape| names.table(shape));
        assert_eq!(tables, ["ROLE_ARN", "ROLE_ARN_AGAIN", "ROLE_ARN_AGAIN_AGAIN"]);
        let types = ["RoleARN", "RoleArn", "Error", "roleArn"].map(|shape| names.rust(shape));
        assert_eq!(types, ["RoleARN", "RoleArn", "ErrorShape", "RoleArnAgain"]);
    }

    #[test]
    fn variants_are_names_of_rust() {
        for (value, wanted) in [
            ("ACTIVE", "Active"),
            ("InProgress", "InProgress"),
            ("python3.9", "Python3_9"),
            ("python3.12", "Python3_12"),
            ("nodejs4.3-edge", "Nodejs4_3Edge"),
            ("java8.al2", "Java8Al2"),
            ("x86_64", "X86_64"),
            ("AWS_IAM", "AwsIam"),
            ("*", "Star"),
            ("SELF", "Itself"),
            ("7d", "_7d"),
        ] {
            assert_eq!(variant(value), wanted);
        }
    }
}
