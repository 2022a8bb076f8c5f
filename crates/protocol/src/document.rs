//! A structure as a document: what protocols put into bodies, without the places around it.

use crate::schema::{Protocol, Structure};
use crate::{Fault, Slots, Value, cbor, form, json, query, xml};

/// Writes the members of a structure that share the body. `root` names the XML; of queries only the
/// answers are written here, and they are XML.
pub fn encode(
    protocol: Protocol,
    root: &str,
    structure: &Structure,
    slots: &[Option<Value>],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    match protocol {
        Protocol::Cbor => cbor::write_members(&mut bytes, structure, slots),
        Protocol::RestXml | Protocol::Query => {
            xml::open(&mut bytes, root, &[]);
            xml::write_members(&mut bytes, structure, slots);
            xml::close(&mut bytes, root);
        }
        Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson => {
            json::write_members(&mut bytes, structure, slots);
        }
    }
    bytes
}

/// Reads the members of a structure that share a request's body. Nothing is an empty structure.
pub fn decode(
    protocol: Protocol,
    structure: &'static Structure,
    body: &[u8],
) -> Result<Slots, Fault> {
    match protocol {
        Protocol::Cbor => cbor::decode(structure, body),
        Protocol::RestXml => xml::decode(structure, body),
        Protocol::Query => query::decode(structure, &form::parse(body)?),
        Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson => {
            json::decode(structure, body)
        }
    }
}
