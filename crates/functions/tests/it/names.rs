use functions::{AppName, FunctionName};

const ADVICE: &str = "use 1 to 64 letters, digits, '-' or '_', starting with a letter or digit";
const BAD_START: &str = "starts with a character that is not a letter or digit";
const BAD_CHARACTER: &str = "has a character that is not allowed";

fn check(text: &str, problem: &str) {
    let shown: String = text.chars().take(65).collect();
    let expected = format!("function name \"{shown}\" {problem}; {ADVICE}");
    assert_eq!(FunctionName::parse(text).unwrap_err().to_string(), expected);
}

#[test]
fn names_are_short_and_plain() {
    for fine in ["a", "7", "Hello", "hello-world_2", "x".repeat(64).as_str()] {
        assert_eq!(FunctionName::parse(fine).unwrap().as_str(), fine);
    }
    check("", "is empty");
    check(&"x".repeat(65), "is too long");
    check(&"é".repeat(1_000), "is too long");
    for start in ["-a", "_a", "é", ".a", "../a", " a", "\0"] {
        check(start, BAD_START);
    }
    for character in ["a/b", "a.b", "a b", "a\n", "a\0", "aé", "a:b", "a%20"] {
        check(character, BAD_CHARACTER);
    }
}

#[test]
fn a_name_is_parsed_wherever_it_comes_from() {
    assert!(serde_json::from_str::<FunctionName>(r#""hello""#).is_ok());
    let error = serde_json::from_str::<AppName>(r#""a/b""#).unwrap_err();
    assert_eq!(error.to_string(), format!("app name \"a/b\" {BAD_CHARACTER}; {ADVICE}"));
}
