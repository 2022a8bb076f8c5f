use std::collections::BTreeMap;

use identity::Credentials;

use crate::client::{Endpoint, find_credentials};
use crate::{Outcome, Screen};

/// Print `export` lines that point AWS tools at the platform
///
/// Use it as: eval "$(mayfly env)"
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let credentials = find_credentials(endpoint)?;
    let variables = variables(endpoint, &credentials);
    if screen.json {
        return screen.out_json(&variables.into_iter().collect::<BTreeMap<_, _>>());
    }
    let stale_token =
        credentials.session_token.is_none() && std::env::var_os("AWS_SESSION_TOKEN").is_some();
    screen.out(shell(&variables, stale_token))
}

pub fn variables(endpoint: &Endpoint, keys: &Credentials) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("AWS_ENDPOINT_URL", endpoint.to_string()),
        ("AWS_ACCESS_KEY_ID", keys.access_key.clone()),
        ("AWS_SECRET_ACCESS_KEY", keys.secret_key.clone()),
        ("AWS_REGION", "us-east-1".to_owned()),
        // The one that Python's SDK and the older AWS command line look at.
        ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
        // Else some operations are sent to names before the endpoint's that nobody resolves.
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true".to_owned()),
        ("MAYFLY_ENDPOINT", endpoint.to_string()),
    ];
    variables.extend(keys.session_token.clone().map(|token| ("AWS_SESSION_TOKEN", token)));
    variables
}

/// Lines for a POSIX shell. A token of another account would spoil every signature.
pub fn shell(variables: &[(&str, String)], stale_token: bool) -> String {
    let export = |(name, value): &(&str, String)| format!("export {name}={}\n", quote(value));
    let unset = if stale_token { "unset AWS_SESSION_TOKEN\n" } else { "" };
    variables.iter().map(export).collect::<String>() + unset
}

fn quote(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:@%+=,".contains(&b);
    if !value.is_empty() && value.bytes().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}
