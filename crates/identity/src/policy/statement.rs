//! One statement, and whether it speaks of a request.

use super::condition::{Condition, any};
use super::principal::Principals;
use super::raw::RawStatement;
use super::shapes::{Many, Pairs, Scalar};
use super::template::Template;
use super::{Caller, Context, Grant, Request};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// What is listed, or everything but what is listed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listed<T> {
    pub(super) except: bool,
    pub(super) items: T,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    /// None in the policy of an identity, which speaks of that identity.
    pub(super) principals: Option<Listed<Principals>>,
    pub(super) actions: Listed<Vec<Template>>,
    /// None where a policy belongs to one resource, which it then speaks of.
    pub(super) resources: Option<Listed<Vec<Template>>>,
    pub(super) conditions: Vec<Condition>,
}

impl Statement {
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether the statement speaks of this action on this resource under these circumstances.
    pub(super) fn applies(&self, request: &Request<'_>, context: &Context) -> bool {
        let resource = |resources: &Listed<Vec<Template>>| {
            resources.covers(|template| template.matches(request.resource, context))
        };
        self.actions.covers(|action| action.matches(request.action, context))
            && self.resources.as_ref().is_none_or(resource)
            && self.conditions.iter().all(|condition| condition.holds(context))
    }

    /// Whether the statement speaks of this action. Where that depends on the circumstances it may.
    pub(super) fn may_mean(&self, action: &str) -> bool {
        let context = Context::new();
        let Listed { except, items } = &self.actions;
        items.iter().any(|item| item.matches(action, &context) != Some(false)) || *except
    }

    /// How closely the statement means this caller. `bounded` callers are never spared by a
    /// `NotPrincipal`: so AWS has it for whoever has a permissions boundary.
    pub(super) fn means(&self, caller: &Caller, bounded: bool) -> Option<Grant> {
        match &self.principals {
            None => None,
            Some(Listed { except: false, items }) => items.names(caller),
            Some(Listed { except: true, items }) => {
                let spared = items.spares(caller) && !bounded;
                (!spared).then_some(Grant::Direct)
            }
        }
    }

    pub(super) fn raw(&self) -> RawStatement {
        let texts = |templates: &[Template]| {
            Many(templates.iter().map(|template| template.source().to_owned()).collect())
        };
        let (action, not_action) = split(Some(&self.actions), |items| texts(items));
        let (resource, not_resource) = split(self.resources.as_ref(), |items| texts(items));
        let (principal, not_principal) = split(self.principals.as_ref(), Principals::raw);
        let effect = match self.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        };
        RawStatement {
            sid: self.sid.clone(),
            effect: Some(effect.into()),
            principal,
            not_principal,
            action,
            not_action,
            resource,
            not_resource,
            condition: raw_conditions(&self.conditions),
        }
    }
}

impl<T> Listed<Vec<T>> {
    /// A thing that cannot be told, for want of a variable's value, is not covered either way.
    fn covers(&self, fits: impl Fn(&T) -> Option<bool>) -> bool {
        any(&self.items, fits).is_some_and(|found| found != self.except)
    }
}

fn split<T, R>(listed: Option<&Listed<T>>, raw: impl Fn(&T) -> R) -> (Option<R>, Option<R>) {
    match listed {
        None => (None, None),
        Some(Listed { except: false, items }) => (Some(raw(items)), None),
        Some(Listed { except: true, items }) => (None, Some(raw(items))),
    }
}

fn raw_conditions(conditions: &[Condition]) -> Pairs<Pairs<Many<Scalar>>> {
    let mut operators: Pairs<Pairs<Many<Scalar>>> = Pairs::default();
    for condition in conditions {
        let values = condition.operands.iter().map(|o| Scalar(o.source().to_owned())).collect();
        let entry = (condition.key.clone(), Many(values));
        match operators.0.last_mut().filter(|(name, _)| *name == condition.name) {
            Some((_, keys)) => keys.0.push(entry),
            None => operators.0.push((condition.name.clone(), Pairs(vec![entry]))),
        }
    }
    operators
}
