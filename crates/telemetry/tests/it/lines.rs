use expect_test::{Expect, expect};
use proptest::prelude::*;
use telemetry::{LONGEST_EVENT, Level, Lines, Printed};

fn texts(input: &[u8]) -> Vec<String> {
    let mut lines = Lines::new();
    let mut events = lines.push(1, input);
    events.extend(lines.flush());
    events.into_iter().map(|event| event.text).collect()
}

fn check(input: &str, expected: Expect) {
    let shown: Vec<String> = texts(input.as_bytes()).iter().map(|it| format!("{it:?}\n")).collect();
    expected.assert_eq(&shown.concat());
}

#[test]
fn lines_end_with_a_newline_and_one_carriage_return() {
    check(
        "one\ntwo\r\n\nthree\rstill three\r\r\nno newline",
        expect![[r#"
            "one"
            "two"
            ""
            "three\nstill three\n"
            "no newline"
        "#]],
    );
    assert_eq!(texts(b"caf\xc3\xa9 \xff\xfe\n"), ["café \u{fffd}\u{fffd}"]);
    assert_eq!(texts(b""), [""; 0]);
}

#[test]
fn a_python_traceback_is_one_event() {
    check(
        "before\n\
         Traceback (most recent call last):\n\
         \x20 File \"/var/task/app.py\", line 3, in handler\n\
         \x20   raise ValueError('x')\n\
         ValueError: x\n\
         after\n",
        expect![[r#"
            "before"
            "Traceback (most recent call last):\n  File \"/var/task/app.py\", line 3, in handler\n    raise ValueError('x')\nValueError: x"
            "after"
        "#]],
    );
}

#[test]
fn chained_tracebacks_are_one_event() {
    check(
        "Traceback (most recent call last):\n  File \"a\"\nKeyError: 'a'\n\
         \n\
         During handling of the above exception, another exception occurred:\n\
         \n\
         Traceback (most recent call last):\n  File \"b\"\nValueError: b\n\
         \n\
         The above exception was the direct cause of the following exception:\n\
         \n\
         Traceback (most recent call last):\n  File \"c\"\nRuntimeError: c\n\
         \n\
         next\n",
        expect![[r#"
            "Traceback (most recent call last):\n  File \"a\"\nKeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"b\"\nValueError: b\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File \"c\"\nRuntimeError: c"
            ""
            "next"
        "#]],
    );
}

#[test]
fn an_exception_group_is_one_event() {
    check(
        "  + Exception Group Traceback (most recent call last):\n  |   File \"a\"\n  | \
         ExceptionGroup: two (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    \
         | ValueError: a\n    +------------------------------------\nnext\n",
        expect![[r#"
            "  + Exception Group Traceback (most recent call last):\n  |   File \"a\"\n  | ExceptionGroup: two (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: a\n    +------------------------------------"
            "next"
        "#]],
    );
}

#[test]
fn stacks_of_java_and_javascript_stay_with_their_error() {
    check(
        "Error: boom\n    at handler (/var/task/index.js:2:9)\n    at async run\nnext\n\
         java.lang.RuntimeException: a\n\tat A.main(A.java:1)\nCaused by: java.io.IOException: b\n\
         \tat B.read(B.java:2)\n\t... 1 more\nnext\n  indented but no stack\nat the beginning\n",
        expect![[r#"
            "Error: boom\n    at handler (/var/task/index.js:2:9)\n    at async run"
            "next"
            "java.lang.RuntimeException: a\n\tat A.main(A.java:1)\nCaused by: java.io.IOException: b\n\tat B.read(B.java:2)\n\t... 1 more"
            "next"
            "  indented but no stack"
            "at the beginning"
        "#]],
    );
}

#[test]
fn the_level_is_that_of_the_whole_event() {
    let mut lines = Lines::new();
    let mut events = lines.push(7, b"Traceback (most recent call last):\n  File \"a\"\nE: x\n");
    events.extend(lines.push(9, b"[WARN] careful\n"));
    events.extend(lines.flush());
    let found: Vec<_> = events.iter().map(|event| (event.at_us, event.level)).collect();
    assert_eq!(found, [(7, Level::Error), (9, Level::Warn)]);
}

#[test]
fn settling_gives_out_complete_lines_and_keeps_the_rest() {
    let text =
        |events: Vec<Printed>| events.into_iter().map(|event| event.text).collect::<Vec<_>>();
    let mut lines = Lines::new();
    assert_eq!(text(lines.push(1, b"done\nhalf")), [""; 0]);
    assert!(lines.holds_back());
    assert_eq!(text(lines.settle()), ["done"]);
    assert!(!lines.holds_back());
    assert_eq!(text(lines.push(2, b" a line\n")), [""; 0]);
    assert_eq!(text(lines.flush()), ["half a line"]);
}

#[test]
fn what_is_too_long_becomes_several_events() {
    let long = "é".repeat(LONGEST_EVENT);
    let input = format!("a{long}\nnext\n");
    let found = texts(input.as_bytes());
    assert!(found.iter().all(|text| text.len() <= LONGEST_EVENT && !text.contains('\u{fffd}')));
    assert_eq!(found.len(), 4);
    assert_eq!(found[..3].concat(), format!("a{long}"));

    let exact = "x".repeat(LONGEST_EVENT);
    assert_eq!(texts(format!("{exact}\r\n").as_bytes()), [exact.as_str()]);
    assert_eq!(texts(format!("{exact}\ry\n").as_bytes()), [exact.as_str(), "\ny"]);

    let endless = format!("Traceback (most recent call last):\n{}", "  x\n".repeat(LONGEST_EVENT));
    let found = texts(endless.as_bytes());
    assert!(found.len() <= 6, "{}", found.len());
    assert!(found.iter().all(|text| text.len() <= LONGEST_EVENT));
    assert_eq!(found.iter().map(|text| text.len() + 1).sum::<usize>(), endless.len());
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "Traceback (most recent call last):",
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:",
        "  + Exception Group Traceback (most recent call last):",
        "  | x",
        "  File \"a.py\", line 1",
        "ValueError: x",
        "\tat A.b(C.java:1)",
        "    at b (c.js:1:2)",
        "Caused by: x",
        "\t... 3 more",
        "\r",
        "\n",
        "\n",
        "\r\n",
        "é",
    ]);
    prop_oneof![
        12 => known.prop_map(|text| text.as_bytes().to_vec()),
        2 => prop::collection::vec(any::<u8>(), 0..6),
        1 => Just(vec![b'x'; LONGEST_EVENT / 2 - 1]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn chunks_do_not_matter(
        pieces in prop::collection::vec(piece(), 0..24),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let input = pieces.concat();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(input.len() + 1)).collect();
        cuts.extend([0, input.len()]);
        cuts.sort_unstable();

        let mut lines = Lines::new();
        let mut events = Vec::new();
        for pair in cuts.windows(2) {
            events.extend(lines.push(1, &input[pair[0]..pair[1]]));
        }
        events.extend(lines.flush());
        let found: Vec<String> = events.into_iter().map(|event| event.text).collect();
        let whole = texts(&input);
        prop_assert!(found == whole, "{} events in chunks, {} at once", found.len(), whole.len());

        // Nothing is lost but newlines, and nothing is too long, unless it was not UTF-8.
        let squash = |text: &str| text.replace(['\r', '\n'], "");
        if let Ok(text) = std::str::from_utf8(&input) {
            prop_assert!(squash(&whole.concat()) == squash(text));
            prop_assert!(whole.iter().all(|text| text.len() <= LONGEST_EVENT));
        }
    }
}
