use functions::{KNOWN_RUNTIMES, Runtime};
use proptest::prelude::*;

#[test]
fn runtimes_by_name() {
    for (text, expected) in [
        ("python", Runtime::Python { minor: None }),
        ("python3.9", Runtime::Python { minor: Some(9) }),
        ("python3.13", Runtime::Python { minor: Some(13) }),
        ("node", Runtime::Node { major: None }),
        ("nodejs20.x", Runtime::Node { major: Some(20) }),
        ("provided", Runtime::Provided { al: None }),
        ("provided.al2", Runtime::Provided { al: Some(2) }),
        ("provided.al2023", Runtime::Provided { al: Some(2023) }),
        ("http", Runtime::Http),
        ("wasm", Runtime::Wasm),
    ] {
        assert_eq!(text.parse::<Runtime>().unwrap(), expected, "{text}");
    }
}

#[test]
fn what_is_offered_is_known_and_keeps_its_spelling() {
    for known in KNOWN_RUNTIMES {
        assert_eq!(known.parse::<Runtime>().unwrap().to_string(), *known);
    }
}

#[test]
fn what_is_not_known_is_refused_with_what_is() {
    for wrong in [
        "",
        "Python",
        "python2.7",
        "python3",
        "python3.",
        "python3.x",
        "python3.011",
        "python3.100",
        "python3.-1",
        "python3.+1",
        "nodejs",
        "nodejs20",
        "nodejs.x",
        "nodejs020.x",
        "node20",
        "provided.al1",
        "provided.al2024",
        "http ",
        "wasm32",
        "java21",
        "go1.x",
    ] {
        let error = wrong.parse::<Runtime>().unwrap_err().to_string();
        let known = "known are python, python3.N, node, nodejsN.x, provided, provided.al2, \
                     provided.al2023, http and wasm";
        assert_eq!(error, format!("unknown runtime \"{wrong}\"; {known}"));
    }
    let long = "x".repeat(1_000).parse::<Runtime>().unwrap_err().to_string();
    assert!(long.len() < 250, "{long}");
}

proptest! {
    /// One spelling per runtime: what is parsed is printed as it was written.
    #[test]
    fn spelling_is_kept(text in "(python3\\.|nodejs|provided\\.al|http|wasm|node)[0-9x.]{0,6}") {
        if let Ok(runtime) = text.parse::<Runtime>() {
            prop_assert_eq!(runtime.to_string(), text);
        }
    }
}
