use fuzzer::request;

#[test]
fn a_request_from_a_text() {
    let (parts, body) = request(b"POST /a?b=c\nHost: x\nA:  b: c \n\none\n\ntwo").unwrap();
    assert_eq!((parts.method.as_str(), parts.uri.to_string()), ("POST", "/a?b=c".to_owned()));
    assert_eq!(
        (&parts.headers["host"], &parts.headers["a"]),
        (&"x".parse().unwrap(), &"b: c".parse().unwrap())
    );
    assert_eq!(body, b"one\n\ntwo");
    assert!(request(b"GET /").unwrap().1.is_empty());
}

#[test]
fn what_no_server_could_have_read_is_none() {
    for text in ["", "GET", "GET /\nno colon", "GET /\n: x", "G T /", "GET /a b", "GET /\nA: \0"] {
        assert!(request(text.as_bytes()).is_none(), "{text}");
    }
}
