//! Web pages that send requests from a browser on this machine.

use std::net::IpAddr;

use http::header::ORIGIN;
use http::request::Parts;

/// The origin of the page that sends a request, where that page is not of this machine. Browsers say
/// so of every request that could change something, and no page can make them say otherwise.
pub(crate) fn foreign(parts: &Parts) -> Option<String> {
    let origin = parts.headers.get(ORIGIN)?;
    let text = String::from_utf8_lossy(origin.as_bytes());
    (!is_here(&text)).then(|| text.chars().take(100).collect())
}

fn is_here(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let Ok(authority) = authority.parse::<http::uri::Authority>() else { return false };
    let host = authority.host().to_ascii_lowercase();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match address {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn pages_of_this_machine_and_others() {
        for (origin, expected) in [
            ("http://localhost:3000", true),
            ("https://LOCALHOST", true),
            ("http://shop.fn.localhost:4566", true),
            ("http://127.0.0.1:4566", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:8080", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("https://example.org", false),
            ("http://localhost.example.org", false),
            ("http://127.0.0.1.example.org", false),
            ("http://notlocalhost", false),
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
}
