//! What a function or a layer says itself of who may use it.

use std::collections::BTreeMap;

use functions::{ResourcePolicy, Revision};
use identity::policy::{Document, Kind};
use protocol::Unit;
use protocol::lambda::*;
use serde::{Deserialize, Serialize};

use super::Lambda;
use super::change::check_revision;
use super::code::{failed, invalid};
use super::layers::nothing;

/// As long as Lambda lets a policy be.
const POLICY_BYTES_MAX: usize = 20 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Text {
    version: String,
    id: String,
    statement: Vec<Statement>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: String,
    effect: String,
    principal: Principal,
    action: String,
    resource: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Principal {
    Everybody(String),
    One(BTreeMap<String, String>),
}

impl Principal {
    /// An account, somebody's ARN, a service, or everybody.
    fn read(text: &str) -> Self {
        let one = |kind: &str, who: String| Self::One(BTreeMap::from([(kind.to_owned(), who)]));
        match text {
            "*" => Self::Everybody("*".into()),
            account if account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) => {
                one("AWS", format!("arn:aws:iam::{account}:root"))
            }
            arn if arn.starts_with("arn:") => one("AWS", arn.to_owned()),
            service => one("Service", service.to_owned()),
        }
    }
}

impl Lambda {
    pub(super) async fn add_permission(
        &self,
        input: AddPermissionRequest,
    ) -> Result<AddPermissionResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        self.must_be_somebody(&input.principal)?;
        let statement = Statement {
            sid: input.statement_id.clone(),
            effect: "Allow".into(),
            principal: Principal::read(&input.principal),
            action: input.action.clone(),
            resource: self.qualified_arn(&named),
            condition: conditions(&input),
        };
        let key = named.qualifier.clone().unwrap_or_else(|| "$LATEST".into());
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            self.version(entry, &named)?;
            let policy = entry.settings.policies.get(&key);
            check_revision(
                input.revision_id.as_deref().filter(|_| policy.is_some()),
                policy.map(|policy| policy.revision).unwrap_or_default(),
                "GetPolicy",
            )?;
            let (policy, shown) = with(policy, statement)?;
            draft.settings()?.policies.insert(key, policy);
            Ok(AddPermissionResponse { statement: Some(shown) })
        })
        .await
    }

    /// A user or role of this account that is not there yet would be let in when it is made.
    fn must_be_somebody(&self, principal: &str) -> Result<(), Error> {
        let directory = self.access.directory();
        let prefix = format!("arn:aws:iam::{}:", directory.account());
        let there = match principal.strip_prefix(&prefix).and_then(|name| name.split_once('/')) {
            Some(("role", _)) => directory.role_by_arn(principal).is_some(),
            Some(("user", path)) => {
                let name = path.rsplit('/').next().unwrap_or_default();
                directory.user(name).is_ok_and(|user| directory.user_arn(&user) == principal)
            }
            _ => true,
        };
        if there { Ok(()) } else { Err(nobody()) }
    }

    pub(super) async fn remove_permission(
        &self,
        input: RemovePermissionRequest,
    ) -> Result<Unit, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let key = named.qualifier.clone().unwrap_or_else(|| "$LATEST".into());
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            let policy = entry.settings.policies.get(&key).ok_or_else(nothing)?;
            check_revision(input.revision_id.as_deref(), policy.revision, "GetPolicy")?;
            match without(policy, &input.statement_id)? {
                Some(policy) => draft.settings()?.policies.insert(key, policy),
                None => draft.settings()?.policies.remove(&key),
            };
            Ok(Unit)
        })
        .await
    }

    pub(super) async fn get_policy(
        &self,
        input: GetPolicyRequest,
    ) -> Result<GetPolicyResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        let key = named.qualifier.as_deref().unwrap_or("$LATEST");
        let policy = entry.settings.policies.get(key).ok_or_else(nothing)?;
        Ok(GetPolicyResponse {
            policy: Some(policy.document.clone()),
            revision_id: Some(policy.revision.to_string()),
        })
    }

    pub(super) async fn add_layer_version_permission(
        &self,
        input: AddLayerVersionPermissionRequest,
    ) -> Result<AddLayerVersionPermissionResponse, Error> {
        let layer = self.layer(&input.layer_name, input.version_number)?;
        self.must_be_somebody(&input.principal)?;
        let condition = input.organization_id.map(|id| {
            let equals = BTreeMap::from([("aws:PrincipalOrgID".to_owned(), id)]);
            BTreeMap::from([("StringEquals".to_owned(), equals)])
        });
        let statement = Statement {
            sid: input.statement_id,
            effect: "Allow".into(),
            principal: Principal::read(&input.principal),
            action: input.action,
            resource: self.layer_version_arn(&layer),
            condition: condition.unwrap_or_default(),
        };
        let (policy, shown) = with(layer.policy.as_ref(), statement)?;
        let revision = policy.revision.to_string();
        let set = self.layers.set_policy(&layer.name, layer.number, Some(policy)).await;
        set.map_err(failed)?.ok_or_else(nothing)?;
        Ok(AddLayerVersionPermissionResponse {
            statement: Some(shown),
            revision_id: Some(revision),
        })
    }

    pub(super) async fn remove_layer_version_permission(
        &self,
        input: RemoveLayerVersionPermissionRequest,
    ) -> Result<Unit, Error> {
        let layer = self.layer(&input.layer_name, input.version_number)?;
        let policy = layer.policy.as_ref().ok_or_else(nothing)?;
        let policy = without(policy, &input.statement_id)?;
        self.layers.set_policy(&layer.name, layer.number, policy).await.map_err(failed)?;
        Ok(Unit)
    }

    pub(super) async fn get_layer_version_policy(
        &self,
        input: GetLayerVersionPolicyRequest,
    ) -> Result<GetLayerVersionPolicyResponse, Error> {
        let layer = self.layer(&input.layer_name, input.version_number)?;
        let policy = layer.policy.as_ref().ok_or_else(nothing)?;
        Ok(GetLayerVersionPolicyResponse {
            policy: Some(policy.document.clone()),
            revision_id: Some(policy.revision.to_string()),
        })
    }
}

