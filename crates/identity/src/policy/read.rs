//! From text to document, with IAM's checks in IAM's order, so that a policy with several mistakes
//! is told of the same one.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use super::condition::Condition;
use super::document::{TEXT_MAX, Version};
use super::operand::Operand;
use super::operator::Operator;
use super::principal::Principals;
use super::raw::{RawDocument, RawStatement};
use super::shapes::{Many, Pairs, Scalar};
use super::statement::{Effect, Listed};
use super::template::{Style, Template, Wildcards};
use super::{Document, Kind, Malformed, Statement, arn, demands};

pub(super) fn document(text: &str, kind: Kind) -> Result<Document, Malformed> {
    if text.len() > TEXT_MAX {
        return Err(Malformed::TooLong { most: TEXT_MAX });
    }
    let raw: RawDocument = serde_json::from_str(text).map_err(|_| unreadable(text, kind))?;
    let version = match raw.version.as_deref() {
        None => None,
        Some("2008-10-17") => Some(Version::First),
        Some("2012-10-17") => Some(Version::Second),
        Some(_) => return Err(Malformed::Syntax),
    };
    let statements = raw.statement.0;
    if statements.is_empty() {
        return Err(match kind {
            Kind::Identity => Malformed::Syntax,
            Kind::Trust | Kind::Resource => Malformed::StatementEmpty,
        });
    }
    statements.iter().try_for_each(shape)?;
    if kind == Kind::Identity && version != Some(Version::Second) {
        return Err(Malformed::Version);
    }
    let variables = version == Some(Version::Second);
    let mut parsed = Vec::with_capacity(statements.len());
    for raw in &statements {
        parsed.push((effect(raw)?, conditions(&raw.condition, variables)?));
    }
    // A resource that cannot be read at all comes before every mistake in what can be read.
    let resources = resources(&statements, kind);
    if resources == Err(Malformed::Legacy) {
        return Err(Malformed::Legacy);
    }
    let mut sids = BTreeSet::new();
    if statements.iter().filter_map(|raw| raw.sid.as_deref()).any(|sid| !sids.insert(sid)) {
        return Err(Malformed::SidTwice);
    }
    demands::check(&statements, kind)?;
    resources?;
    demands::actions(&statements, kind)?;
    let statements = statements.into_iter().zip(parsed);
    let statements = statements
        .map(|(raw, (effect, conditions))| statement(raw, effect, conditions, variables))
        .collect::<Result<_, _>>()?;
    Ok(Document { version, id: raw.id, statements })
}

fn unreadable(text: &str, kind: Kind) -> Malformed {
    match kind {
        Kind::Trust if serde_json::from_str::<IgnoredAny>(text).is_err() => Malformed::Json,
        _ => Malformed::Syntax,
    }
}

/// What JSON alone could not rule out.
fn shape(raw: &RawStatement) -> Result<(), Malformed> {
    let both = (raw.action.is_some() && raw.not_action.is_some())
        || (raw.resource.is_some() && raw.not_resource.is_some())
        || (raw.principal.is_some() && raw.not_principal.is_some());
    let known =
        |effect: &str| effect.eq_ignore_ascii_case("allow") || effect.eq_ignore_ascii_case("deny");
    let operators = raw.condition.0.iter();
    let known_operators = operators.clone().all(|(name, keys)| {
        // An operator that is asked nothing need not exist.
        keys.0.is_empty() || Operator::parse(name).is_some()
    });
    match raw.effect.as_deref() {
        Some(effect) if known(effect) && !both && known_operators => Ok(()),
        _ => Err(Malformed::Syntax),
    }
}

fn effect(raw: &RawStatement) -> Result<Effect, Malformed> {
    match raw.effect.as_deref() {
        Some("Allow") => Ok(Effect::Allow),
        Some("Deny") => Ok(Effect::Deny),
        _ => Err(Malformed::Legacy),
    }
}

fn conditions(
    raw: &Pairs<Pairs<Many<Scalar>>>,
    variables: bool,
) -> Result<Vec<Condition>, Malformed> {
    let mut found = Vec::new();
    for (name, keys) in &raw.0 {
        for (key, values) in &keys.0 {
            let operator = Operator::parse(name).ok_or(Malformed::Syntax)?;
            let operand = |value: &Scalar| Operand::parse(&value.0, operator.test, variables);
            let operands: Option<Vec<Operand>> = values.0.iter().map(operand).collect();
            found.push(Condition {
                name: name.clone(),
                operator,
                key: key.clone(),
                lower_key: key.to_lowercase(),
                operands: operands.ok_or(Malformed::Legacy)?,
            });
        }
    }
    Ok(found)
}

/// The first mistake in any resource.
fn resources(statements: &[RawStatement], kind: Kind) -> Result<(), Malformed> {
    if kind != Kind::Identity {
        return Ok(());
    }
    let lists = statements.iter().flat_map(|raw| raw.resource.iter().chain(&raw.not_resource));
    lists.flat_map(|list| &list.0).try_for_each(|resource| arn::check(resource))
}

fn statement(
    raw: RawStatement,
    effect: Effect,
    conditions: Vec<Condition>,
    variables: bool,
) -> Result<Statement, Malformed> {
    let action = Style { wildcards: Wildcards::Anywhere, ignore_case: true, variables: false };
    let resource = Style { wildcards: Wildcards::Arn, ignore_case: false, variables };
    let principals = match (raw.principal, raw.not_principal) {
        (None, None) => None,
        (Some(names), _) => Some(Listed { except: false, items: Principals::parse(names)? }),
        (None, Some(names)) => Some(Listed { except: true, items: Principals::parse(names)? }),
    };
    Ok(Statement {
        sid: raw.sid,
        effect,
        principals,
        // Asked for before; a list without entries covers nothing.
        actions: listed(raw.action, raw.not_action, action)
            .unwrap_or(Listed { except: false, items: Vec::new() }),
        resources: listed(raw.resource, raw.not_resource, resource),
        conditions,
    })
}

fn listed(
    some: Option<Many<String>>,
    except: Option<Many<String>>,
    style: Style,
) -> Option<Listed<Vec<Template>>> {
    let (texts, except) = match (some, except) {
        (None, None) => return None,
        (Some(texts), _) => (texts, false),
        (None, Some(texts)) => (texts, true),
    };
    let items = texts.0.iter().map(|text| Template::parse(text, style)).collect();
    Some(Listed { except, items })
}
