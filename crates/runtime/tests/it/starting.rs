use std::time::{Duration, Instant};

use runtime::Failure;

use crate::support::{Room, config, is_running, sleeper};

async fn check(runtime: &str, handler: &str, files: &[(&str, &str)], expected: &str) {
    let room = Room::new();
    let error = room.start(config(runtime, handler), files).await.err().unwrap();
    let json = String::from_utf8(error.failure.json("r").to_vec()).unwrap();
    assert!(json.contains(expected), "{json}");
}

#[tokio::test]
async fn a_function_that_cannot_be_loaded_says_why() {
    let module = ("app.py", "def handler(event, context): pass\n1/0");
    check("python", "app.handler", &[module], "ZeroDivisionError").await;
    check("python", "app.other", &[("app.py", "")], "Runtime.HandlerNotFound").await;
    check("python", "nothing.handler", &[("app.py", "")], "Runtime.ImportModuleError").await;
    check("node", "index.handler", &[("index.mjs", "throw new Error('no')")], "no").await;
}

#[tokio::test]
async fn a_program_that_ends_while_loading_says_how() {
    check("provided", "h", &[("bootstrap", "#!/bin/sh\nexit 5")], "exit status 5").await;
    check("http", "exit 6", &[], "exit status 6").await;
    check("python", "app.handler", &[("app.py", "import os; os._exit(8)")], "exit status 8").await;
}

#[tokio::test]
async fn a_program_that_cannot_be_run_says_why() {
    check("provided", "h", &[("other", "")], "bootstrap").await;
    let wrong = "#!/nothing/here\n";
    check("provided", "h", &[("bootstrap", wrong)], "bootstrap").await;
}

#[tokio::test]
async fn what_failed_to_start_is_told_in_the_log() {
    let room = Room::new();
    let error = room.start(config("provided", "h"), &[("other", "")]).await.err().unwrap();
    let Failure::Broken(problem) = error.failure else { panic!("{error:?}") };
    let log = room.log().await;
    assert!(log.iter().any(|line| line.contains(&problem)), "{log:#?}");
}

/// Every part of a failed start is gone when its error is told.
#[tokio::test]
async fn nothing_is_left_of_a_failed_start() {
    let room = Room::new();
    let sleeper = sleeper();
    let module = format!(
        "
import subprocess
subprocess.Popen(['setsid', 'sleep', '{sleeper}'])
raise ValueError('no')
"
    );
    let started = room.start(config("python", "app.handler"), &[("app.py", &module)]).await;
    assert!(started.is_err());
    assert!(!is_running(&sleeper), "a child lives on");
}

#[tokio::test]
async fn a_user_may_not_take_the_platforms_variables() {
    let room = Room::new();
    let mut config = config("http", "exec python3 server.py");
    // As a function deployed before this was refused would have it.
    config.env.insert("PORT".into(), "1".into());
    config.env.insert("TZ".into(), "Europe/Berlin".into());
    let server = format!(
        "{}{}",
        crate::support::LISTEN,
        "
while True:
    connection, _ = listener.accept()
    if head_of(connection): reply(connection, os.environ['TZ'].encode())
"
    );
    let began = Instant::now();
    let function = room.start(config, &[("server.py", &server)]).await.unwrap();
    assert_eq!(function.get("/").await.told, "200 Europe/Berlin");
    assert!(began.elapsed() < Duration::from_secs(5));
}
