//! The roles functions have without anybody making them: one for each, with what its manifest says
//! under `uses`, and its own log.
//!
//! They are not stored. Each follows from the function as it is now, so that what a deploy takes
//! from a manifest is gone at once; nobody can change them in another way, or make one by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use functions::{Function, FunctionName, Use, UseAccess, UseKind};
use serde::Serialize;

use super::directory::{Listed, Page, lasting_id, page};
use super::record::{Face, Holdings, Role};
use super::written::Written;
use super::{Directory, DirectoryError, RoleSession, limits};
use crate::policy::Kind;

const PATH: &str = "/mayfly/";
const PREFIX: &str = "mayfly.";
const POLICY: &str = "uses";
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// None only if the text above were no policy.
static TRUSTED: LazyLock<Option<Written>> =
    LazyLock::new(|| Written::parse(TRUST, Kind::Trust).ok());

/// No role with such a name can be made or changed.
pub(super) fn check_name(name: &str) -> Result<(), DirectoryError> {
    let start = name.get(..PREFIX.len()).unwrap_or_default();
    match start.eq_ignore_ascii_case(PREFIX) {
        true => Err(DirectoryError::Unmodifiable(name.chars().take(limits::ROLE_NAME).collect())),
        false => Ok(()),
    }
}

/// What an instance runs with.
pub(crate) fn session(account: &str, function: &FunctionName, now_ms: u64) -> RoleSession {
    RoleSession::of_instance(account, &face(function, 0), &[], function, now_ms)
}

impl RoleSession {
    /// Whether its rights follow from a function's manifest.
    pub fn is_granted(&self) -> bool {
        self.session.role_path == PATH && check_name(&self.session.role_name).is_err()
    }
}

impl Directory {
    /// The ARN of the role a function has without one of its own.
    pub fn granted_arn(&self, function: &FunctionName) -> String {
        self.arn("role", &face(function, 0))
    }

    /// The role of this name, if there is such a function.
    pub(super) fn granted(&self, name: &str) -> Option<Arc<Role>> {
        let function = self.registry.get(name.strip_prefix(PREFIX)?)?;
        role(&function, &self.account).map(Arc::new)
    }

    /// Part of the list of all roles: those that somebody made, and those of functions without.
    pub fn list_roles(&self, part: &Page) -> Listed<Arc<Role>> {
        let index = self.index.load();
        let made =
            index.roles.iter().map(|(name, role)| (name.clone(), Listing::Made(role.clone())));
        let without = self.registry.list().into_iter();
        let without = without.filter(|function| function.config.declared.role.is_none());
        let granted = without
            .map(|function| (format!("{PREFIX}{}", function.name), Listing::Granted(function)));
        let all: BTreeMap<String, Listing> = made.chain(granted).collect();
        let Listed { items, marker } = page(&all, part, Listing::path);
        let role = |one: Listing| match one {
            Listing::Made(role) => Some(role),
            Listing::Granted(function) => role(&function, &self.account).map(Arc::new),
        };
        Listed { items: items.into_iter().filter_map(role).collect(), marker }
    }
}

/// A role before it is known whether anybody asks for it.
#[derive(Clone)]
enum Listing {
    Made(Arc<Role>),
    Granted(Arc<Function>),
}

impl Listing {
    fn path(&self) -> &str {
        match self {
            Self::Made(role) => &role.face.path,
            Self::Granted(_) => PATH,
        }
    }
}

fn face(function: &FunctionName, created_ms: u64) -> Face {
    let name = format!("{PREFIX}{function}");
    Face { path: PATH.into(), id: lasting_id("AROA", &name), name, created_ms }
}

fn role(function: &Function, account: &str) -> Option<Role> {
    let text = document(function, account);
    let document = Written::parse(&text, Kind::Identity).ok()?;
    Some(Role {
        face: face(&function.name, function.deployed_at_ms),
        description: format!("What the manifest of the function {} grants", function.name),
        max_session_s: limits::SESSION_SECONDS,
        trust: TRUSTED.clone()?,
        pins: BTreeMap::new(),
        tags: Vec::new(),
        boundary: None,
        holdings: Holdings {
            inline: BTreeMap::from([(POLICY.into(), document)]),
            ..Holdings::default()
        },
    })
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Granting<'a> {
    version: &'a str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: &'static str,
    action: Vec<&'static str>,
    resource: Vec<String>,
}

/// In every region: a platform is one.
fn document(function: &Function, account: &str) -> String {
    let logs = format!("arn:aws:logs:*:{account}:log-group:/aws/lambda/{}", function.name);
    let own = Statement {
        effect: "Allow",
        action: OWN_LOG.to_vec(),
        resource: vec![logs.clone(), format!("{logs}:*")],
    };
    let used = function.config.uses.iter().map(|used| Statement {
        effect: "Allow",
        action: actions(used),
        resource: resources(used, account),
    });
    let statement = std::iter::once(own).chain(used).collect();
    // Texts in lists always have a JSON form.
    serde_json::to_string(&Granting { version: "2012-10-17", statement }).unwrap_or_default()
}

const OWN_LOG: &[&str] = &[
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
];

/// What goes with every access, with reading, and with writing.
type Actions = [&'static [&'static str]; 3];

const FUNCTION: Actions =
    [&["lambda:InvokeAsync", "lambda:InvokeFunction", "lambda:InvokeFunctionUrl"], &[], &[]];
const TOPIC: Actions = [&["sns:GetTopicAttributes", "sns:Publish"], &[], &[]];
const QUEUE: Actions = [
    &["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
    &["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"],
    &["sqs:SendMessage"],
];
const BUCKET: Actions = [
    &["s3:GetBucketLocation"],
    &[
        "s3:GetObject",
        "s3:GetObjectAttributes",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:ListBucketVersions",
    ],
    &[
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ],
];
const TABLE: Actions = [
    &["dynamodb:DescribeTable"],
    &[
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:PartiQLSelect",
        "dynamodb:Query",
        "dynamodb:Scan",
    ],
    &[
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:PartiQLDelete",
        "dynamodb:PartiQLInsert",
        "dynamodb:PartiQLUpdate",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ],
];

fn actions(used: &Use) -> Vec<&'static str> {
    let [always, read, write] = match used.kind {
        UseKind::Function => FUNCTION,
        UseKind::Queue => QUEUE,
        UseKind::Topic => TOPIC,
        UseKind::Bucket => BUCKET,
        UseKind::Table => TABLE,
    };
    let (reads, writes) = (used.access != UseAccess::Write, used.access != UseAccess::Read);
    let parts = [(true, always), (reads, read), (writes, write)];
    parts.iter().filter(|(granted, _)| *granted).flat_map(|(_, part)| *part).copied().collect()
}

/// The thing itself, and what is in it.
fn resources(used: &Use, account: &str) -> Vec<String> {
    let name = &used.name;
    let (whole, within) = match used.kind {
        UseKind::Function => (format!("arn:aws:lambda:*:{account}:function:{name}"), ":*"),
        UseKind::Queue => (format!("arn:aws:sqs:*:{account}:{name}"), ""),
        UseKind::Topic => (format!("arn:aws:sns:*:{account}:{name}"), ""),
        UseKind::Bucket => (format!("arn:aws:s3:::{name}"), "/*"),
        UseKind::Table => (format!("arn:aws:dynamodb:*:{account}:table/{name}"), "/index/*"),
    };
    let inner = (!within.is_empty()).then(|| format!("{whole}{within}"));
    std::iter::once(whole).chain(inner).collect()
}
