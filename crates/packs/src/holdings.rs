//! Which modules packs hold.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::{AWS, EDITIONS, Language};

const PYTHON: &[&str] =
    &["boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"];

static NODE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let lists = EDITIONS.iter().filter(|edition| edition.language == Language::Node);
    lists.flat_map(|edition| locked(edition.list("package-lock.json"))).collect()
});

/// The pack that holds a module: `boto3`, or `@aws-sdk/client-s3`.
pub fn holds(language: Language, module: &str) -> Option<&'static str> {
    let held = match language {
        Language::Python => PYTHON.contains(&module),
        Language::Node => NODE.contains(module),
    };
    held.then_some(AWS)
}

/// What a lock file puts where everybody finds it.
fn locked(text: &str) -> Vec<String> {
    let lock: Value = serde_json::from_str(text).unwrap_or_default();
    let packages = lock.get("packages").and_then(Value::as_object);
    let names = packages.into_iter().flat_map(serde_json::Map::keys);
    let top = names.filter_map(|path| path.strip_prefix("node_modules/"));
    top.filter(|name| !name.contains("/node_modules/")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held() {
        assert_eq!(holds(Language::Python, "boto3"), Some(AWS));
        assert_eq!(holds(Language::Python, "numpy"), None);
        for module in ["@aws-sdk/client-s3", "@aws-sdk/lib-dynamodb", "@smithy/types"] {
            assert_eq!(holds(Language::Node, module), Some(AWS), "{module}");
        }
        assert_eq!(holds(Language::Node, "aws-sdk"), None);
        assert_eq!(holds(Language::Node, "@aws-sdk/client-snowball"), None);
    }
}
