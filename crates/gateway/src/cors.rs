//! What pages of other origins may do with a function's URL, as its settings say.

use functions::Cors;
use http::header::{HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY};
use http::{Method, Request, Response, StatusCode};
use runtime::{Body, empty_body};

const ALLOW: &str = "access-control-allow-";

/// The answer to a browser that asks beforehand; none where nobody asks.
pub(crate) fn preflight(cors: &Cors, request: &Request<Body>) -> Option<Response<Body>> {
    let asks = request.method() == Method::OPTIONS
        && request.headers().contains_key("access-control-request-method");
    if !asks {
        return None;
    }
    let mut response = Response::new(empty_body());
    *response.status_mut() = StatusCode::OK;
    let origin = request.headers().get(ORIGIN);
    if let Some(origin) = origin.and_then(|origin| allowed(cors, origin)) {
        let headers = response.headers_mut();
        set(headers, "origin", origin);
        add(headers, "methods", &cors.methods);
        add(headers, "headers", &cors.headers);
        if cors.credentials {
            set(headers, "credentials", HeaderValue::from_static("true"));
        }
        if let Some(age) = cors.max_age_s {
            headers.insert("access-control-max-age", age.into());
        }
    }
    Some(response)
}

/// Marks a function's answer for the page that asked. The settings count, not what the function says.
pub(crate) fn mark(cors: &Cors, origin: Option<&HeaderValue>, headers: &mut HeaderMap) {
    let own: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("access-control-"))
        .cloned()
        .collect();
    for name in own {
        headers.remove(name);
    }
    let Some(origin) = origin.and_then(|origin| allowed(cors, origin)) else { return };
    set(headers, "origin", origin);
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if cors.credentials {
        set(headers, "credentials", HeaderValue::from_static("true"));
    }
    if let Ok(expose) = HeaderValue::from_str(&cors.expose.join(","))
        && !cors.expose.is_empty()
    {
        headers.insert("access-control-expose-headers", expose);
    }
}

/// What is told of an origin that may. With credentials it must be told by its name.
fn allowed(cors: &Cors, origin: &HeaderValue) -> Option<HeaderValue> {
    let text = origin.to_str().ok()?;
    let any = cors.origins.iter().any(|one| one == "*");
    let named = cors.origins.iter().any(|one| one.eq_ignore_ascii_case(text));
    match (any, named) {
        (true, _) if !cors.credentials => Some(HeaderValue::from_static("*")),
        (false, false) => None,
        _ => Some(origin.clone()),
    }
}

fn add(headers: &mut HeaderMap, what: &'static str, all: &[String]) {
    if let Ok(value) = HeaderValue::from_str(&all.join(","))
        && !all.is_empty()
    {
        set(headers, what, value);
    }
}

fn set(headers: &mut HeaderMap, what: &'static str, value: HeaderValue) {
    if let Ok(name) = HeaderName::try_from(format!("{ALLOW}{what}")) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cors(origins: &[&str], credentials: bool) -> Cors {
        Cors {
            credentials,
            origins: origins.iter().map(|one| (*one).to_owned()).collect(),
            methods: vec!["GET".into(), "PUT".into()],
            max_age_s: Some(60),
            ..Cors::default()
        }
    }

    #[test]
    fn who_is_allowed_and_by_which_name() {
        for (origins, credentials, origin, told) in [
            (&["*"][..], false, "https://a", Some("*")),
            (&["*"], true, "https://a", Some("https://a")),
            (&["https://a"], false, "https://a", Some("https://a")),
            (&["https://a", "https://b"], true, "https://B", Some("https://B")),
            (&["https://a"], false, "https://b", None),
            (&[], false, "https://a", None),
        ] {
            let origin = HeaderValue::from_static(origin);
            let got = allowed(&cors(origins, credentials), &origin);
            assert_eq!(got.as_ref().map(|v| v.to_str().unwrap()), told, "{origins:?} {origin:?}");
        }
    }

    #[test]
    fn what_the_function_says_itself_does_not_count() {
        let mut headers = HeaderMap::new();
        headers.insert("access-control-allow-origin", HeaderValue::from_static("https://evil"));
        headers.insert("access-control-max-age", HeaderValue::from_static("9"));
        mark(&cors(&["https://a"], false), None, &mut headers);
        assert!(headers.is_empty());
    }

    #[test]
    fn only_browsers_that_ask_are_answered() {
        let ask = |method: &str, asks: bool| {
            let request = Request::builder().method(method).header(ORIGIN, "https://a");
            let request = match asks {
                true => request.header("Access-Control-Request-Method", "PUT"),
                false => request,
            };
            preflight(&cors(&["https://a"], false), &request.body(empty_body()).unwrap())
        };
        let answer = ask("OPTIONS", true).unwrap();
        assert_eq!(answer.headers()["access-control-allow-methods"], "GET,PUT");
        assert_eq!(answer.headers()["access-control-max-age"], "60");
        assert!(ask("OPTIONS", false).is_none() && ask("GET", true).is_none());
    }
}
