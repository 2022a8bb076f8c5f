//! Where the platform is.

use std::fmt;

use http::uri::{Scheme, Uri};

/// `http://HOST[:PORT]`, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    host: String,
    port: u16,
    authority: String,
}

impl Endpoint {
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("the endpoint is empty; give it as http://HOST:PORT".into());
        }
        let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let uri: Uri = url.parse().map_err(|_| "give the endpoint as http://HOST:PORT")?;
        if uri.scheme() == Some(&Scheme::HTTPS) {
            return Err("https is not spoken here; use http://HOST:PORT, through a tunnel \
                        when the platform is on another machine"
                .into());
        }
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        let authority = uri.authority().filter(|a| !a.as_str().contains('@'));
        match authority {
            Some(authority) if bare && uri.scheme() == Some(&Scheme::HTTP) => {
                let after_host = authority.as_str().strip_prefix(authority.host());
                let port = match after_host.unwrap_or_default().strip_prefix(':') {
                    None => 80,
                    Some(port) => port.parse().map_err(|_| "the endpoint's port is not a port")?,
                };
                Ok(Self {
                    host: authority.host().trim_matches(['[', ']']).to_ascii_lowercase(),
                    port,
                    authority: authority.as_str().to_ascii_lowercase(),
                })
            }
            _ => Err("give the endpoint as http://HOST:PORT, without a path".into()),
        }
    }

    /// Host and port to connect to.
    pub fn address(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    /// The `Host` of requests.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority)
    }
}
