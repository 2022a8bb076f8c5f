//! Calls within the process: from a request to the end of its answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Empty};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use wasm::{Call, Program};

use crate::{ROUNDS, median, quantile};

pub(crate) fn call() -> Call {
    Call {
        request_id: "request".into(),
        trace_id: "trace".into(),
        function: "function".into(),
        timeout: Duration::from_secs(30),
        log: Arc::new(|_| {}),
    }
}

/// Microseconds of each call, in rounds: of fresh instances, and of kept ones.
type Rounds = [Vec<Vec<f64>>; 2];

/// For people.
pub(crate) fn run(runtime: &Runtime, fresh: &Program, kept: &Program, calls: usize) {
    let (rounds, cpu) = measure(runtime, fresh, kept, ROUNDS, calls);
    println!("\nin the process                     p50 µs   p99 µs   guest's CPU µs");
    let names = ["fresh instance", "kept instance"];
    for ((name, mut rounds), mut cpu) in names.into_iter().zip(rounds).zip(cpu) {
        let mut of_rounds = |which| {
            let mut all: Vec<f64> = rounds.iter_mut().map(|times| quantile(times, which)).collect();
            median(&mut all)
        };
        let (p50, p99, cpu) = (of_rounds(0.5), of_rounds(0.99), median(&mut cpu));
        println!("  {name:30} {p50:8.1} {p99:8.1} {cpu:8.1}");
    }
}

/// For programs: a line of JSON with every call's time, of many short rounds after a first one that
/// does not count.
pub(crate) fn print_all(
    runtime: &Runtime,
    fresh: &Program,
    kept: &Program,
    rounds: usize,
    calls: usize,
) {
    let (mut all, _) = measure(runtime, fresh, kept, rounds + 1, calls);
    let [fresh_us, kept_us] = all.each_mut().map(|rounds| rounds.split_off(1).concat());
    // Numbers in brackets are written in JSON as they are for debugging.
    println!("{{\"fresh_us\": {fresh_us:.2?}, \"kept_us\": {kept_us:.2?}}}");
}

/// With the processor time that guests took of a call, in each round.
fn measure(
    runtime: &Runtime,
    fresh: &Program,
    kept: &Program,
    rounds: usize,
    calls: usize,
) -> (Rounds, [Vec<f64>; 2]) {
    let (mut all, mut cpu) = (Rounds::default(), [Vec::new(), Vec::new()]);
    for _ in 0..rounds {
        for (which, program) in [fresh, kept].into_iter().enumerate() {
            let (mut times, mut cpu_us) = (Vec::with_capacity(calls), 0);
            for _ in 0..calls {
                let start = Instant::now();
                cpu_us += runtime.block_on(one(program));
                times.push(start.elapsed().as_secs_f64() * 1e6);
            }
            all[which].push(times);
            cpu[which].push(cpu_us as f64 / calls as f64);
        }
    }
    (all, cpu)
}

async fn one(program: &Program) -> u64 {
    let (head, answer) = oneshot::channel();
    let request = Request::get("http://localhost/").body(Empty::<Bytes>::new()).expect("a request");
    let calling = program.call_http(request, call(), |answer| {
        let _ = head.send(answer);
    });
    let reading = async { answer.await.expect("an answer").into_body().collect().await };
    let (finish, body) = tokio::join!(calling, reading);
    assert_eq!(body.expect("a whole body").to_bytes().len(), 16);
    assert_eq!(finish.failure, None);
    finish.usage.cpu_us
}
