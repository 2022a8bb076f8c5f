use gateway::target;
use http::Request;
use proptest::prelude::*;

fn of(uri: &str, host: Option<&str>) -> Option<String> {
    let mut request = Request::builder().uri(uri);
    if let Some(host) = host {
        request = request.header("Host", host);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    target(&parts).map(|target| format!("{} {}", target.function, target.path))
}

fn check(uri: &str, host: &str, expected: Option<&str>) {
    assert_eq!(of(uri, Some(host)).as_deref(), expected, "{host} {uri}");
}

#[test]
fn by_path() {
    let host = "127.0.0.1:4566";
    check("/fn/hello", host, Some("hello /"));
    check("/fn/hello/", host, Some("hello /"));
    check("/fn/hello/a/b?x=/fn/other", host, Some("hello /a/b"));
    check("/fn/hello?x=1", host, Some("hello /"));
    check("/fn/hello//a", host, Some("hello //a"));
    check("/fn/Hello/a%2Fb", host, Some("Hello /a%2Fb"));
    check("/fn/", host, Some(" /"));
    check("/fn//a", host, Some(" /a"));
    check("/fn/..%2F_mayfly/", host, Some("..%2F_mayfly /"));
    for other in ["/", "/fn", "/fnord/hello", "/FN/hello", "//fn/hello", "/_mayfly/v1/health"] {
        check(other, host, None);
    }
}

#[test]
fn by_host() {
    check("/", "hello.fn.localhost", Some("hello /"));
    check("/a?b", "hello.fn.localhost:4566", Some("hello /a"));
    check("/a", "HELLO.FN.LocalHost:4566", Some("hello /a"));
    // The host decides: the platform's own paths are the function's there.
    check("/fn/other/x", "hello.fn.localhost", Some("hello /fn/other/x"));
    check("/_mayfly/v1/deploy", "hello.fn.localhost", Some("hello /_mayfly/v1/deploy"));
    check("/2015-03-31/functions/x", "hello.fn.localhost", Some("hello /2015-03-31/functions/x"));
    check("/", "a.b.fn.localhost", Some("a.b /"));
    check("/", ".fn.localhost", Some(" /"));
    for other in [
        "fn.localhost",
        "hello.fn.localhost.evil.example",
        "hello.fn.localhost:4566:1",
        "localhost",
        "[::1]:4566",
        "",
        "hello.fnxlocalhost",
    ] {
        check("/", other, None);
    }
}

/// HTTP/2 sends no Host header, and clients of proxies send the whole address.
#[test]
fn by_the_whole_address() {
    assert_eq!(of("http://hello.fn.localhost:4566/a", None).as_deref(), Some("hello /a"));
    assert_eq!(of("http://127.0.0.1:4566/fn/hello/a", None).as_deref(), Some("hello /a"));
    check("http://hello.fn.localhost/a", "other.fn.localhost", Some("hello /a"));
    assert_eq!(of("/fn/hello", None).as_deref(), Some("hello /"));
    assert_eq!(of("*", None), None);
}

proptest! {
    #[test]
    fn any_request_has_an_answer(path in "/[!-~&&[^#<>\"{}|\\\\^`]]{0,40}", host in "[ -~]{0,40}") {
        if let Ok(uri) = path.parse::<http::Uri>() {
            let found = of(&uri.to_string(), Some(&host));
            prop_assert_eq!(found.is_some(), found.as_deref().is_some_and(|t| t.contains(" /")));
        }
    }
}
