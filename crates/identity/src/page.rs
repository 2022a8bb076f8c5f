//! Requests to a platform that is open to everybody on this machine: not all that somebody's browser
//! sends is that person's wish.

use http::header::ORIGIN;
use http::request::Parts;
use web::{host, is_loopback_name};

use crate::Refused;

/// Whether a request may come from this machine's people. A page of elsewhere gives itself away by
/// its origin, by what browsers say of where a request comes from (Fetch Metadata), or by a host of
/// its own that a name server points here. No page can make a browser say otherwise.
pub(crate) fn must_be_of_this_machine(parts: &Parts) -> Result<(), Refused> {
    match host(parts) {
        Some(host) if is_loopback_name(host) => {}
        other => return Err(Refused::ForeignHost(short(other.unwrap_or("nothing")))),
    }
    if let Some(origin) = parts.headers.get(ORIGIN) {
        let origin = String::from_utf8_lossy(origin.as_bytes());
        if !is_here(&origin) {
            return Err(Refused::ForeignPage(short(&origin)));
        }
    }
    // Older browsers do not say it; they say the origin of all that could change something.
    match parts.headers.get("sec-fetch-site").map(http::HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"same-site" | b"none") => Ok(()),
        Some(_) => Err(Refused::ForeignPage("another site".to_owned())),
    }
}

fn short(text: &str) -> String {
    text.chars().take(100).collect()
}

fn is_here(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| is_loopback_name(authority))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn pages_of_this_machine_and_others() {
        for (origin, expected) in [
            ("http://localhost:3000", true),
            ("http://shop.fn.localhost:4566", true),
            ("http://[::1]:8080", true),
            ("https://example.org", false),
            ("http://192.168.0.1", false),
            // What files and framed pages say.
            ("null", false),
            ("", false),
            ("http://", false),
            ("http://:80", false),
        ] {
            assert_eq!(is_here(origin), expected, "{origin}");
        }
    }

    #[test]
    fn what_a_browser_says_of_a_request() {
        let asked = |headers: &[(&str, &str)]| {
            let mut request = Request::get("/");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            must_be_of_this_machine(&request.body(()).unwrap().into_parts().0).is_ok()
        };
        let here = ("host", "localhost:4566");
        for (headers, expected) in [
            (&[here][..], true),
            (&[], false),
            (&[("host", "evil.example:4566")], false),
            (&[here, ("origin", "http://localhost:3000")], true),
            (&[here, ("origin", "https://evil.example")], false),
            (&[here, ("sec-fetch-site", "same-site")], true),
            (&[here, ("sec-fetch-site", "none")], true),
            (&[here, ("sec-fetch-site", "cross-site")], false),
            (&[here, ("sec-fetch-site", "?")], false),
        ] {
            assert_eq!(asked(headers), expected, "{headers:?}");
        }
    }
}
