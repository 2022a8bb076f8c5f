//! Names of models as names of Rust.

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
        "type" | "match" | "use" | "ref" | "as" | "in" | "where" | "enum" | "default" => {
            format!("r#{name}")
        }
        _ => name,
    }
}

/// A type's name: the model's, with a large letter first.
pub(super) fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
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
    if name.is_empty() { "Star".to_owned() } else { name }
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
        ] {
            assert_eq!(variant(value), wanted);
        }
    }
}
