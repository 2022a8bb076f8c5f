//! What each kind of policy must say, and what it must not.

use super::malformed::cut;
use super::raw::{RawPrincipal, RawStatement};
use super::shapes::Many;
use super::{Kind, Malformed};

pub(super) fn check(statements: &[RawStatement], kind: Kind) -> Result<(), Malformed> {
    match kind {
        Kind::Identity => identity(statements),
        Kind::Trust => statements.iter().try_for_each(trust),
        Kind::Resource => statements.iter().try_for_each(resource),
    }
}

fn identity(statements: &[RawStatement]) -> Result<(), Malformed> {
    let holds = |list: &Option<Many<String>>| list.as_ref().is_some_and(|list| !list.0.is_empty());
    let all = |fits: fn(&RawStatement) -> [&Option<Many<String>>; 2]| {
        statements.iter().all(|raw| fits(raw).into_iter().any(holds))
    };
    if statements.iter().any(|raw| raw.principal.is_some() || raw.not_principal.is_some()) {
        return Err(Malformed::HasPrincipal);
    }
    if !all(|raw| [&raw.action, &raw.not_action]) {
        return Err(Malformed::NoActions);
    }
    if !all(|raw| [&raw.resource, &raw.not_resource]) {
        return Err(Malformed::NoResources);
    }
    Ok(())
}

fn trust(raw: &RawStatement) -> Result<(), Malformed> {
    if raw.resource.is_some() {
        return Err(Malformed::HasResource);
    }
    if raw.not_resource.is_some() {
        return Err(Malformed::HasNotResource);
    }
    resource(raw)
}

fn resource(raw: &RawStatement) -> Result<(), Malformed> {
    if raw.not_principal.is_some() && raw.effect.as_deref() == Some("Allow") {
        return Err(Malformed::AllowNotPrincipal);
    }
    match raw.principal.as_ref().or(raw.not_principal.as_ref()) {
        None => return Err(Malformed::Missing("Principal")),
        Some(RawPrincipal::Listed(pairs)) if pairs.0.is_empty() => {
            return Err(Malformed::PrincipalEmpty);
        }
        Some(_) => {}
    }
    match raw.action.as_ref().or(raw.not_action.as_ref()) {
        Some(list) if !list.0.is_empty() => Ok(()),
        _ => Err(Malformed::Missing("Action")),
    }
}

/// Whether every action is one that can exist.
pub(super) fn actions(statements: &[RawStatement], kind: Kind) -> Result<(), Malformed> {
    let lists = statements.iter().flat_map(|raw| raw.action.iter().chain(&raw.not_action));
    for action in lists.flat_map(|list| &list.0) {
        match kind {
            Kind::Identity | Kind::Resource => vendor(action)?,
            Kind::Trust if !is_assuming(action) => return Err(Malformed::NotSts),
            Kind::Trust => {}
        }
    }
    Ok(())
}

fn vendor(action: &str) -> Result<(), Malformed> {
    if action == "*" {
        return Ok(());
    }
    let Some((vendor, name)) = action.split_once(':') else { return Err(Malformed::NoVendor) };
    if name.contains(':') {
        return Err(Malformed::Colons);
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    let known = vendor == "*" || (!vendor.is_empty() && vendor.bytes().all(plain));
    if known { Ok(()) } else { Err(Malformed::Vendor(cut(vendor))) }
}

fn is_assuming(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    let Some(name) = action.strip_prefix("sts:") else { return false };
    name == "*"
        || name.starts_with("assumerole")
        || matches!(name, "tagsession" | "setsourceidentity" | "setcontext" | "assume*")
}
