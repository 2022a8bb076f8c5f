//! The tables that codecs and validation read.

use anyhow::{Context, bail};

use super::{HEAD, Source};
use crate::codegen::model::{Reference, Shape};
use crate::codegen::patterns::translate;

pub(super) fn write(source: &Source<'_>) -> anyhow::Result<String> {
    let mut text = format!("//! What the model says about messages.\n\n{HEAD}");
    text += "#[allow(unused_imports)]\nuse crate::schema::*;\n";
    text += "#[allow(unused_imports)]\nuse crate::{Pattern, TimestampFormat};\n\n";
    let named = source.selection.shapes.iter().chain(&source.selection.errors);
    for name in named.collect::<std::collections::BTreeSet<_>>() {
        text += &table(source, name, source.model.shape(name)?)
            .with_context(|| format!("the shape {name}"))?;
    }
    Ok(text)
}

/// The table of a shape, if it needs one of its own.
fn table(source: &Source<'_>, name: &str, shape: &Shape) -> anyhow::Result<String> {
    let (table, kept) = (source.names.table(name), is_kept(source, name, shape));
    let sensitive = shape.sensitive;
    let length = if source.selection.inputs.contains(name) { length(shape) } else { any() };
    Ok(match shape.kind.as_str() {
        "structure" => structure(source, name, shape)?,
        "list" => {
            let item = shape.member.as_ref().context("a list of nothing")?;
            let (element, wire) = (expression(source, item)?, wire(item, "member"));
            format!(
                "pub(super) static {table}: List = List {{ element: {element}, wire: {wire:?}, \
                 length: {length}, sensitive: {sensitive} }};\n"
            )
        }
        "map" => {
            let key = shape.key.as_ref().context("a map of nothing")?;
            let value = shape.value.as_ref().context("a map to nothing")?;
            let text = match is_kept(source, &key.shape, source.model.shape(&key.shape)?) {
                true => format!("&{}", source.names.table(&key.shape)),
                false => "&Text::ANY".to_owned(),
            };
            let element = expression(source, value)?;
            let wire = (wire(key, "key"), wire(value, "value"));
            format!(
                "pub(super) static {table}: Map = Map {{ key: {text}, value: {element}, \
                 wire: {wire:?}, length: {length}, \
                 sensitive: {sensitive} }};\n"
            )
        }
        "string" if kept => string(source, name, shape, &length)?,
        "blob" if kept => format!(
            "pub(super) static {table}: Blob = Blob {{ length: {length}, streaming: {}, \
             sensitive: {sensitive} }};\n",
            shape.streaming
        ),
        "integer" | "short" | "byte" | "long" if kept => {
            let [min, max] = [&shape.min, &shape.max]
                .map(|bound| bound.as_ref().and_then(serde_json::Number::as_i64));
            format!(
                "pub(super) static {table}: Range<i64> = Range {{ min: {min:?}, max: {max:?} }};\n"
            )
        }
        "float" | "double" if kept => {
            let [min, max] = [&shape.min, &shape.max]
                .map(|bound| bound.as_ref().and_then(serde_json::Number::as_f64));
            format!(
                "pub(super) static {table}: Range<f64> = Range {{ min: {min:?}, max: {max:?} }};\n"
            )
        }
        _ => String::new(),
    })
}

/// Whether a single value has more to say than its type: what callers send is checked, what they
/// get is not.
fn is_kept(source: &Source<'_>, name: &str, shape: &Shape) -> bool {
    let bounded = shape.min.is_some() || shape.max.is_some();
    let constrained = bounded || shape.pattern.is_some() || !shape.values.is_empty();
    shape.sensitive || shape.streaming || constrained && source.selection.inputs.contains(name)
}

fn string(source: &Source<'_>, name: &str, shape: &Shape, length: &str) -> anyhow::Result<String> {
    let (table, sensitive) = (source.names.table(name), shape.sensitive);
    let is_input = source.selection.inputs.contains(name);
    let mut text = String::new();
    let pattern = match &shape.pattern {
        Some(java) if is_input => {
            let ours = translate(java, source.patterns)?;
            text += &format!(
                "static PATTERN_OF_{table}: Pattern = Pattern::new({}, {});\n",
                raw(java),
                raw(&ours)
            );
            format!("Some(&PATTERN_OF_{table})")
        }
        _ => "None".to_owned(),
    };
    let values = if is_input { &shape.values[..] } else { &[] };
    text += &format!(
        "pub(super) static {table}: Text = Text {{ length: {length}, pattern: {pattern}, \
         values: &{values:?}, sensitive: {sensitive} }};\n"
    );
    Ok(text)
}

