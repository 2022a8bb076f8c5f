//! What policies would decide, without anything being done.

use std::sync::Arc;

use identity::policy::{
    Caller, Context, Decision, Document, Kind, Matched, Policies, Policy, Request, Source, Verdict,
    evaluate,
};
use protocol::Fault;
use protocol::iam::{
    ContextEntry, Error, EvaluationResult, PermissionsBoundaryDecisionDetail,
    PolicyEvaluationDecisionType, PolicySourceType, SimulateCustomPolicyRequest,
    SimulatePolicyResponse, SimulatePrincipalPolicyRequest, Statement,
};

use super::Iam;
use super::page::Page;
use super::source::Holding;
use crate::directory::invalid;

/// Together, in bytes: the policies that come with a request, and what it says of the context.
const POLICIES_MAX: usize = 128 * 1024;
const CONTEXT_MAX: usize = 16 * 1024;
/// How much may be looked at for one page, in bytes; what is more work comes on the next.
const LOOKED_AT_MAX: usize = 4 * 1024 * 1024;
/// What a statement counts as, whatever it says.
const STATEMENT_BYTES: usize = 64;

/// Everything a simulation needs, apart from the directory.
struct Simulation {
    caller: Caller,
    policies: Policies,
    kind: PolicySourceType,
    context: Context,
    actions: Vec<String>,
    resources: Vec<String>,
    /// The length of what came with the request.
    bytes: usize,
}

/// The policies that come with a request.
struct Given {
    identity: Vec<String>,
    boundary: Option<Vec<String>>,
    resource: Option<String>,
}

impl Iam {
    pub(super) async fn simulate_custom_policy(
        &self,
        input: SimulateCustomPolicyRequest,
    ) -> Result<SimulatePolicyResponse, Error> {
        if input.ordered_organization_policy_input_list.is_some_and(|list| !list.is_empty()) {
            return Err(unsupported("OrderedOrganizationPolicyInputList"));
        }
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let caller = match &input.caller_arn {
            Some(arn) => self.caller_named(arn)?,
            None => self.anybody(),
        };
        let given = Given {
            identity: input.policy_input_list,
            boundary: input.permissions_boundary_policy_input_list,
            resource: input.resource_policy,
        };
        let (context, context_bytes) = context(input.context_entries)?;
        let simulation = Simulation {
            caller,
            bytes: given.bytes()? + context_bytes,
            policies: given.join(Policies::default())?,
            kind: PolicySourceType::None,
            context,
            actions: input.action_names,
            resources: input.resource_arns.unwrap_or_default(),
        };
        simulation.run(page).await
    }

    pub(super) async fn simulate_principal_policy(
        &self,
        input: SimulatePrincipalPolicyRequest,
    ) -> Result<SimulatePolicyResponse, Error> {
        if input.policy_exclusion_list.is_some_and(|list| !list.is_empty()) {
            return Err(unsupported("PolicyExclusionList"));
        }
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let Holding { caller, policies, kind } = self.holding(&input.policy_source_arn)?;
        let caller = match &input.caller_arn {
            Some(arn) => self.caller_named(arn)?,
            None => caller,
        };
        let given = Given {
            identity: input.policy_input_list.unwrap_or_default(),
            boundary: input.permissions_boundary_policy_input_list,
            resource: input.resource_policy,
        };
        let (context, context_bytes) = context(input.context_entries)?;
        let simulation = Simulation {
            caller,
            bytes: given.bytes()? + context_bytes,
            policies: given.join(policies)?,
            kind,
            context,
            actions: input.action_names,
            resources: input.resource_arns.unwrap_or_default(),
        };
        simulation.run(page).await
    }
}

impl Given {
    fn bytes(&self) -> Result<usize, Error> {
        let all = self.identity.iter().chain(self.boundary.iter().flatten()).chain(&self.resource);
        within(all.map(String::len).sum(), POLICIES_MAX, "policies")
    }

    /// Adds these policies to those there are; a boundary takes the place of another.
    fn join(self, mut policies: Policies) -> Result<Policies, Error> {
        let named = |list: &str, at: usize| format!("{list}.{}", at + 1);
        for (at, text) in self.identity.iter().enumerate() {
            let name = named("PolicyInputList", at);
            policies.identity.push(parsed(name, text, Kind::Identity)?);
        }
        match self.boundary.as_deref() {
            None | Some([]) => {}
            Some([text]) => {
                let name = named("PermissionsBoundaryPolicyInputList", 0);
                policies.boundary = Some(parsed(name, text, Kind::Identity)?);
            }
            Some(_) => {
                let message = "There can be one permissions boundary at most.".into();
                return Err(Error::InvalidInput { message });
            }
        }
        if let Some(text) = &self.resource {
            policies.resource.push(parsed("ResourcePolicy".into(), text, Kind::Resource)?);
        }
        Ok(policies)
    }
}