fn nobody() -> Error {
    invalid("The provided principal was invalid. Please check the principal and try again.")
}

fn conditions(input: &AddPermissionRequest) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut conditions: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut add = |operator: &str, key: &str, value: Option<String>| {
        if let Some(value) = value {
            conditions.entry(operator.into()).or_default().insert(key.into(), value);
        }
    };
    add("ArnLike", "AWS:SourceArn", input.source_arn.clone());
    add("StringEquals", "AWS:SourceAccount", input.source_account.clone());
    add("StringEquals", "aws:PrincipalOrgID", input.principal_org_id.clone());
    add("StringEquals", "lambda:EventSourceToken", input.event_source_token.clone());
    let auth = input.function_url_auth_type.map(|auth| auth.to_string());
    add("StringEquals", "lambda:FunctionUrlAuthType", auth);
    let by_url = input.invoked_via_function_url.map(|by_url| by_url.to_string());
    add("Bool", "lambda:InvokedViaFunctionUrl", by_url);
    conditions
}

/// The policy with one more statement, and that statement as it is told.
fn with(
    policy: Option<&ResourcePolicy>,
    statement: Statement,
) -> Result<(ResourcePolicy, String), Error> {
    let mut text = read(policy)?;
    if text.statement.iter().any(|one| one.sid == statement.sid) {
        let message = format!(
            "The statement id ({}) provided already exists. Please provide a new statement id, or \
             remove the existing statement.",
            statement.sid
        );
        return Err(Error::ResourceConflict { message });
    }
    let shown = serde_json::to_string(&statement).map_err(failed)?;
    text.statement.push(statement);
    let document = serde_json::to_string(&text).map_err(failed)?;
    if document.len() > POLICY_BYTES_MAX {
        let message = format!(
            "The final policy size ({}) is bigger than the limit ({POLICY_BYTES_MAX}).",
            document.len()
        );
        return Err(Error::PolicyLengthExceeded { message });
    }
    // Whoever is named must be somebody that policies can name.
    Document::parse(&document, Kind::Resource).map_err(|_| nobody())?;
    Ok((ResourcePolicy { document, revision: Revision::fresh() }, shown))
}

/// The policy with one statement less; none when it was the last.
fn without(policy: &ResourcePolicy, sid: &str) -> Result<Option<ResourcePolicy>, Error> {
    let mut text = read(Some(policy))?;
    let before = text.statement.len();
    text.statement.retain(|one| one.sid != sid);
    if text.statement.len() == before {
        let message = format!("Statement {sid} is not found in resource policy.");
        return Err(Error::ResourceNotFound { message });
    }
    if text.statement.is_empty() {
        return Ok(None);
    }
    let document = serde_json::to_string(&text).map_err(failed)?;
    Ok(Some(ResourcePolicy { document, revision: Revision::fresh() }))
}

fn read(policy: Option<&ResourcePolicy>) -> Result<Text, Error> {
    match policy {
        Some(policy) => serde_json::from_str(&policy.document).map_err(failed),
        None => {
            Ok(Text { version: "2012-10-17".into(), id: "default".into(), statement: Vec::new() })
        }
    }
}
