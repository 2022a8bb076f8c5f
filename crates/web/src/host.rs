//! The host that a request is for.

use std::net::IpAddr;

use http::header::HOST;
use http::request::Parts;

/// Whom a request is for, with the port. In HTTP/2, and from clients that take us for a proxy, the
/// address says so and not a header.
pub fn host(parts: &Parts) -> Option<&str> {
    let said = || parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    parts.uri.authority().map(|authority| authority.as_str()).or_else(said)
}

/// Whether a request names two hosts: by its address and a header, or by several headers. One could
/// be signed and the other be gone by.
pub fn names_two_hosts(parts: &Parts) -> bool {
    let address = parts.uri.authority().map(|authority| authority.as_str().as_bytes());
    let said = parts.headers.get_all(HOST).iter().map(http::HeaderValue::as_bytes);
    let mut hosts = address.into_iter().chain(said);
    let Some(first) = hosts.next() else { return false };
    hosts.any(|other| !other.eq_ignore_ascii_case(first))
}

/// Whether a host, with or without its port, can only be this machine, whatever a name server says.
pub fn is_loopback_name(host: &str) -> bool {
    let Ok(authority) = host.parse::<http::uri::Authority>() else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    let name = authority.host().to_ascii_lowercase();
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn names_of_this_machine_and_others() {
        for (host, expected) in [
            ("localhost:4566", true),
            ("LOCALHOST", true),
            ("shop.fn.localhost:4566", true),
            ("127.0.0.1:4566", true),
            ("127.9.9.9", true),
            ("[::1]:8080", true),
            ("[::ffff:127.0.0.1]", true),
            ("example.org", false),
            ("localhost.example.org", false),
            ("127.0.0.1.example.org", false),
            ("notlocalhost", false),
            ("localhost@example.org", false),
            ("example.org@localhost", false),
            ("192.168.0.1", false),
            ("0.0.0.0", false),
            ("", false),
            (":80", false),
        ] {
            assert_eq!(is_loopback_name(host), expected, "{host}");
        }
    }

    #[test]
    fn one_host_or_two() {
        for (address, hosts, two) in [
            ("/", &["a"][..], false),
            ("/", &["a", "A"], false),
            ("/", &["a", "b"], true),
            ("http://a/", &["a"], false),
            ("http://a/", &[], false),
            ("http://a/", &["b"], true),
            ("http://a:1/", &["a"], true),
            ("/", &[], false),
        ] {
            let mut request = Request::get(address);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            let parts = request.body(()).unwrap().into_parts().0;
            assert_eq!(names_two_hosts(&parts), two, "{address} {hosts:?}");
        }
    }
}
