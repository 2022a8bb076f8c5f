//! Guests that take too much, each stopped where it stands.

use std::time::{Duration, Instant};

use bytes::Bytes;
use wasm::{Engine, Failure, Limits, Options, Program, Settings, Source};

use crate::support::*;

const MB: usize = 1024 * 1024;

async fn with(limits: Limits) -> Program {
    program(hostile(), Settings { limits, ..Settings::default() }).await
}

async fn failure(program: &Program, path: &str) -> Failure {
    let (seen, finish) = ask(program, get(path), call()).await;
    assert_eq!(seen, Seen::Nothing);
    finish.failure.expect("a failure")
}

#[tokio::test]
async fn a_loop_ends_with_the_time() {
    let program = with(Limits::default()).await;
    let start = Instant::now();
    let after = Duration::from_millis(200);
    let (seen, finish) = ask(&program, get("/loop"), within(after)).await;
    assert_eq!((seen, finish.failure), (Seen::Nothing, Some(Failure::Timeout { after })));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    // It shares two processors with everything else that runs here.
    assert!((10_000..1_000_000).contains(&finish.usage.cpu_us), "{:?}", finish.usage);
    is_well(&program).await;
}

#[tokio::test]
async fn a_sleeper_ends_with_the_time_and_takes_none() {
    let program = with(Limits::default()).await;
    let after = Duration::from_millis(200);
    let (_, finish) = ask(&program, get("/sleep?60000"), within(after)).await;
    assert_eq!(finish.failure, Some(Failure::Timeout { after }));
    assert!(finish.usage.cpu_us < 100_000, "{:?}", finish.usage);
}

#[tokio::test]
async fn memory_ends_at_the_limit() {
    let program = with(Limits { memory_bytes: 16 * MB, ..Limits::default() }).await;
    let limit_bytes = 16 * MB;
    assert_eq!(failure(&program, "/memory?50000000").await, Failure::OutOfMemory { limit_bytes });

    let (seen, finish) = ask(&program, get("/memory?8000000"), call()).await;
    assert_eq!(seen, Seen::Whole(200, "8000000".into()));
    let peak = finish.usage.memory_peak_bytes;
    assert!((8_000_000..=16 * MB as u64).contains(&peak), "{peak}");
}

#[tokio::test]
async fn a_guest_larger_than_its_limit_does_not_start() {
    let program = with(Limits { memory_bytes: 1000, ..Limits::default() }).await;
    assert_eq!(failure(&program, "/hello").await, Failure::OutOfMemory { limit_bytes: 1000 });
}

#[tokio::test]
async fn recursion_ends_at_the_stack() {
    let program = with(Limits::default()).await;
    let Failure::Trap(trap) = failure(&program, "/stack").await else { panic!("no trap") };
    assert!(trap.message.contains("call stack exhausted"), "{trap}");
    assert!(trap.frames.len() <= 50, "{trap}");
    is_well(&program).await;
}

#[tokio::test]
async fn a_panic_is_told_with_where_it_was() {
    let program = with(Limits::default()).await;
    let log = Log::default();
    let (_, finish) = ask(&program, get("/panic"), log.call(PLENTY)).await;
    let Some(Failure::Trap(trap)) = finish.failure else { panic!("no trap") };
    assert!(trap.frames.iter().any(|frame| frame.contains("hostile")), "{trap}");
    assert!(log.lines().iter().any(|(_, line)| line == "asked to"), "{:?}", log.lines());
}

#[tokio::test]
async fn an_exit_is_told() {
    let program = with(Limits::default()).await;
    // WASI 0.2 knows no other status than this.
    assert_eq!(failure(&program, "/exit?7").await, Failure::Exit { code: 1 });
    // To leave in peace without an answer is still no answer.
    assert_eq!(failure(&program, "/exit?0").await, Failure::NoAnswer);
}

#[tokio::test]
async fn output_is_cut_and_the_rest_counted() {
    let program = with(Limits { log_bytes: 1000, ..Limits::default() }).await;
    let log = Log::default();
    let (seen, _) = ask(&program, get("/print?10000000"), log.call(PLENTY)).await;
    assert_eq!(seen, Seen::Whole(200, "printed".into()));
    let lines = log.lines();
    assert_eq!(lines.len(), 11);
    assert_eq!(lines[9].1, "x".repeat(99));
    let (source, last) = &lines[10];
    assert_eq!(*source, Source::Platform);
    assert!(last.starts_with("9999007 bytes more"), "{last}");
}

#[tokio::test]
async fn all_instances_together_get_no_more_than_there_is() {
    let options = Options { memory_bytes_total: 40_000_000, ..options() };
    let engine = Engine::new(options).unwrap();
    let program = program_of(&engine, hostile(), Settings::default()).await;
    assert_eq!(failure(&program, "/memory?50000000").await, Failure::NoMemoryLeft);
    // What one had is there for the next; what others have is not.
    for _ in 0..3 {
        let (seen, _) = ask(&program, get("/memory?20000000"), call()).await;
        assert_eq!(seen, Seen::Whole(200, "20000000".into()));
    }
    assert!((20_000_000..40_000_000).contains(&program.memory_peak_bytes()));
    assert!((10_000..10_000_000).contains(&program.component().code_bytes()));
}

#[tokio::test]
async fn a_command_that_prints_without_end_is_stopped() {
    let limits = Limits { answer_bytes: 1000, ..Limits::default() };
    let program = program(command(), Settings { limits, ..Settings::default() }).await;
    let ended = program.call_event(Bytes::from("forever"), call()).await;
    assert_eq!(ended.answer, Err(Failure::AnswerTooLarge { limit_bytes: 1000 }));
}

#[tokio::test]
async fn what_the_platform_remembers_for_a_guest_is_limited() {
    let program = with(Limits::default()).await;
    assert!(matches!(failure(&program, "/handles").await, Failure::Broken(_) | Failure::Trap(_)));
    assert!(matches!(failure(&program, "/headers").await, Failure::Broken(_) | Failure::Trap(_)));
    is_well(&program).await;
}

/// A program in the text format: `body` runs as the command.
async fn command_of(body: &str) -> Failure {
    let wat = format!(
        r#"(component
            (core module $m
                (memory (export "memory") 1)
                (table $t 1 funcref)
                (func $f (export "run") (result i32) {body} i32.const 0))
            (core instance $i (instantiate $m))
            (func $run (result (result)) (canon lift (core func $i "run")))
            (instance $c (export "run" (func $run)))
            (export "wasi:cli/run@0.2.0" (instance $c)))"#
    );
    let limits = Limits { memory_bytes: MB, ..Limits::default() };
    let program = program(text(&wat), Settings { limits, ..Settings::default() }).await;
    program.call_event(Bytes::new(), call()).await.answer.expect_err("a failure")
}

#[tokio::test]
async fn tables_count_as_memory() {
    // As much as it gets; then it stops, as most do.
    let grow = "(drop (table.grow $t (ref.null func) (i32.const 40000)))
                (drop (table.grow $t (ref.null func) (i32.const 40000))) unreachable";
    assert_eq!(command_of(grow).await, Failure::OutOfMemory { limit_bytes: MB });
    let deny = "(drop (memory.grow (i32.const 65000))) unreachable";
    assert_eq!(command_of(deny).await, Failure::OutOfMemory { limit_bytes: MB });
    let Failure::Trap(trap) = command_of("(drop (i32.load (i32.const -4)))").await else {
        panic!("no trap")
    };
    assert!(trap.message.contains("out of bounds"), "{trap}");
}
