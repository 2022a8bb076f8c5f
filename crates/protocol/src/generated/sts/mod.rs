//! STS: its types, errors and operations.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

mod errors;
mod operations;
mod schema;
mod types;

pub use self::errors::*;
pub use self::operations::*;
pub use self::types::*;

pub static SERVICE: crate::schema::Service = crate::schema::Service {
    name: "sts",
    id: "STS",
    version: "2011-06-15",
    protocol: crate::schema::Protocol::Query,
    target: None,
    xml_namespace: Some("https://sts.amazonaws.com/doc/2011-06-15/"),
    validation: "ValidationError",
    operations: operations::TABLE,
    missing: &[
        crate::schema::Missing { name: "AssumeRoleWithSAML", method: "POST", uri: "/" },
        crate::schema::Missing { name: "AssumeRoot", method: "POST", uri: "/" },
        crate::schema::Missing { name: "GetDelegatedAccessToken", method: "POST", uri: "/" },
        crate::schema::Missing { name: "GetFederationToken", method: "POST", uri: "/" },
        crate::schema::Missing { name: "GetWebIdentityToken", method: "POST", uri: "/" },
    ],
};
