//! Which keys sign requests to an endpoint.

use std::env;

use identity::{Credentials, CredentialsBook};

use super::{ClientError, Endpoint};

/// The environment's keys, else the credentials book's entry for the endpoint.
pub fn find_credentials(endpoint: &Endpoint) -> Result<Credentials, ClientError> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    match (set("MAYFLY_ACCESS_KEY"), set("MAYFLY_SECRET_KEY")) {
        (Some(access_key), Some(secret_key)) => {
            return Ok(Credentials { access_key, secret_key, session_token: None });
        }
        (None, None) => {}
        _ => return Err(ClientError::HalfCredentials),
    }
    let book = CredentialsBook::default_path();
    let entry = match &book {
        Some(path) => CredentialsBook::load(path)?.get(&endpoint.to_string()).cloned(),
        None => None,
    };
    entry.ok_or_else(|| ClientError::NoCredentials { endpoint: endpoint.to_string(), book })
}
