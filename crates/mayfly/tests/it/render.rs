use api::{FunctionDetail, FunctionList, FunctionSummary, Instances, Invocation, LastHour};
use expect_test::expect;
use functions::{AppName, FunctionConfig, FunctionName, OnFailure, Runtime};
use mayfly::render::{
    Cell, Style, Table, ago, bytes, count, detail, list, micros, per_minute, percent, printable,
};

const NOW_MS: u64 = 1_800_000_000_000;

#[test]
fn tables_are_aligned() {
    let mut table = Table::new(&["NAME", "SIZE", "NOTE"]);
    table.row(vec![Cell::new("a"), Cell::right("10 MB"), Cell::new("é")]);
    table.row(vec![Cell::new("longer").style(Style::Bold), Cell::right("1 MB"), Cell::new("")]);
    expect![[r#""#]].assert_eq(&table.render(false));
    expect![[r#""#]].assert_eq(&table.render(true).replace('\x1b', "␛"));
}

#[test]
fn numbers_as_people_say_them() {
    let ages = [0, 7, 65, 3_599, 7_200, 172_800].map(|s| ago(NOW_MS - s * 1_000, NOW_MS));
    expect![[r#""#]].assert_eq(&ages.join(", "));
    let sizes = [0, 1_023, 1_024, 1_536, 10 * 1_024, 1_048_575, 5 << 30, u64::MAX].map(bytes);
    expect![[r#""#]].assert_eq(&sizes.join(", "));
    let times =
        [0, 999, 1_500, 12_345, 123_456, 1_234_567, 61_000_000, 21_600_000_000].map(micros);
    expect![[r#""#]].assert_eq(&times.join(", "));
    let counts = [0, 999, 1_000, 1_234_567].map(count);
    expect![[r#""#]].assert_eq(&counts.join(" "));
    let rates = [0, 3, 90, 6_000, 360_000].map(per_minute);
    expect![[r#""#]].assert_eq(&rates.join(", "));
    let shares = [(0, 0), (1, 1_000), (1, 3), (3, 3)].map(|(part, whole)| percent(part, whole));
    expect![[r#""#]].assert_eq(&shares.join(", "));
}

#[test]
fn strangers_text_cannot_steer_the_terminal() {
    let check = |text: &str, expected: &str| assert_eq!(printable(text), expected);
    check("plain\ttext\n", "plain\ttext\n");
    check("\x1b[31mred\x1b[0m", "red");
    check("\x1b]0;title\x07", "␛]0;title␇");
    check("a\rb\r\n", "a␍b\n");
    check("\x7f\u{9b}2J\u{202e}", "��2J�");
    check("\x1b[31", "␛[31");
}

fn summary(name: &str) -> FunctionSummary {
    FunctionSummary {
        name: FunctionName::parse(name).unwrap(),
        app: AppName::parse("shop").unwrap(),
        runtime: "python3.11".into(),
        memory_mb: 128,
        url: None,
        instances: Instances::default(),
        last_hour: LastHour::default(),
        deployed_at_ms: NOW_MS - 180_000,
    }
}

fn busy() -> FunctionSummary {
    FunctionSummary {
        url: Some("http://127.0.0.1:4566/fn/checkout/".into()),
        memory_mb: 1_024,
        instances: Instances { starting: 1, idle: 2, busy: 3, draining: 0 },
        last_hour: LastHour {
            invocations: 12_345,
            errors: 67,
            throttles: 5,
            cold_starts: 9,
            billed_ms: 123_456,
            mb_ms: 126_418_944,
        },
        ..summary("checkout")
    }
}

#[test]
fn the_list() {
    expect![[r#""#]].assert_eq(&list(&FunctionList { functions: vec![] }, NOW_MS, false));
    let functions = vec![busy(), summary("hello")];
    expect![[r#""#]].assert_eq(&list(&FunctionList { functions }, NOW_MS, false));
}

fn call(outcome: &str, attempt: u32) -> Invocation {
    Invocation {
        request_id: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed".into(),
        version: "1".into(),
        start_us: (NOW_MS - 60_000) * 1_000,
        init_us: (outcome == "ok").then_some(123_456),
        duration_us: 4_567,
        billed_ms: 129,
        memory_mb: 128,
        max_memory_mb: 37,
        outcome: outcome.into(),
        trigger: "async".into(),
        attempt,
        trace_id: "t".into(),
        bytes_in: 2,
        bytes_out: 3,
    }
}

#[test]
fn the_details() {
    let quiet = FunctionDetail {
        summary: summary("hello"),
        arn: "arn:aws:lambda:us-east-1:000000000000:function:hello".into(),
        config: FunctionConfig::new(Runtime::Python { minor: Some(11) }, "app.handler"),
        package: PACKAGE.parse().unwrap(),
        package_bytes: 4_321,
        async_waiting: 0,
        recent: vec![],
        notes: vec![],
    };
    expect![[r#""#]].assert_eq(&detail(&quiet, NOW_MS, false));

    let mut config = quiet.config.clone();
    config.env.insert("SECRET".into(), "hidden".into());
    config.concurrency = Some(10);
    config.keep_warm = 1;
    config.idle_ms = Some(600_000);
    config.on_failure = Some(OnFailure::Function(FunctionName::parse("sorry").unwrap()));
    let busy = FunctionDetail {
        summary: busy(),
        config,
        async_waiting: 1_200,
        recent: vec![call("ok", 1), call("function_error", 2)],
        notes: vec!["Python 3.11 is not on this machine; Python 3.12.1 runs it instead".into()],
        ..quiet
    };
    let text = detail(&busy, NOW_MS, false);
    assert!(!text.contains("hidden"), "secrets stay off the screen");
    expect![[r#""#]].assert_eq(&text);
}

const PACKAGE: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
