//! Structures, enumerations and events.

use std::collections::BTreeSet;

use anyhow::bail;

use super::{HEAD, IMPORTS, Source};
use crate::codegen::model::{Model, Reference, Shape};
use crate::codegen::names::{field, pascal, variant};

pub(super) fn write(source: &Source<'_>) -> anyhow::Result<String> {
    let mut structures = String::new();
    let mut enumerations = String::new();
    let mut events = String::new();
    for name in &source.selection.shapes {
        let shape = source.model.shape(name)?;
        match shape.kind.as_str() {
            "structure" if shape.eventstream => events += &stream(source, name, shape),
            "structure" => structures += &structure(source, name, shape)?,
            "string" if !shape.values.is_empty() => {
                enumerations += &enumeration(source, name, shape)?
            }
            _ => {}
        }
    }
    let mut text = format!("//! What messages consist of.\n\n{HEAD}");
    text += IMPORTS;
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
    let mut text = format!(
        "    {} {default}struct {} {{\n",
        source.names.table(name),
        source.names.rust(name)
    );
    let mut fields = BTreeSet::new();
    for (member, reference, required) in shape.fields() {
        let rust = rust_type(source, reference, source.selection.outputs.contains(name))?;
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
    source: &Source<'_>,
    reference: &Reference,
    is_output: bool,
) -> anyhow::Result<String> {
    let shape = source.model.shape(&reference.shape)?;
    let inner = |reference: &Option<Reference>| match reference {
        Some(reference) => rust_type(source, reference, false),
        None => bail!("a list or map without a member"),
    };
    Ok(match shape.kind.as_str() {
        "string" | "character" if shape.values.is_empty() => "String".to_owned(),
        "string" | "structure" if !shape.eventstream => source.names.rust(&reference.shape),
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

fn enumeration(source: &Source<'_>, name: &str, shape: &Shape) -> anyhow::Result<String> {
    let mut text = format!("    enum {} {{\n", source.names.rust(name));
    let mut variants = BTreeSet::new();
    for value in &shape.values {
        let variant = variant(value);
        text += &format!("        {variant} = {value:?},\n");
        if !variants.insert(variant) {
            bail!("two values of {} share the variant of {value}", name);
        }
    }
    Ok(text + "    }\n")
}

fn stream(source: &Source<'_>, name: &str, shape: &Shape) -> String {
    let names = &source.names;
    let mut text = format!("    {} enum {} {{\n", names.table(name), names.rust(name));
    for (at, (member, reference)) in shape.members.iter().enumerate() {
        let event = pascal(member);
        text += &format!("        {event}({}) = {at},\n", names.rust(&reference.shape));
    }
    text + "    }\n"
}
