use std::io::{BufRead, BufReader};
use std::process::Stdio;

use api::{LogLevel, LogLine, LogSource};
use expect_test::expect;
use mayfly::render::{Clock, log_line};

use crate::fake::{Fake, answer, mayfly, stderr, stdout};

fn line(level: LogLevel, source: LogSource, text: &str) -> LogLine {
    LogLine {
        at_us: 1_769_860_800_123_456,
        stream: "2026/01/31/[1]ab".into(),
        request: None,
        level,
        source,
        text: text.into(),
    }
}

#[test]
fn lines_are_aligned_and_further_lines_are_indented() {
    use LogLevel::*;
    use LogSource::*;
    let lines = [
        line(Info, Stdout, "ready"),
        line(Unknown, Stdout, "printed"),
        line(Unknown, Stderr, "complained"),
        line(Error, Stdout, "Traceback:\n  File \"app.py\", line 1\n\nValueError: no\n"),
        line(Unknown, Platform, "REPORT RequestId: 1\tDuration: 2.00 ms"),
        line(Warn, Stderr, "\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07 \u{202e}evil\r"),
    ];
    let text = lines.map(|line| log_line(&line, &Clock::Utc, false)).concat();
    expect![[r#"
        2026-01-31T12:00:00.123Z  INFO   ready
        2026-01-31T12:00:00.123Z  out    printed
        2026-01-31T12:00:00.123Z  err    complained
        2026-01-31T12:00:00.123Z  ERROR  Traceback:
                                           File "app.py", line 1

                                         ValueError: no
        2026-01-31T12:00:00.123Z         REPORT RequestId: 1	Duration: 2.00 ms
        2026-01-31T12:00:00.123Z  WARN   red ␛[2J␛]0;title␇ �evil
    "#]]
    .assert_eq(&text);

    let local = Clock::Local(jiff::tz::TimeZone::fixed(jiff::tz::offset(-5)));
    let text = lines_of(&local);
    expect![[r#"
        ␛[2mJan 31 07:00:00.123␛[0m  ␛[32mINFO ␛[0m  ␛[31mred␛[0m
                                    plain
        ␛[2mJan 31 07:00:00.123␛[0m  ␛[31mERROR␛[0m  ␛[31mno␛[0m
    "#]]
    .assert_eq(&text.replace('\x1b', "␛"));
}

fn lines_of(clock: &Clock) -> String {
    let coloured = line(LogLevel::Info, LogSource::Stdout, "\x1b[31mred\nplain");
    let failed = line(LogLevel::Error, LogSource::Stdout, "no");
    log_line(&coloured, clock, true) + &log_line(&failed, clock, true)
}

#[test]
fn the_query_says_what_was_asked_for() {
    let check = |arguments: &[&str], expected: &str| {
        let fake = Fake::answering(vec![answer("200 OK", "")]);
        let output = fake.run(&[&["logs", "shop"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(fake.asked().line, format!("GET /_mayfly/v1/functions/shop/logs{expected}"));
    };
    check(&[], "");

    check(&["--since", "1970-01-01T00:00:01Z"], "?since=1000");
    check(&["--request", "ab-1"], "?request=ab-1");
}

#[test]
fn json_is_one_event_a_line() {
    let body = r#"{"at_us":1,"stream":"s","level":"info","source":"stdout","text":"a\nb"}"#;
    let fake = Fake::answering(vec![answer("200 OK", body)]);
    assert_eq!(stdout(&fake.run(&["logs", "shop", "--json"])), format!("{body}\n"));
}

#[test]
fn following_survives_a_restart_and_repeats_nothing() {
    let event = |at_us: u64, text: &str| {
        format!(
            r#"{{"at_us":{at_us},"stream":"s","level":"info","source":"stdout","text":"{text}"}}"#
        ) + "\n"
    };
    let first = event(5_000_000, "one") + &event(6_000_000, "two");
    let second = event(6_000_000, "two") + &event(7_000_000, "three");
    let fake = Fake::answering(vec![
        answer("200 OK", &first),
        answer("500 Oops", r#"{"message":"starting"}"#),
        answer("200 OK", &second),
        answer("404 Gone", r#"{"message":"there is no function shop"}"#),
    ]);
    let mut command = mayfly(&["logs", "shop", "--follow", "--since", "1970-01-01T00:00:01Z"]);
    command.env("MAYFLY_ENDPOINT", &fake.endpoint).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let texts: Vec<_> =
        lines.map(|line| line.unwrap().rsplit(' ').next().unwrap().to_owned()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    assert_eq!(child.wait().unwrap().code(), Some(1), "a function that is gone ends it");
    let asked = [fake.asked(), fake.asked(), fake.asked()].map(|asked| asked.line);
    assert_eq!(asked[0], "GET /_mayfly/v1/functions/shop/logs?since=1000&follow=1");
    assert_eq!(asked[2], "GET /_mayfly/v1/functions/shop/logs?since=5000&follow=1");
}
