//! Signature Version 4, as much of it as requests without surprises need: their paths and queries are
//! written the way they are signed.

use std::net::SocketAddr;
use std::process::Command;

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::bench::http::Request;
use crate::steps::output;

const REGION: &str = "us-east-1";
const SIGNED_HEADERS: &str = "host;x-amz-date";

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Keys {
    #[serde(rename = "AWS_ACCESS_KEY_ID")]
    pub(crate) access_key: String,
    #[serde(rename = "AWS_SECRET_ACCESS_KEY")]
    pub(crate) secret_key: String,
}

/// Signs for one server, with the time at which it was made: good for some minutes.
pub(crate) struct Signer<'a> {
    keys: &'a Keys,
    host: String,
    /// `YYYYMMDDTHHMMSSZ`
    at: String,
}

/// What is asked of a service.
pub(super) struct Asked<'a> {
    pub(super) service: &'a str,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// In the order of its names.
    pub(super) query: &'a str,
    pub(super) content_type: &'a str,
    pub(super) body: &'a [u8],
}

impl<'a> Signer<'a> {
    pub(crate) fn new(keys: &'a Keys, server: SocketAddr) -> anyhow::Result<Self> {
        let at = output(Command::new("date").args(["-u", "+%Y%m%dT%H%M%SZ"]))?;
        Ok(Self { keys, host: server.to_string(), at: at.trim().to_owned() })
    }

    pub(super) fn sign(&self, asked: &Asked<'_>) -> Request {
        let Asked { method, path, query, content_type, body, .. } = asked;
        let authorization = self.authorization(asked);
        let mut headers = vec![
            ("Host", self.host.as_str()),
            ("X-Amz-Date", &self.at),
            ("Authorization", &authorization),
        ];
        if !content_type.is_empty() {
            headers.push(("Content-Type", content_type));
        }
        let address = if query.is_empty() { (*path).to_owned() } else { format!("{path}?{query}") };
        Request::new(method, &address, &headers, body)
    }

    fn authorization(&self, asked: &Asked<'_>) -> String {
        let Asked { service, method, path, query, body, .. } = asked;
        let (host, at) = (&self.host, &self.at);
        let day = at.split('T').next().unwrap_or_default();
        let payload = hash(body);
        let request = format!(
            "{method}\n{path}\n{query}\nhost:{host}\nx-amz-date:{at}\n\n{SIGNED_HEADERS}\n{payload}"
        );
        let scope = format!("{day}/{REGION}/{service}/aws4_request");
        let text = format!("AWS4-HMAC-SHA256\n{at}\n{scope}\n{}", hash(request.as_bytes()));
        let secret = format!("AWS4{}", self.keys.secret_key);
        let parts = [day, REGION, service, "aws4_request"];
        let key = parts.iter().fold(secret.into_bytes(), |key, part| keyed(&key, part));
        let signature = hex::encode(keyed(&key, &text));
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={SIGNED_HEADERS}, \
             Signature={signature}",
            self.keys.access_key
        )
    }
}

fn hash(text: &[u8]) -> String {
    hex::encode(Sha256::digest(text))
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    // An HMAC takes keys of every length, so this cannot fail.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `get-vanilla` of the vectors that AWS publishes.
    #[test]
    fn a_request_is_signed_as_aws_signs_it() {
        let keys = Keys {
            access_key: "AKIDEXAMPLE".into(),
            secret_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
        };
        let (host, at) = ("example.amazonaws.com".into(), "20150830T123600Z".into());
        let signer = Signer { keys: &keys, host, at };
        let asked = Asked {
            service: "service",
            method: "GET",
            path: "/",
            query: "",
            content_type: "",
            body: b"",
        };
        let expected = "AWS4-HMAC-SHA256 \
            Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
            SignedHeaders=host;x-amz-date, \
            Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        assert_eq!(signer.authorization(&asked), expected);
    }
}
