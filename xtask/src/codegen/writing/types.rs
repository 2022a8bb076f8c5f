//! Structures, enumerations and events.

use std::collections::BTreeSet;

use anyhow::bail;

use super::{HEAD, Source};
use crate::codegen::model::{Model, Reference, Shape};
use crate::codegen::names::{field, pascal, shouting, variant};

pub(super) fn write(source: &Source<'_>) -> anyhow::Result<String> {
    let mut structures = String::new();
    let mut enumerations = String::new();
    let mut events = String::new();
    for name in &source.selection.shapes {
        let shape = source.model.shape(name)?;
        match shape.kind.as_str() {
            "structure" if shape.eventstream => events += &stream(name, shape),
            "structure" => structures += &structure(source, name, shape)?,
            "string" if !shape.values.is_empty() => enumerations += &enumeration(name, shape)?,
            _ => {}
        }
    }
    let mut text = format!("//! What messages consist of.\n\n{HEAD}");
    text += "#[allow(unused_imports)]\nuse std::collections::BTreeMap;\n\n";
    text += "#[allow(unused_imports)]\nuse bytes::Bytes;\n\n";
    text += "#[allow(unused_imports)]\nuse crate::{Streamed, Timestamp};\n\n";
    text += &format!("enumerations! {{\n{enumerations}}}\n\nstructures! {{\n{structures}}}\n");
    if !events.is_empty() {
        text += &format!("\nevents! {{\n{events}}}\n");
    }
    Ok(text)
}

fn structure(source: &Source<'_>, name: &str, shape: &Shape) -> anyhow::Result<String> {
    let default = match has_default(source.model, shape)? {
        true => "#[derive(Default)] ",
        false => "",
    };
    let mut text = format!("    {} {default}struct {} {{\n", shouting(name), pascal(name));
    let mut fields = BTreeSet::new();
    for (member, reference, required) in shape.fields() {
        let rust = rust_type(source.model, reference, source.selection.outputs.contains(name))?;
        let name = field(member);
        let rust = if required || rust == "Streamed" { rust } else { format!("Option<{rust}>") };
        text += &format!("        {name}: {rust},\n");
        if !fields.insert(name) {
            bail!("two members share the field of {member}");
        }
    }
    Ok(text + "    }\n")
}

/// Whether a structure can be made of nothing.
fn has_default(model: &Model, shape: &Shape) -> anyhow::Result<bool> {
    for (_, member, _) in shape.fields().filter(|(_, _, required)| *required) {
        let member = model.shape(&member.shape)?;
        let has = match member.kind.as_str() {
            "string" => member.values.is_empty(),
            "structure" => member.eventstream || has_default(model, member)?,
            _ => true,
        };
        if !has {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn rust_type(
    model: &Model,
    reference: &Reference,
    is_output: bool,
) -> anyhow::Result<String> {
    let shape = model.shape(&reference.shape)?;
    let inner = |reference: &Option<Reference>| match reference {
        Some(reference) => rust_type(model, reference, false),
        None => bail!("a list or map without a member"),
    };
    Ok(match shape.kind.as_str() {
        "string" | "character" if shape.values.is_empty() => "String".to_owned(),
        "string" | "structure" if !shape.eventstream => pascal(&reference.shape),
        "structure" => "Streamed".to_owned(),
        "boolean" => "bool".to_owned(),
        "integer" | "short" | "byte" => "i32".to_owned(),
        "long" => "i64".to_owned(),
        "float" | "double" => "f64".to_owned(),
        "timestamp" => "Timestamp".to_owned(),
        "blob" if is_output && (shape.streaming || reference.streaming) => "Streamed".to_owned(),
        "blob" => "Bytes".to_owned(),
        "list" => format!("Vec<{}>", inner(&shape.member)?),
        "map" => format!("BTreeMap<String, {}>", inner(&shape.value)?),
        other => bail!("the generator knows no {other}"),
    })
}

fn enumeration(name: &str, shape: &Shape) -> anyhow::Result<String> {
    let mut text = format!("    enum {} {{\n", pascal(name));
    let mut variants = BTreeSet::new();
    for value in &shape.values {
        let name = variant(value);
        text += &format!("        {name} = {value:?},\n");
        if !variants.insert(name) {
            bail!("two values of {} share the variant of {value}", pascal(value));
        }
    }
    Ok(text + "    }\n")
}

fn stream(name: &str, shape: &Shape) -> String {
    let mut text = format!("    {} enum {} {{\n", shouting(name), pascal(name));
    for (at, (member, reference)) in shape.members.iter().enumerate() {
        let event = pascal(member);
        text += &format!("        {event}({}) = {at},\n", pascal(&reference.shape));
    }
    text + "    }\n"
}
