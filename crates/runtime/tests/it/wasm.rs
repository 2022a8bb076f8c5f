//! Components beside programs: the pool must not notice a difference.

use std::sync::Arc;
use std::time::Duration;

use functions::{FunctionConfig, Runtime};
use runtime::StartError;

use crate::support::{Room, Running};

/// A command of this body.
fn component(body: &str) -> String {
    let wat = format!(
        r#"(component
            (core module $m
                (memory (export "memory") 1)
                (func (export "run") (result i32) {body} i32.const 0))
            (core instance $i (instantiate $m))
            (func $run (result (result)) (canon lift (core func $i "run")))
            (instance $c (export "run" (func $run)))
            (export "wasi:cli/run@0.2.0" (instance $c)))"#
    );
    wat
}

async fn start(room: &Room, handler: &str, bytes: &[u8]) -> Result<Running, StartError> {
    let code = room.code(&[]);
    std::fs::write(code.join("app.wasm"), bytes).unwrap();
    room.start(FunctionConfig::new(Runtime::Wasm, handler), &[]).await
}

async fn running(room: &Room, body: &str) -> Running {
    start(room, "app.wasm", &wat::parse_str(component(body)).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_component_answers_many_calls_at_once() {
    let room = Room::new();
    let function = running(&room, "(drop (memory.grow (i32.const 99)))").await;
    let calls = (0..20).map(|i| {
        let function = function.clone();
        tokio::spawn(async move { function.call_within(&i.to_string(), "{}", 3_000).await })
    });
    for call in calls.collect::<Vec<_>>() {
        let (told, finish) = call.await.unwrap();
        assert_eq!(told, "null");
        let own = finish.usage.unwrap();
        assert_eq!(own.memory_peak_bytes, 100 * 65_536);
        assert!(finish.reusable);
    }
    // With the code, and whatever ran at the same time.
    let total = function.usage().memory_peak_bytes;
    assert!((100 * 65_536..25 * 100 * 65_536).contains(&total), "{total}");
}

#[tokio::test]
async fn what_it_does_wrong_ends_the_call_and_nothing_else() {
    let room = Room::new();
    let function = running(&room, "unreachable").await;
    let (told, finish) = function.call_within("r", "{}", 3_000).await;
    assert!(told.starts_with("Trap: ") && told.contains("unreachable"), "{told}");
    assert!(finish.reusable);
    let room = Room::new();
    let endless = running(&room, "(loop (br 0))").await;
    let (told, finish) = endless.call_within("r", "{}", 100).await;
    assert!(told.starts_with("Timeout: "), "{told}");
    assert!(finish.reusable);
}

#[tokio::test]
async fn ending_it_cuts_off_what_runs() {
    let room = Room::new();
    let function = running(&room, "(loop (br 0))").await;
    let calling = function.clone();
    let call = tokio::spawn(async move { calling.call("r", "{}").await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let waiting = function.clone();
    let gone = tokio::spawn(async move { waiting.gone().await });
    assert!(!gone.is_finished());
    function.kill();
    assert!(call.await.unwrap().starts_with("Exit: "));
    gone.await.unwrap();
    assert!(function.call("r", "{}").await.starts_with("Exit: "));
}

#[tokio::test]
async fn what_cannot_be_started_says_why_in_its_log() {
    let room = Room::new();
    let good = wat::parse_str(component("")).unwrap();
    for (handler, bytes, why) in [
        ("../app.wasm", &good[..], "is not a file of the package"),
        ("/etc/passwd", &good, "is not a file of the package"),
        ("other.wasm", &good, "cannot read other.wasm in the package"),
        (".", &good, "is not a file of the package"),
        ("app.wasm", &good[..good.len() / 2], "app.wasm: "),
    ] {
        let error = start(&room, handler, bytes).await.err().expect("it starts");
        let text = error.failure.message("r");
        assert!(text.contains(why), "{handler}: {text}");
        let log = room.log().await;
        assert!(log.last().unwrap().contains(why), "{handler}: {log:?}");
        assert!(error.log_stream.is_some());
    }
}

#[tokio::test]
async fn a_component_that_was_seen_before_is_at_hand() {
    let room = Room::new();
    let bytes = wat::parse_str(component("")).unwrap();
    let components = &room.launcher.components;
    let code = room.code(&[]);
    std::fs::write(code.join("app.wasm"), &bytes).unwrap();
    assert_eq!(components.prepare("f", &code, "app.wasm").await, Ok(false));
    // Packages never change; this shows that the file is not read again.
    std::fs::remove_file(code.join("app.wasm")).unwrap();
    assert_eq!(components.prepare("f", &code, "app.wasm").await, Ok(false));
    let id: Arc<str> = "r".into();
    let function = room.start(FunctionConfig::new(Runtime::Wasm, "app.wasm"), &[]).await.unwrap();
    function.begin(&id).await;
    assert_eq!(function.call(&id, "{}").await, "null");
}

#[tokio::test]
async fn one_that_does_not_come_up_is_told_when_it_is_tried() {
    let tried = async |wat: &str| {
        // Components are known by their package, which is the same in all tests.
        let room = Room::new();
        let start = room.prepare(FunctionConfig::new(Runtime::Wasm, "app.wasm"), &[]);
        std::fs::write(start.code.join("app.wasm"), wat::parse_str(wat).unwrap()).unwrap();
        let tried = room.launcher.try_load(&start).await;
        tried.map(drop).map_err(|error| error.failure.message("r"))
    };
    let fine = component("");
    assert_eq!(tried(&fine).await, Ok(()));
    let memory = r#"(memory (export "memory") 1)"#;
    let traps = fine.replace(memory, &format!("{memory} (func $s unreachable) (start $s)"));
    let told = tried(&traps).await.unwrap_err();
    assert!(told.contains("unreachable"), "{told}");
    let greedy = fine.replace(memory, r#"(memory (export "memory") 60000)"#);
    let told = tried(&greedy).await.unwrap_err();
    assert!(told.contains("memory"), "{told}");
    let lacks = fine.replace(
        "(component",
        r#"(component (import "nobody:knows/this@1.0.0" (instance (export "f" (func))))"#,
    );
    let told = tried(&lacks).await.unwrap_err();
    assert!(told.contains("nobody:knows/this"), "{told}");
}
