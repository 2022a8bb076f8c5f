//! Forms to values, led by the schema.

use super::tree::Node;
use crate::bind::scalar;
use crate::form::Pairs;
use crate::schema::{Map, Shape, Structure};
use crate::{Fault, Slots, TimestampFormat, Value};

pub(crate) fn decode(structure: &'static Structure, form: &Pairs) -> Result<Slots, Fault> {
    members(structure, &Node::read(form)?)
}

fn members(structure: &'static Structure, node: &Node<'_>) -> Result<Slots, Fault> {
    let members = structure.members.iter().map(|member| {
        let Some(child) = node.child(member.wire) else { return Ok(None) };
        let format = member.timestamp.unwrap_or(TimestampFormat::DateTime);
        value(&member.shape, child, How { format, bare: member.flattened })
    });
    members.collect()
}

/// What a member says about how its value is written.
#[derive(Clone, Copy)]
struct How {
    format: TimestampFormat,
    /// Whether elements stand without a name around them: `Tag.1`, not `Tags.member.1`.
    bare: bool,
}

impl How {
    fn inside(self) -> Self {
        Self { bare: false, ..self }
    }
}

/// None where the form has names that lead nowhere.
fn value(shape: &Shape, node: &Node<'_>, how: How) -> Result<Option<Value>, Fault> {
    match shape {
        Shape::List(list) => {
            let inside = if how.bare { Some(node) } else { node.child(list.wire) };
            let items = inside.map(Node::numbered).unwrap_or_default();
            let items = items.into_iter().map(|item| value(&list.element, item, how.inside()));
            let items: Vec<_> = items.filter_map(Result::transpose).collect::<Result<_, _>>()?;
            Ok((!items.is_empty() || is_told_empty(node)).then_some(Value::List(items)))
        }
        Shape::Map(map) => {
            let inside = if how.bare { Some(node) } else { node.child("entry") };
            let entries = inside.map(Node::numbered).unwrap_or_default();
            let entries = entries.into_iter().map(|item| entry(map, item, how.inside()));
            let entries: Vec<_> = entries.collect::<Result<_, _>>()?;
            Ok((!entries.is_empty() || is_told_empty(node)).then_some(Value::Map(entries)))
        }
        Shape::Structure(structure) => {
            let slots = members(structure, node)?;
            let is_there = node.has_children() || is_told_empty(node);
            Ok(is_there.then_some(Value::Structure(slots)))
        }
        _ => node.text.map(|text| scalar::parse(shape, text, how.format)).transpose(),
    }
}

/// `Tags=` says that there are none.
fn is_told_empty(node: &Node<'_>) -> bool {
    node.text == Some("") && !node.has_children()
}

fn entry(map: &Map, node: &Node<'_>, how: How) -> Result<(String, Value), Fault> {
    let key = node.child(map.wire.0).and_then(|node| node.text).unwrap_or_default();
    let found = node.child(map.wire.1).map(|node| value(&map.value, node, how)).transpose()?;
    Ok((key.to_owned(), found.flatten().unwrap_or(Value::Null)))
}
