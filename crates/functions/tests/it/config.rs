use functions::{FunctionConfig, Runtime, is_reserved};

use crate::support::config;

fn check(change: impl FnOnce(&mut FunctionConfig), expected: Result<(), &str>) {
    let mut config = config();
    change(&mut config);
    let got = config.check();
    assert_eq!(got.as_ref().map(drop).map_err(String::as_str), expected);
}

fn env(config: &mut FunctionConfig, key: &str, value: &str) {
    config.env.insert(key.into(), value.into());
}

#[test]
fn defaults_are_within_their_bounds() {
    for runtime in functions::KNOWN_RUNTIMES {
        let config = FunctionConfig::new(runtime.parse().unwrap(), "app.handler");
        assert_eq!(config.check(), Ok(()), "{runtime}");
    }
    let http = FunctionConfig::new(Runtime::Http, "./serve");
    assert_eq!((http.instance_concurrency, config().instance_concurrency), (80, 1));
}

#[test]
fn servers_and_components_that_answer_requests_get_them() {
    check(|c| (c.runtime, c.reuse) = (Runtime::Wasm, true), Ok(()));
    let problem = "reuse is for the wasm runtime only: others are reused anyway";
    check(|c| c.reuse = true, Err(problem));
    let is_server = |runtime, takes_requests| {
        FunctionConfig { runtime, takes_requests, ..config() }.is_server()
    };
    assert!(is_server(Runtime::Http, false) && is_server(Runtime::Wasm, true));
    // Whatever a client says.
    assert!(!is_server(Runtime::Wasm, false) && !is_server(config().runtime, true));
}

#[test]
fn every_number_has_bounds() {
    check(|c| c.memory_mb = 63, Err("memory_mb is 63, must be 64 to 10240"));
    check(|c| c.memory_mb = 64, Ok(()));
    check(|c| c.memory_mb = 10_240, Ok(()));
    check(|c| c.memory_mb = 10_241, Err("memory_mb is 10241, must be 64 to 10240"));
    check(|c| c.tmp_mb = 0, Err("tmp_mb is 0, must be 1 to 10240"));
    check(|c| c.tmp_mb = 10_240, Ok(()));
    check(|c| c.timeout_ms = 99, Err("timeout in ms is 99, must be 100 to 900000"));
    check(|c| c.timeout_ms = 900_001, Err("timeout in ms is 900001, must be 100 to 900000"));
    check(|c| c.concurrency = Some(0), Ok(()));
    check(|c| c.concurrency = Some(10_001), Err("concurrency is 10001, must be 0 to 10000"));
    check(|c| c.keep_warm = 1_001, Err("keep_warm is 1001, must be 0 to 1000"));
    check(
        |c| (c.keep_warm, c.concurrency) = (3, Some(2)),
        Err("keep_warm is more than concurrency allows"),
    );
    check(|c| (c.keep_warm, c.concurrency) = (2, Some(2)), Ok(()));
    check(|c| c.idle_ms = Some(999), Err("idle in ms is 999, must be 1000 to 86400000"));
    check(|c| c.retries = 3, Err("retries is 3, must be 0 to 2"));
    check(
        |c| c.max_event_age_ms = 59_999,
        Err("max_event_age in ms is 59999, must be 60000 to 21600000"),
    );
    check(|c| c.instance_concurrency = 0, Err("instance_concurrency is 0, must be 1 to 1000"));
    let problem = "instance_concurrency is for the runtimes http and wasm only";
    check(|c| c.instance_concurrency = 2, Err(problem));
    check(|c| (c.runtime, c.instance_concurrency) = (Runtime::Wasm, 1_000), Ok(()));
    check(|c| (c.runtime, c.instance_concurrency) = (Runtime::Http, 1_000), Ok(()));
}

#[test]
fn a_handler_is_there_and_short() {
    check(|c| c.handler.clear(), Err("handler must have 1 to 512 bytes"));
    check(|c| c.handler = "h".repeat(512), Ok(()));
    check(|c| c.handler = "h".repeat(513), Err("handler must have 1 to 512 bytes"));
    check(|c| c.handler = "a\0b".into(), Err("handler has a NUL character"));
}

#[test]
fn variables_are_named_as_shells_name_them() {
    for key in ["", "1A", "A-B", "A B", "A=B", "é", "A\0"] {
        let problem = format!("env key {key:?} is not a variable name");
        check(|c| env(c, key, "x"), Err(&problem));
    }
    check(|c| env(c, "_a1", "any text\nof lines"), Ok(()));
    check(|c| env(c, "A", "x\0"), Err("the value of env key A has a NUL character"));
    check(|c| env(c, "A", &"x".repeat(4_095)), Ok(()));
    check(|c| env(c, "A", &"x".repeat(4_096)), Err("env has 4097 bytes, 4096 at most"));
}

#[test]
fn what_the_platform_sets_nobody_else_sets() {
    for key in [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_LAMBDA_FUNCTION_NAME",
        "_HANDLER",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "_MAYFLY_FD",
        "_LAMBDA_TELEMETRY_LOG_FD",
        "_X_AMZN_TRACE_ID",
        "AWS_EXECUTION_ENV",
    ] {
        assert!(is_reserved(key), "{key}");
        let problem = format!("env key {key} is set by the platform; choose another name");
        check(|c| env(c, key, "x"), Err(&problem));
    }
    for key in ["TZ", "PATH", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_EXEC_WRAPPER", "AWS_PROFILE"] {
        assert!(!is_reserved(key), "{key}");
        check(|c| env(c, key, "x"), Ok(()));
    }
}

#[test]
fn the_port_of_a_server_is_the_platforms_choice() {
    check(|c| env(c, "PORT", "3000"), Ok(()));
    check(
        |c| {
            c.runtime = Runtime::Http;
            env(c, "PORT", "3000");
        },
        Err("env key PORT is set by the platform for http functions; listen on the port it names"),
    );
}

#[test]
fn a_setting_nobody_knows_is_refused_on_the_wire() {
    let mut json = serde_json::to_value(config()).unwrap();
    assert_eq!(serde_json::from_value::<FunctionConfig>(json.clone()).unwrap(), config());
    json["memory"] = 128.into();
    let error = serde_json::from_value::<FunctionConfig>(json).unwrap_err().to_string();
    assert!(error.starts_with("unknown field `memory`"), "{error}");
}