fn raw(text: &str) -> String {
    if text.contains('"') { format!("{text:?}") } else { format!("r\"{text}\"") }
}

fn structure(source: &Source<'_>, name: &str, shape: &Shape) -> anyhow::Result<String> {
    let mut members = String::new();
    for (member, reference, required) in shape.fields() {
        let shaped = expression(source, reference)?;
        members += &format!("member({member:?}, {shaped})");
        let at = source.model.shape(&reference.shape)?;
        let flattened = at.flattened || reference.flattened;
        // In queries, a list without an element of its own has its elements' name.
        let elements = at.member.as_ref().filter(|_| flattened && source.is_query());
        let named = elements.and_then(|element| element.location_name.as_deref());
        let wire = named.unwrap_or_else(|| wire(reference, member));
        if wire != member {
            members += &format!(".wire({wire:?})");
        }
        if let Some(place) = place(source, shape, member, reference)? {
            members += &format!(".at(Place::{place})");
        }
        if required {
            members += ".required()";
        }
        if let Some(format) = reference.timestamp_format.as_ref().or(at.timestamp_format.as_ref()) {
            let format = match format.as_str() {
                "iso8601" => "DateTime",
                "rfc822" => "HttpDate",
                "unixTimestamp" => "EpochSeconds",
                other => bail!("the timestamp format {other} is unknown"),
            };
            members += &format!(".timestamp(TimestampFormat::{format})");
        }
        if flattened {
            members += ".flattened()";
        }
        if reference.xml_attribute {
            members += ".attribute()";
        }
        members += ",\n";
    }
    Ok(format!(
        "pub(super) static {}: Structure = Structure {{ name: {name:?}, members: &[\n{members}], \
         sensitive: {} }};\n",
        source.names.table(name),
        shape.sensitive
    ))
}

/// Where a member stands, if not in the body.
fn place(
    source: &Source<'_>,
    shape: &Shape,
    member: &str,
    reference: &Reference,
) -> anyhow::Result<Option<&'static str>> {
    let events = source.model.shape(&reference.shape)?.eventstream;
    if shape.payload.as_deref() == Some(member) || reference.eventpayload || events {
        return Ok(Some("Payload"));
    }
    if reference.eventheader {
        return Ok(Some("Header"));
    }
    Ok(match reference.location.as_deref() {
        None => None,
        Some("uri") => Some("Label"),
        Some("querystring") => Some("Query"),
        Some("header") => Some("Header"),
        Some("headers") => Some("Headers"),
        Some("statusCode") => Some("Status"),
        Some(other) => bail!("a member stands in the {other}"),
    })
}

fn wire<'a>(reference: &'a Reference, otherwise: &'a str) -> &'a str {
    reference.location_name.as_deref().unwrap_or(otherwise)
}

/// A use of a shape, as an expression.
fn expression(source: &Source<'_>, reference: &Reference) -> anyhow::Result<String> {
    let name = &reference.shape;
    let shape = source.model.shape(name)?;
    let table = source.names.table(name);
    let single = |kind: &str| match is_kept(source, name, shape) {
        true => format!("Shape::{kind}(&{table})"),
        false => format!("Shape::{}", kind.to_uppercase()),
    };
    Ok(match shape.kind.as_str() {
        "string" | "character" => single("Text"),
        "integer" | "short" | "byte" => single("Integer"),
        "long" => single("Long"),
        "float" | "double" => single("Float"),
        "blob" => single("Blob"),
        "boolean" => "Shape::Bool".to_owned(),
        "timestamp" => "Shape::Timestamp".to_owned(),
        "list" => format!("Shape::List(&{table})"),
        "map" => format!("Shape::Map(&{table})"),
        "structure" if shape.eventstream => format!("Shape::Events(&{table})"),
        "structure" => format!("Shape::Structure(&{table})"),
        other => bail!("the generator knows no {other}"),
    })
}

fn any() -> String {
    "Length::ANY".to_owned()
}

fn length(shape: &Shape) -> String {
    let [min, max] =
        [&shape.min, &shape.max].map(|bound| bound.as_ref().and_then(serde_json::Number::as_u64));
    match (min, max) {
        (None, None) => any(),
        _ => format!("Length {{ min: {min:?}, max: {max:?} }}"),
    }
}
