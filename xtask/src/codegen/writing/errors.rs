//! The errors of a service.

use super::types::rust_type;
use super::{HEAD, IMPORTS, Source};
use crate::codegen::names::{field, pascal};

/// The member that says whose fault it was, which the status says already.
const BLAME: &str = "Type";

pub(super) fn write(source: &Source<'_>) -> anyhow::Result<String> {
    let mut text = format!("//! What can go wrong.\n\n{HEAD}");
    text += IMPORTS;
    text += "#[allow(unused_imports)]\nuse super::schema::*;\n";
    text +=
        "#[allow(unused_imports)]\nuse super::types::*;\nuse crate::schema::Error as Schema;\n\n";
    let mut variants = String::new();
    for name in &source.selection.errors {
        let shape = source.model.shape(name)?;
        let told = shape.error.as_ref();
        let named = told.and_then(|error| error.code.as_deref());
        let metadata = &source.model.metadata;
        // Codes are the query protocol's; where another has followed it, both are told.
        let (code, query_code) = match metadata.protocol.as_str() {
            "query" | "rest-xml" => (named.unwrap_or(name), None),
            _ => (name.as_str(), named.filter(|_| metadata.aws_query_compatible.is_some())),
        };
        let assumed = if shape.fault { 500 } else { 400 };
        let status = told.and_then(|error| error.http_status_code).unwrap_or(assumed);
        let table = source.names.table(name);
        text += &format!(
            "static ERROR_{table}: Schema = Schema {{ code: {code:?}, \
             query_code: {query_code:?}, status: {status}, shape: &{table} }};\n"
        );
        variants += &format!("    {}(ERROR_{table}) {{\n", variant(name));
        for (at, (member, reference)) in shape.members.iter().enumerate() {
            if member == BLAME || member.eq_ignore_ascii_case("message") {
                continue;
            }
            let rust = rust_type(source, reference, false)?;
            variants += &format!("        {}: Option<{rust}> = {at},\n", field(member));
        }
        variants += "    }\n";
    }
    Ok(text + &format!("\nerrors! {{\n{variants}}}\n"))
}

fn variant(name: &str) -> String {
    pascal(name.strip_suffix("Exception").unwrap_or(name))
}
