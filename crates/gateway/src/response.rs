//! From what a function returned to an HTTP response, by the rules of function URLs.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, SET_COOKIE};
use http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A response a function describes: the object with a `statusCode`, or a stream's prelude.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Described {
    status_code: Option<Value>,
    headers: Option<Map<String, Value>>,
    multi_value_headers: Option<Map<String, Value>>,
    cookies: Option<Vec<String>>,
    body: Option<Value>,
    is_base64_encoded: bool,
}

/// The response for a returned value. An error is what was wrong with it, in words.
pub(crate) fn response(value: &Bytes) -> Result<Response<Bytes>, String> {
    match serde_json::from_slice::<Described>(value) {
        Ok(described) if described.status_code.is_some() => described.into_response(),
        // Not a response as most are: look closer.
        _ => any(value),
    }
}

fn any(value: &Bytes) -> Result<Response<Bytes>, String> {
    let parsed: Value = match serde_json::from_slice(value) {
        Ok(parsed) => parsed,
        Err(_) => return Ok(plain(StatusCode::OK, value.clone())),
    };
    if parsed.get("statusCode").is_none() {
        // A string is the body itself; anything else is its JSON.
        let body = match parsed {
            Value::String(text) => text.into(),
            _ => value.clone(),
        };
        return Ok(plain(StatusCode::OK, body));
    }
    let described: Described =
        serde_json::from_value(parsed).map_err(|error| format!("the response object: {error}"))?;
    described.into_response()
}

