use api::{
    Alias, AuditRefusal, FunctionDetail, FunctionList, FunctionSummary, FunctionUrl, Instances,
    Invocation, LastHour, PublishedVersion,
};
use expect_test::expect;
use functions::{
    AppName, Cors, Destination, FunctionConfig, FunctionName, Runtime, UrlAuth, UrlTerms,
};
use mayfly::render::{
    Cell, Clock, Look, Style, Table, ago, bytes, count, detail, list, micros, per_minute, percent,
    printable, refusals, span,
};

const NOW_MS: u64 = 1_800_000_000_000;

#[test]
fn tables_are_aligned() {
    let mut table = Table::new(&["NAME", "SIZE", "NOTE"]);
    table.row(vec![Cell::new("a"), Cell::right("10 MB"), Cell::new("é")]);
    table.row(vec![Cell::new("longer").style(Style::Bold), Cell::right("1 MB"), Cell::new("")]);
    expect![[r#"
        NAME     SIZE  NOTE
        a       10 MB  é
        longer   1 MB
    "#]]
    .assert_eq(&table.render(false));
    expect![[r#"
        ␛[2mNAME␛[0m     ␛[2mSIZE␛[0m  ␛[2mNOTE␛[0m
        a       10 MB  é
        ␛[1mlonger␛[0m   1 MB
    "#]]
    .assert_eq(&table.render(true).replace('\x1b', "␛"));
}

#[test]
fn numbers_as_people_say_them() {
    let ages = [0, 7, 65, 3_599, 7_200, 172_800].map(|s| ago(NOW_MS - s * 1_000, NOW_MS));
    expect!["just now, 7s ago, 1m ago, 59m ago, 2h ago, 2d ago"].assert_eq(&ages.join(", "));
    let sizes = [0, 1_023, 1_024, 1_536, 10 * 1_024, 1_048_575, 5 << 30, u64::MAX].map(bytes);
    expect!["0 B, 1023 B, 1.0 KB, 1.5 KB, 10 KB, 1.0 MB, 5.0 GB, 16777216 TB"]
        .assert_eq(&sizes.join(", "));
    let times = [0, 999, 1_500, 12_345, 123_456, 1_234_567, 61_000_000, 21_600_000_000].map(micros);
    expect!["0 µs, 999 µs, 1.50 ms, 12.3 ms, 123 ms, 1.23 s, 1 min 1 s, 6 h 0 min"]
        .assert_eq(&times.join(", "));
    let spans = [0, 500, 3_000, 90_000, 21_600_000].map(span);
    expect!["0 s, 500 ms, 3 s, 1 min 30 s, 6 h"].assert_eq(&spans.join(", "));
    let counts = [0, 999, 1_000, 1_234_567].map(count);
    expect!["0 999 1,000 1,234,567"].assert_eq(&counts.join(" "));
    let rates = [0, 3, 90, 6_000, 360_000].map(per_minute);
    expect!["0/min, < 0.1/min, 1.5/min, 100/min, 100/s"].assert_eq(&rates.join(", "));
    let shares = [(0, 0), (1, 1_000), (1, 3), (3, 3)].map(|(part, whole)| percent(part, whole));
    expect!["0 %, 0.1 %, 33 %, 100 %"].assert_eq(&shares.join(", "));
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
        app: Some(AppName::parse("shop").unwrap()),
        runtime: "python3.11".into(),
        memory_mb: 128,
        url: None,
        urls: vec![],
        instances: Instances::default(),
        last_hour: LastHour::default(),
        deployed_at_ms: NOW_MS - 180_000,
    }
}

fn url(alias: Option<&str>, terms: UrlTerms) -> FunctionUrl {
    let end = alias.map(|alias| format!(":{alias}")).unwrap_or_default();
    let address = format!("http://127.0.0.1:4566/fn/checkout{end}/");
    FunctionUrl { address, alias: alias.map(str::to_owned), terms }
}

fn busy() -> FunctionSummary {
    FunctionSummary {
        url: Some("http://127.0.0.1:4566/fn/checkout/".into()),
        urls: vec![url(None, UrlTerms::default())],
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
    expect![[r#"
        no functions yet
        next: deploy a project with `mayfly deploy DIR`
    "#]]
    .assert_eq(&list(&FunctionList { functions: vec![] }, NOW_MS, false));
    let functions = vec![busy(), summary("hello")];
    expect![[r#"
        NAME      APP   RUNTIME      MEMORY   INSTANCES  CALLS/H      ERRORS  DEPLOYED  URL
        checkout  shop  python3.11  1024 MB  6 (3 busy)   12,345  67 (0.5 %)  3m ago    http://127.0.0.1:4566/fn/checkout/
        hello     shop  python3.11   128 MB           0        0           0  3m ago    -
    "#]].assert_eq(&list(&FunctionList { functions }, NOW_MS, false));
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
        starts: None,
        recent: vec![],
        notes: vec![],
        aliases: vec![],
        versions: vec![],
        versions_all: 0,
    };
    expect![[r#"
        hello  of app shop

        url          none (set `url = true`)
        arn          arn:aws:lambda:us-east-1:000000000000:function:hello
        deployed     3m ago, 4.2 KB of code (9f86d081884c)
        runtime      python3.11
        handler      app.handler
        memory       128 MB
        timeout      3 s
        concurrency  not limited by the function
        retries      2 for asynchronous calls, up to 6 h
        uses         nothing but its own log (grant with `uses`)
        instances    none, scaled to zero
        last hour    no calls

        never called
        next: `mayfly invoke hello`
    "#]]
    .assert_eq(&detail(&quiet, NOW_MS, false));

    let mut config = quiet.config.clone();
    config.env.insert("SECRET".into(), "hidden".into());
    config.concurrency = Some(10);
    config.keep_warm = 1;
    config.idle_ms = Some(600_000);
    config.on_failure = Some(Destination::Function(FunctionName::parse("sorry").unwrap()));
    let busy = FunctionDetail {
        summary: busy(),
        config,
        async_waiting: 1_200,
        starts: Some("as copies of a loaded one".into()),
        recent: vec![call("ok", 1), call("function_error", 2)],
        notes: vec!["Python 3.11 is not on this machine; Python 3.12.1 runs it instead".into()],
        ..quiet
    };
    let text = detail(&busy, NOW_MS, false);
    assert!(!text.contains("hidden"), "secrets stay off the screen");
    expect![[r#"
        checkout  of app shop

        url          http://127.0.0.1:4566/fn/checkout/
        auth         none: everybody may call it
        arn          arn:aws:lambda:us-east-1:000000000000:function:hello
        deployed     3m ago, 4.2 KB of code (9f86d081884c)
        runtime      python3.11
        handler      app.handler
        memory       128 MB
        timeout      3 s
        env          SECRET (values are in --json)
        concurrency  at most 10
        keep warm    1
        idle         instances leave after 10 min
        retries      2 for asynchronous calls, up to 6 h
        uses         nothing but its own log (grant with `uses`)
        on failure   function sorry
        instances    3 busy, 2 idle, 1 starting
        start        as copies of a loaded one
        last hour    12,345 calls (206/min), 67 errors (0.5 %), 9 cold starts, 5 refused as too many; billed 2 min 3 s, 123.456 GB-s
        waiting      1,200 asynchronous calls to be run
        note: Python 3.11 is not on this machine; Python 3.12.1 runs it instead

        WHEN    OUTCOME         DURATION    INIT  BILLED     MEMORY  BY            REQUEST
        1m ago  ok               4.57 ms  123 ms  129 ms  37/128 MB  async         1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
        1m ago  function error   4.57 ms       -  129 ms  37/128 MB  async, try 2  1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
    "#]].assert_eq(&text);
}

const PACKAGE: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

#[test]
fn who_was_refused_what() {
    let user = AuditRefusal {
        at_us: 1_800_000_000_000_000,
        times: 1_234,
        who: "arn:aws:iam::000000000000:user/eve".into(),
        stranger: false,
        from: Some("127.0.0.1".into()),
        action: "logs:CreateLogGroup".into(),
        resource: "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:".into(),
        why: "no".into(),
    };
    let stranger = AuditRefusal {
        times: 1,
        who: "AKIA\x1b[2J".into(),
        stranger: true,
        from: None,
        action: "request".into(),
        resource: "GET /\nfake row".into(),
        ..user.clone()
    };
    let nobody = AuditRefusal { who: "-".into(), ..stranger.clone() };
    expect![[r#"
        TIME                      TIMES  WHO                                 FROM       ACTION               RESOURCE                                                     WHY
        2027-01-15T08:00:00.000Z  1,234  arn:aws:iam::000000000000:user/eve  127.0.0.1  logs:CreateLogGroup  arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:  no
        2027-01-15T08:00:00.000Z      1  stranger as AKIA␛[2J                -          request              GET / fake row                                               no
        2027-01-15T08:00:00.000Z      1  stranger                            -          request              GET / fake row                                               no
    "#]]
    .assert_eq(&refusals(&[user, stranger, nobody], &Clock::Utc, false));
}

fn shop() -> FunctionDetail {
    let cors = Cors {
        origins: vec!["https://shop.example".into(), "https://www.shop.example".into()],
        methods: vec!["GET".into(), "PUT".into()],
        credentials: true,
        max_age_s: Some(3_600),
        ..Cors::default()
    };
    let signed = UrlTerms { auth: UrlAuth::Iam, cors: Some(cors) };
    let live = url(Some("live"), UrlTerms::default());
    let version = |number: u64, description: &str| PublishedVersion {
        number,
        published_at_ms: NOW_MS - (20 - number) * 3_600_000,
        description: description.into(),
        memory_mb: 128,
        package: PACKAGE.parse().unwrap(),
    };
    let alias = |name: &str, other: Option<(&str, f64)>| Alias {
        name: name.into(),
        version: "12".into(),
        other: other.map(|(version, part)| (version.to_owned(), part)),
        description: String::new(),
        provisioned: if other.is_some() { 2 } else { 0 },
    };
    FunctionDetail {
        summary: FunctionSummary { urls: vec![url(None, signed), live], ..busy() },
        arn: "arn:aws:lambda:us-east-1:000000000000:function:checkout".into(),
        config: FunctionConfig::new(Runtime::Python { minor: Some(11) }, "app.handler"),
        package: PACKAGE.parse().unwrap(),
        package_bytes: 4_321,
        async_waiting: 0,
        starts: None,
        recent: vec![call("ok", 1)],
        notes: vec![],
        aliases: vec![alias("live", Some(("11", 0.125))), alias("test", None)],
        versions: vec![version(12, "with\ncake \x1b[2J"), version(11, "")],
        versions_all: 12,
    }
}

#[test]
fn urls_aliases_and_versions() {
    expect![[r#"
        checkout  of app shop

        url           http://127.0.0.1:4566/fn/checkout/
        auth          iam: signed requests alone, of those who may
        cors          pages of https://shop.example, https://www.shop.example; methods GET, PUT; headers as usual; with cookies; remembered for 1 h
        url of live   http://127.0.0.1:4566/fn/checkout:live/
        auth of live  none: everybody may call it
        arn           arn:aws:lambda:us-east-1:000000000000:function:checkout
        deployed      3m ago, 4.2 KB of code (9f86d081884c)
        aliases       live → 12 (87.5 %), 11 (12.5 %), 2 kept ready
                      test → 12
        versions      12, published 8h ago: with cake ␛[2J
                      11, published 9h ago
                      and 10 older
        runtime       python3.11
        handler       app.handler
        memory        128 MB
        timeout       3 s
        concurrency   not limited by the function
        retries       2 for asynchronous calls, up to 6 h
        uses          nothing but its own log (grant with `uses`)
        instances     3 busy, 2 idle, 1 starting
        last hour     12,345 calls (206/min), 67 errors (0.5 %), 9 cold starts, 5 refused as too many; billed 2 min 3 s, 123.456 GB-s

        WHEN    OUTCOME  DURATION    INIT  BILLED     MEMORY  BY     REQUEST
        1m ago  ok        4.57 ms  123 ms  129 ms  37/128 MB  async  1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
    "#]].assert_eq(&detail(&shop(), NOW_MS, false));
    let functions = vec![shop().summary, summary("hello")];
    expect![[r#"
        NAME      APP   RUNTIME      MEMORY   INSTANCES  CALLS/H      ERRORS  DEPLOYED  URL
        checkout  shop  python3.11  1024 MB  6 (3 busy)   12,345  67 (0.5 %)  3m ago    http://127.0.0.1:4566/fn/checkout/ (iam, cors) and 1 more
        hello     shop  python3.11   128 MB           0        0           0  3m ago    -
    "#]].assert_eq(&list(&FunctionList { functions }, NOW_MS, false));
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    let at = |width| Look { colour: false, width: Some(width) };
    let functions = FunctionList { functions: vec![shop().summary, summary("hello")] };
    expect![[r#"
        NAME      APP   RUNTIME      MEMORY   INSTANCES  CALLS/H      ERRORS  DEPLOYED  URL
        checkout  shop  python3.11  1024 MB  6 (3 busy)   12,345  67 (0.5 %)  3m ago    /fn/check…
        hello     shop  python3.11   128 MB           0        0           0  3m ago    -
    "#]]
    .assert_eq(&list(&functions, NOW_MS, at(90)));
    expect![[r#"
        NAME      APP   RUNTIME    MEMORY   INSTANCES  CALLS/H
        checkout  shop  python3…  1024 MB  6 (3 busy)   12,345
        hello     shop  python3…   128 MB           0        0
    "#]]
    .assert_eq(&list(&functions, NOW_MS, at(60)));
    expect![[r#"
        checkout  of app shop

        url           http://127.0.0.1:4566/fn/checkout/
        auth          iam: signed requests alone, of those who may
        cors          pages of https://shop.example, https://www.shop.example;
                      methods GET, PUT; headers as usual; with cookies;
                      remembered for 1 h
        url of live   http://127.0.0.1:4566/fn/checkout:live/
        auth of live  none: everybody may call it
        arn           arn:aws:lambda:us-east-1:000000000000:function:checkout
        deployed      3m ago, 4.2 KB of code (9f86d081884c)
        aliases       live → 12 (87.5 %), 11 (12.5 %), 2 kept ready
                      test → 12
        versions      12, published 8h ago: with cake ␛[2J
                      11, published 9h ago
                      and 10 older
        runtime       python3.11
        handler       app.handler
        memory        128 MB
        timeout       3 s
        concurrency   not limited by the function
        retries       2 for asynchronous calls, up to 6 h
        uses          nothing but its own log (grant with `uses`)
        instances     3 busy, 2 idle, 1 starting
        last hour     12,345 calls (206/min), 67 errors (0.5 %), 9 cold starts,
                      5 refused as too many; billed 2 min 3 s, 123.456 GB-s

        WHEN    OUTCOME  DURATION    INIT  BILLED     MEMORY  BY     REQUEST
        1m ago  ok        4.57 ms  123 ms  129 ms  37/128 MB  async  1b9d6bcd-b…
    "#]]
    .assert_eq(&detail(&shop(), NOW_MS, at(72)));
    for width in 1..150 {
        for line in list(&functions, NOW_MS, at(width)).lines() {
            assert!(line.chars().count() <= width, "{line} at {width}");
        }
    }
    // Colours take no room.
    let plain = list(&functions, NOW_MS, at(60));
    let coloured = list(&functions, NOW_MS, Look { colour: true, width: Some(60) });
    assert_eq!(printable(&coloured), plain);
}
