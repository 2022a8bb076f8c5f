//! The operations of a service.

use anyhow::Context;

use super::{HEAD, Source};
use crate::codegen::model::Reference;
use crate::codegen::names::{pascal, shouting};

pub(super) fn write(source: &Source<'_>) -> anyhow::Result<String> {
    let mut text = format!("//! What the service does.\n\n{HEAD}");
    text += "use super::schema::*;\nuse crate::schema::Operation as Schema;\n\n";
    let mut listed = String::new();
    let mut table = String::new();
    for name in &source.selection.operations {
        let operation = source.model.operations.get(name).context("an operation of the model")?;
        let schema = |reference: &Option<Reference>| match reference {
            Some(reference) => format!("&{}", source.names.table(&reference.shape)),
            None => "&crate::schema::Structure::EMPTY".to_owned(),
        };
        let rust = |reference: &Option<Reference>| match reference {
            Some(reference) => source.names.rust(&reference.shape),
            None => "crate::Unit".to_owned(),
        };
        let wrapper = operation.output.as_ref().and_then(|output| output.result_wrapper.as_ref());
        text += &format!(
            "static OP_{}: Schema = Schema {{ name: {name:?}, method: {:?}, uri: {:?}, status: {}, \
             input: {}, output: {}, wrapper: {wrapper:?}, idempotent: {}, anonymous: {} }};\n",
            shouting(name),
            operation.http.method,
            operation.http.request_uri,
            operation.http.response_code,
            schema(&operation.input),
            schema(&operation.output),
            operation.idempotent,
            operation.authtype.as_deref() == Some("none"),
        );
        let (input, output) = (rust(&operation.input), rust(&operation.output));
        listed += &format!("        {name}(OP_{}): {input} => {output},\n", shouting(name));
        table += &format!("&OP_{}, ", shouting(name));
    }
    text += &format!("\npub(super) static TABLE: &[&Schema] = &[{table}];\n");
    let service = pascal(source.name);
    text += &format!("\noperations! {{\n    {service} {{\n{listed}    }}\n}}\n");
    Ok(text)
}