fn plain(status: StatusCode, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

impl Described {
    fn into_response(mut self) -> Result<Response<Bytes>, String> {
        let body = self.take_body()?;
        let mut response = Response::new(body);
        self.apply(&mut response)?;
        Ok(response)
    }

    fn take_body(&mut self) -> Result<Bytes, String> {
        let text = match self.body.take() {
            None | Some(Value::Null) => return Ok(Bytes::new()),
            Some(Value::String(text)) => text,
            Some(_) => {
                return Err("body must be a string: write objects with JSON.stringify".into());
            }
        };
        if !self.is_base64_encoded {
            return Ok(text.into());
        }
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| "body is not base64".to_owned())?;
        Ok(bytes.into())
    }

    pub(crate) fn apply<B>(&self, response: &mut Response<B>) -> Result<(), String> {
        *response.status_mut() = self.status()?;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers.iter().flatten() {
            if let Some(value) = scalar(value) {
                headers.insert(parse_name(name)?, parse_value(name, &value)?);
            }
        }
        for (name, values) in self.multi_value_headers.iter().flatten() {
            let parsed = parse_name(name)?;
            headers.remove(&parsed);
            for value in values.as_array().into_iter().flatten().filter_map(scalar) {
                headers.append(&parsed, parse_value(name, &value)?);
            }
        }
        for cookie in self.cookies.iter().flatten() {
            headers.append(SET_COOKIE, parse_value("cookies", cookie)?);
        }
        // The length and the connection are the gateway's business.
        headers.remove(CONTENT_LENGTH);
        web::take_off_hop_by_hop(headers);
        Ok(())
    }

    fn status(&self) -> Result<StatusCode, String> {
        let number = match &self.status_code {
            None => return Ok(StatusCode::OK),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number
            .and_then(|number| u16::try_from(number).ok())
            .and_then(|number| StatusCode::from_u16(number).ok())
            .filter(|status| status.as_u16() >= 200 && status.as_u16() < 600)
            .ok_or_else(|| "statusCode must be a number from 200 to 599".to_owned())
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn parse_name(name: &str) -> Result<HeaderName, String> {
    name.parse().map_err(|_| format!("{name:?} is not a header name"))
}

fn parse_value(name: &str, value: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(value)
        .map_err(|_| format!("the value of header {name:?} has characters no header can carry"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &str, status: u16, headers: &[(&str, &str)], body: &str) {
        let response = response(&Bytes::copy_from_slice(value.as_bytes())).unwrap();
        assert_eq!(response.status().as_u16(), status, "{value}");
        let got: Vec<_> =
            response.headers().iter().map(|(n, v)| (n.as_str(), v.to_str().unwrap())).collect();
        assert_eq!(got, headers, "{value}");
        assert_eq!(response.into_body(), body, "{value}");
    }

    const JSON: (&str, &str) = ("content-type", "application/json");

    #[test]
    fn what_has_no_status_is_the_body() {
        check(r#"{"a": 1}"#, 200, &[JSON], r#"{"a": 1}"#);
        check(r#""plain text""#, 200, &[JSON], "plain text");
        check("null", 200, &[JSON], "null");
        check("[1,2]", 200, &[JSON], "[1,2]");
        check(r#"{"body": "x"}"#, 200, &[JSON], r#"{"body": "x"}"#);
    }

    #[test]
    fn what_has_a_status_describes_the_response() {
        check(r#"{"statusCode": 204}"#, 204, &[JSON], "");
        check(r#"{"statusCode": "418", "body": "tea"}"#, 418, &[JSON], "tea");
        check(
            r#"{"statusCode": 200, "headers": {"Content-Type": "text/html", "X-N": 7},
                "cookies": ["a=1", "b=2"], "body": "<p>"}"#,
            200,
            &[
                ("content-type", "text/html"),
                ("x-n", "7"),
                ("set-cookie", "a=1"),
                ("set-cookie", "b=2"),
            ],
            "<p>",
        );
        check(
            r#"{"statusCode": 200, "body": "aGk=", "isBase64Encoded": true}"#,
            200,
            &[JSON],
            "hi",
        );
        check(
            r#"{"statusCode": 200, "multiValueHeaders": {"X-A": ["1", "2"]}, "headers": {"content-length": "9"}}"#,
            200,
            &[JSON, ("x-a", "1"), ("x-a", "2")],
            "",
        );
    }

    #[test]
    fn what_cannot_be_sent_is_an_error() {
        for wrong in [
            json!({"statusCode": 99}),
            json!({"statusCode": "x"}),
            json!({"statusCode": 700}),
            json!({"statusCode": 200, "headers": {"a b": "1"}}),
            json!({"statusCode": 200, "headers": {"a": "1\n2"}}),
            json!({"statusCode": 200, "body": "?", "isBase64Encoded": true}),
            json!({"statusCode": 200, "cookies": "a"}),
            json!({"statusCode": 200, "body": {"a": 1}}),
        ] {
            assert!(response(&Bytes::from(wrong.to_string())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn answers_cannot_smuggle_headers_or_lengths() {
        for (name, value) in [
            ("a", "1\r\nset-cookie: x"),
            ("a\r\nb", "1"),
            ("a:", "1"),
            ("", "1"),
            ("a", "\u{0}"),
            ("a", "\u{7f}"),
        ] {
            let value = json!({"statusCode": 200, "headers": {name: value}}).to_string();
            assert!(response(&Bytes::from(value.clone())).is_err(), "{value}");
        }
        let cookie = json!({"statusCode": 200, "cookies": ["a=1\r\nb: 2"]}).to_string();
        assert!(response(&Bytes::from(cookie)).is_err());
        check(
            r#"{"statusCode": 200, "headers":
                {"Content-Length": "1", "Transfer-Encoding": "chunked", "Connection": "close, x-a",
                 "Keep-Alive": "1", "Upgrade": "h2c", "TE": "x", "Trailer": "x", "X-A": "1",
                 "Proxy-Connection": "x", "Proxy-Authenticate": "Basic"}}"#,
            200,
            &[JSON],
            "",
        );
    }

    proptest::proptest! {
        #[test]
        fn any_answer_becomes_a_response_or_an_error(text: String, status: u16, flag: bool) {
            let _ = response(&Bytes::from(text.clone()));
            let object = json!({
                "statusCode": status, "headers": {text.as_str(): text}, "body": text,
                "isBase64Encoded": flag, "cookies": [text],
                "multiValueHeaders": {"x": [text, flag, status]},
            });
            let _ = response(&Bytes::from(object.to_string()));
        }
    }
}
