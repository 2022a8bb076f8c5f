//! The files of a service, as text that rustfmt still has to see.

mod errors;
mod operations;
mod schema;
mod types;

use std::collections::BTreeMap;

use super::list::{List, Listed};
use super::model::{Model, XmlNamespace};
use super::names::{Names, pascal};
use super::selection::Selection;

/// What every generated file starts with.
const HEAD: &str =
    "// Written by `cargo xtask codegen`; change operations.toml or the generator.\n\n";

/// What types are made of.
const IMPORTS: &str = "#[allow(unused_imports)]\nuse std::collections::BTreeMap;\n\n\
     #[allow(unused_imports)]\nuse bytes::Bytes;\n\n\
     #[allow(unused_imports)]\nuse crate::{Streamed, Timestamp};\n\n";

/// All that writing a service needs to know.
struct Source<'a> {
    name: &'a str,
    model: &'a Model,
    selection: &'a Selection,
    patterns: &'a BTreeMap<String, String>,
    names: Names,
}

impl Source<'_> {
    fn is_query(&self) -> bool {
        self.model.metadata.protocol == "query"
    }
}

pub(super) fn service(
    name: &str,
    listed: &Listed,
    model: &Model,
    selection: &Selection,
    patterns: &BTreeMap<String, String>,
) -> anyhow::Result<Vec<(&'static str, String)>> {
    let names = Names::of(model.shapes.iter().map(|(name, _)| name));
    let source = Source { name, model, selection, patterns, names };
    Ok(vec![
        ("mod.rs", window(&source, listed)?),
        ("types.rs", types::write(&source)?),
        ("schema.rs", schema::write(&source)?),
        ("operations.rs", operations::write(&source)?),
        ("errors.rs", errors::write(&source)?),
    ])
}

fn window(source: &Source<'_>, listed: &Listed) -> anyhow::Result<String> {
    let metadata = &source.model.metadata;
    let namespace = metadata.xml_namespace.as_ref().map(|namespace| match namespace {
        XmlNamespace::Plain(uri) | XmlNamespace::Uri { uri } => uri,
    });
    let mut missing = String::new();
    for name in &source.selection.missing {
        let Some(operation) = source.model.operations.get(name) else { continue };
        let (method, uri) = (&operation.http.method, &operation.http.request_uri);
        missing += &format!(
            "crate::schema::Missing {{ name: {name:?}, method: {method:?}, uri: {uri:?} }},\n"
        );
    }
    Ok(format!(
        "//! {id}: its types, errors and operations.\n\n{HEAD}\
         mod errors;\nmod operations;\nmod schema;\nmod types;\n\n\
         pub use self::errors::*;\npub use self::operations::*;\npub use self::types::*;\n\n\
         \n\
         pub static SERVICE: crate::schema::Service = crate::schema::Service {{\n\
         name: {name:?},\nid: {id:?},\nversion: {version:?},\nprotocol: crate::schema::Protocol::{protocol},\n\
         target: {target:?},\nxml_namespace: {namespace:?},\nvalidation: {validation:?},\n\
         operations: operations::TABLE,\nmissing: &[\n{missing}],\n}};\n",
        id = metadata.service_id,
        name = source.model.signing_name(),
        version = listed.version,
        protocol = source.model.protocol()?,
        target = metadata.target_prefix,
        validation = listed.validation,
    ))
}

/// The file that names all services.
pub(super) fn root(list: &List) -> String {
    let mut text = format!("//! What is made of the published models.\n\n{HEAD}");
    for name in list.services.keys() {
        text += &format!("pub mod {name};\n");
    }
    text += "\nservices! {\n";
    for name in list.services.keys() {
        text += &format!("    {}({name}),\n", pascal(name));
    }
    text + "}\n"
}
