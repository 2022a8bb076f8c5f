//! What the listed operations need of a model.

use std::collections::{BTreeSet, HashSet};

use anyhow::{Context, bail};

use super::list::Listed;
use super::model::{Model, Reference};

#[derive(Debug, Default)]
pub(super) struct Selection {
    /// In the order of the list.
    pub(super) operations: Vec<String>,
    /// The model's others.
    pub(super) missing: Vec<String>,
    /// Shapes that callers send: their constraints are checked.
    pub(super) inputs: BTreeSet<String>,
    /// Shapes in any message, errors left out.
    pub(super) shapes: BTreeSet<String>,
    /// Structures that are an operation's whole output.
    pub(super) outputs: BTreeSet<String>,
    pub(super) errors: BTreeSet<String>,
}

pub(super) fn select(model: &Model, listed: &Listed) -> anyhow::Result<Selection> {
    let mut selection = Selection::default();
    for name in &listed.operations {
        let operation = model.operations.get(name);
        let operation = operation.with_context(|| format!("there is no operation {name}"))?;
        if selection.operations.contains(name) {
            bail!("{name} is listed twice");
        }
        selection.operations.push(name.clone());
        if let Some(input) = &operation.input {
            reach(model, &input.shape, &mut selection.inputs)?;
        }
        if let Some(output) = &operation.output {
            reach(model, &output.shape, &mut selection.shapes)?;
            selection.outputs.insert(output.shape.clone());
        }
        for error in &operation.errors {
            selection.errors.insert(error.shape.clone());
        }
    }
    selection.shapes.extend(selection.inputs.iter().cloned());
    // What a stream can end with is an event, not an answer, and what errors tell needs types too.
    for error in selection.errors.clone() {
        for (_, member) in model.shape(&error)?.members.iter() {
            reach(model, &member.shape, &mut selection.shapes)?;
        }
    }
    let missing = model.operations.iter().map(|(name, _)| name.to_owned());
    selection.missing = missing.filter(|name| !selection.operations.contains(name)).collect();
    selection.missing.sort();
    for name in &selection.shapes {
        not_inside_itself(model, name)?;
    }
    Ok(selection)
}

fn reach(model: &Model, name: &str, found: &mut BTreeSet<String>) -> anyhow::Result<()> {
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        let shape = model.shape(&name)?;
        let parts = shape.members.iter().map(|(_, member)| member);
        let parts = parts.chain(&shape.member).chain(&shape.key).chain(&shape.value);
        let parts: Vec<_> = parts.map(|part: &Reference| part.shape.clone()).collect();
        if found.insert(name) {
            open.extend(parts);
        }
    }
    Ok(())
}

/// A structure that has itself as a member, no list between, would need a box that nothing makes.
fn not_inside_itself(model: &Model, name: &str) -> anyhow::Result<()> {
    let mut seen = HashSet::new();
    let mut open = vec![name];
    while let Some(inner) = open.pop() {
        for (_, member) in model.shape(inner)?.members.iter() {
            if member.shape == name {
                bail!("{name} contains itself; the generator cannot box it yet");
            }
            if seen.insert(member.shape.as_str()) {
                open.push(&member.shape);
            }
        }
    }
    Ok(())
}
