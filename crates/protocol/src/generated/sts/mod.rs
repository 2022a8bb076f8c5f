//! STS: its types, errors and operations.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

mod errors;
mod operations;
mod schema;
mod types;

pub use errors::*;
pub use operations::*;
pub use types::*;

use crate::schema::{Missing, Protocol, Service};

pub static SERVICE: Service = Service {
    name: "sts",
    id: "STS",
    version: "2011-06-15",
    protocol: Protocol::Query,
    target: None,
    xml_namespace: Some("https://sts.amazonaws.com/doc/2011-06-15/"),
    validation: "ValidationError",
    operations: operations::TABLE,
    missing: &[
        Missing { name: "AssumeRoleWithSAML", method: "POST", uri: "/" },
        Missing { name: "AssumeRoot", method: "POST", uri: "/" },
        Missing { name: "GetDelegatedAccessToken", method: "POST", uri: "/" },
        Missing { name: "GetFederationToken", method: "POST", uri: "/" },
        Missing { name: "GetWebIdentityToken", method: "POST", uri: "/" },
    ],
};