impl Simulation {
    async fn run(mut self, page: Page) -> Result<SimulatePolicyResponse, Error> {
        if self.resources.is_empty() {
            self.resources.push("*".into());
        }
        let first = match &page.after {
            None => 0,
            Some(after) => after.parse::<usize>().map_err(|_| invalid("Invalid Marker."))?,
        };
        let run = tokio::task::spawn_blocking(move || self.part(first, page.most));
        Ok(run.await.map_err(|_| Fault::internal())?)
    }

    /// Every action on every resource, in the order of the request.
    fn part(&self, first: usize, most: usize) -> SimulatePolicyResponse {
        let all = self.actions.len().saturating_mul(self.resources.len());
        let fitting = LOOKED_AT_MAX / (self.bytes + STATEMENT_BYTES * self.statements()).max(1);
        let most = most.min(fitting.max(1));
        let end = first.saturating_add(most).min(all);
        let results = (first.min(end)..end).filter_map(|at| {
            let action = self.actions.get(at / self.resources.len())?;
            Some(self.result(action, self.resources.get(at % self.resources.len())?))
        });
        SimulatePolicyResponse {
            evaluation_results: Some(results.collect()),
            is_truncated: Some(end < all),
            marker: (end < all).then(|| hex::encode(end.to_string())),
        }
    }

    fn statements(&self) -> usize {
        let Policies { identity, boundary, resource, .. } = &self.policies;
        let all = identity.iter().chain(boundary).chain(resource);
        all.map(|policy| policy.document.statements().len()).sum()
    }

    fn result(&self, action: &str, resource: &str) -> EvaluationResult {
        let Self { caller, context, policies, .. } = self;
        let Decision { verdict, matched } =
            evaluate(&Request { caller, action, resource, context }, policies);
        let within = verdict != Verdict::ImplicitDeny(Source::Boundary)
            && verdict != Verdict::ExplicitDeny(Source::Boundary);
        let boundary = policies.boundary.is_some().then_some(PermissionsBoundaryDecisionDetail {
            allowed_by_permissions_boundary: Some(within),
        });
        EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: Some(resource.to_owned()),
            eval_decision: match verdict {
                Verdict::Allowed => PolicyEvaluationDecisionType::Allowed,
                Verdict::ImplicitDeny(_) => PolicyEvaluationDecisionType::ImplicitDeny,
                Verdict::ExplicitDeny(_) => PolicyEvaluationDecisionType::ExplicitDeny,
            },
            matched_statements: Some(matched.iter().map(|one| self.statement(one)).collect()),
            missing_context_values: Some(Vec::new()),
            organizations_decision_detail: None,
            permissions_boundary_decision_detail: boundary,
            eval_decision_details: None,
            resource_specific_results: None,
        }
    }

    fn statement(&self, matched: &Matched) -> Statement {
        let name = &*matched.policy;
        let kind = match matched.source {
            Source::Resource => PolicySourceType::Resource,
            _ if name.starts_with("arn:aws:iam::aws:") => PolicySourceType::AwsManaged,
            _ if name.starts_with("arn:") => PolicySourceType::UserManaged,
            _ if name.contains("PolicyInputList.") => PolicySourceType::None,
            _ => self.kind,
        };
        Statement {
            source_policy_id: Some(name.to_owned()),
            source_policy_type: Some(kind),
            start_position: None,
            end_position: None,
        }
    }
}

fn parsed(name: String, text: &str, kind: Kind) -> Result<Policy, Error> {
    let document = Document::parse(text, kind)
        .map_err(|why| Error::InvalidInput { message: format!("Invalid policy {name}: {why}") })?;
    Ok(Policy { name: name.into(), document: Arc::new(document) })
}

/// What the request says of the context, and how long that is.
fn context(entries: Option<Vec<ContextEntry>>) -> Result<(Context, usize), Error> {
    let (mut context, mut bytes) = (Context::new(), 0);
    for entry in entries.into_iter().flatten() {
        let values = entry.context_key_values.unwrap_or_default();
        if let Some(key) = entry.context_key_name {
            bytes += key.len() + values.iter().map(String::len).sum::<usize>();
            context.set_all(&key, values);
        }
    }
    Ok((context, within(bytes, CONTEXT_MAX, "context entries")?))
}

fn within(bytes: usize, most: usize, what: &str) -> Result<usize, Error> {
    if bytes <= most {
        return Ok(bytes);
    }
    let message = format!("The {what} of a simulation are {most} bytes together at most.");
    Err(Error::InvalidInput { message })
}

fn unsupported(parameter: &str) -> Error {
    let message = format!("The parameter {parameter} is not supported here.");
    Error::InvalidInput { message }
}
