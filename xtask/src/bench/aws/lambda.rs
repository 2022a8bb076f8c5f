//! The requests of Lambda's interface that are measured, and what their answers say.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

use super::sign::{Asked, Signer};
use crate::bench::http::Request;

const FUNCTIONS: &str = "/2015-03-31/functions";
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#;
/// As many as Lambda gives at a time.
pub(crate) const PAGE_MAX: usize = 50;

/// What a list says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Page {
    pub(crate) functions: Vec<IgnoredAny>,
    pub(crate) next_marker: Option<String>,
}

/// `zip` is the package in base64.
pub(crate) fn create(signer: &Signer<'_>, name: &str, role: &str, zip: &str) -> Request {
    let body = json!({
        "FunctionName": name,
        "Runtime": "python3.13",
        "Handler": "echo.handler",
        "Role": role,
        "Code": { "ZipFile": zip },
    });
    signer.sign(&Asked {
        service: "lambda",
        method: "POST",
        path: FUNCTIONS,
        query: "",
        content_type: "application/json",
        body: body.to_string().as_bytes(),
    })
}

pub(crate) fn get(signer: &Signer<'_>, name: &str) -> Request {
    reading(signer, &format!("{FUNCTIONS}/{name}"), "")
}

pub(crate) fn list(signer: &Signer<'_>, marker: Option<&str>) -> Request {
    let most = format!("MaxItems={PAGE_MAX}");
    let query = marker.map_or(most.clone(), |marker| format!("Marker={}&{most}", encoded(marker)));
    reading(signer, FUNCTIONS, &query)
}

fn reading(signer: &Signer<'_>, path: &str, query: &str) -> Request {
    let (service, method, content_type) = ("lambda", "GET", "");
    signer.sign(&Asked { service, method, path, query, content_type, body: b"" })
}

/// Makes the role that all functions have.
pub(crate) fn create_role(signer: &Signer<'_>) -> Request {
    let (action, trust) = ("Action=CreateRole&Version=2010-05-08", encoded(TRUST));
    let body = format!("{action}&RoleName=bench&AssumeRolePolicyDocument={trust}");
    signer.sign(&Asked {
        service: "iam",
        method: "POST",
        path: "/",
        query: "",
        content_type: "application/x-www-form-urlencoded",
        body: body.as_bytes(),
    })
}

/// The role's full name, from the answer that it was made.
pub(crate) fn role(answer: &str) -> Option<&str> {
    let (_, rest) = answer.split_once("<Arn>")?;
    rest.split_once("</Arn>").map(|(name, _)| name)
}

/// For a query, as signatures want it.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let mut out = String::new();
    for byte in text.bytes() {
        match plain(byte) {
            true => out.push(byte.into()),
            false => out += &format!("%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plain_is_encoded() {
        assert_eq!(encoded("aZ0-._~"), "aZ0-._~");
        assert_eq!(encoded("a b/ü"), "a%20b%2F%C3%BC");
    }

    #[test]
    fn a_list_is_read_by_its_pages() {
        let page = |text| serde_json::from_str::<Page>(text).map(|page| page.next_marker);
        let more = r#"{"Functions": [{"FunctionName": "a", "Timeout": 3}], "NextMarker": "61"}"#;
        assert_eq!(page(more).unwrap().as_deref(), Some("61"));
        assert_eq!(page(r#"{"Functions": []}"#).unwrap(), None);
        assert_eq!(page(r#"{"Functions": [], "NextMarker": null}"#).unwrap(), None);
    }

    #[test]
    fn a_role_is_found_in_its_answer() {
        let answer = "<Role><Path>/</Path><Arn>arn:aws:iam::1:role/bench</Arn></Role>";
        assert_eq!(role(answer), Some("arn:aws:iam::1:role/bench"));
        assert_eq!(role("<Error/>"), None);
    }
}
