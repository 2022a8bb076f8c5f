//! Managed policies that are always there, under the names AWS gives them.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::directory::lasting_id;
use super::index::{Named, lower};
use super::record::{Face, Managed, PolicyVersion};
use super::written::Written;
use crate::policy::Kind;

const ROOT: &str = "arn:aws:iam::aws:policy";
/// When AWS made most of them: 2015-02-06.
const CREATED_MS: u64 = 1_423_180_800_000;

/// Their documents, one JSON object by path and name.
const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("/", "AdministratorAccess", include_str!("builtin/AdministratorAccess.json")),
    ("/", "PowerUserAccess", include_str!("builtin/PowerUserAccess.json")),
    ("/", "ReadOnlyAccess", include_str!("builtin/ReadOnlyAccess.json")),
    ("/", "AWSLambda_FullAccess", include_str!("builtin/AWSLambda_FullAccess.json")),
    ("/", "AWSLambda_ReadOnlyAccess", include_str!("builtin/AWSLambda_ReadOnlyAccess.json")),
    (
        "/service-role/",
        "AWSLambdaBasicExecutionRole",
        include_str!("builtin/AWSLambdaBasicExecutionRole.json"),
    ),
    ("/service-role/", "AWSLambdaRole", include_str!("builtin/AWSLambdaRole.json")),
    (
        "/service-role/",
        "AWSLambdaSQSQueueExecutionRole",
        include_str!("builtin/AWSLambdaSQSQueueExecutionRole.json"),
    ),
    (
        "/service-role/",
        "AWSLambdaDynamoDBExecutionRole",
        include_str!("builtin/AWSLambdaDynamoDBExecutionRole.json"),
    ),
    (
        "/service-role/",
        "AWSLambdaKinesisExecutionRole",
        include_str!("builtin/AWSLambdaKinesisExecutionRole.json"),
    ),
    (
        "/service-role/",
        "AWSLambdaVPCAccessExecutionRole",
        include_str!("builtin/AWSLambdaVPCAccessExecutionRole.json"),
    ),
    ("/", "AmazonS3FullAccess", include_str!("builtin/AmazonS3FullAccess.json")),
    ("/", "AmazonS3ReadOnlyAccess", include_str!("builtin/AmazonS3ReadOnlyAccess.json")),
    ("/", "AmazonSQSFullAccess", include_str!("builtin/AmazonSQSFullAccess.json")),
    ("/", "AmazonDynamoDBFullAccess", include_str!("builtin/AmazonDynamoDBFullAccess.json")),
    ("/", "AmazonSNSFullAccess", include_str!("builtin/AmazonSNSFullAccess.json")),
    ("/", "CloudWatchLogsFullAccess", include_str!("builtin/CloudWatchLogsFullAccess.json")),
    ("/", "IAMFullAccess", include_str!("builtin/IAMFullAccess.json")),
    ("/", "IAMReadOnlyAccess", include_str!("builtin/IAMReadOnlyAccess.json")),
];

static ALL: LazyLock<Named<Managed>> = LazyLock::new(|| {
    // Every one of them is read by a test.
    let policies = DOCUMENTS.iter().filter_map(|(path, name, text)| managed(path, name, text));
    policies.map(|policy| (lower(&policy.face.name), Arc::new(policy))).collect()
});

/// By their names in lower case.
pub(super) fn all() -> &'static Named<Managed> {
    &ALL
}

pub(super) fn find(wanted: &str) -> Option<Arc<Managed>> {
    let name = wanted.strip_prefix(ROOT)?.rsplit('/').next()?;
    ALL.get(&lower(name)).filter(|policy| arn(policy) == wanted).cloned()
}

pub(super) fn arn(policy: &Managed) -> String {
    format!("{ROOT}{}{}", policy.face.path, policy.face.name)
}

/// Whether it is one of these, and not one of the account with the same name.
pub(super) fn owns(policy: &Managed) -> bool {
    ALL.get(&lower(&policy.face.name)).is_some_and(|own| own.face.id == policy.face.id)
}

fn managed(path: &str, name: &str, text: &str) -> Option<Managed> {
    let document = Written::parse(text.trim_end(), Kind::Identity).ok()?;
    let face = Face {
        name: name.into(),
        path: path.into(),
        id: lasting_id("ANPA", name),
        created_ms: CREATED_MS,
    };
    let version = PolicyVersion { created_ms: CREATED_MS, document };
    Some(Managed {
        face,
        description: String::new(),
        tags: Vec::new(),
        updated_ms: CREATED_MS,
        versions: BTreeMap::from([(1, version)]),
        default: 1,
        last: 1,
    })
}
