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

pub(crate) fn run(runtime: &Runtime, fresh: &Program, kept: &Program, calls: usize) {
    let mut medians = [Vec::new(), Vec::new()];
    let mut tails = [Vec::new(), Vec::new()];
    let mut cpu = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (which, program) in [fresh, kept].into_iter().enumerate() {
            let (mut times, mut cpu_us) = (Vec::with_capacity(calls), 0);
            for _ in 0..calls {
                let start = Instant::now();
                cpu_us += runtime.block_on(one(program));
                times.push(start.elapsed().as_secs_f64() * 1e6);
            }
            medians[which].push(median(&mut times));
            tails[which].push(quantile(&mut times, 0.99));
            cpu[which].push(cpu_us as f64 / calls as f64);
        }
    }
    println!("\nin the process                     p50 µs   p99 µs   guest's CPU µs");
    for (which, name) in ["fresh instance", "kept instance"].into_iter().enumerate() {
        let [p50, p99, cpu] =
            [&mut medians, &mut tails, &mut cpu].map(|all| median(&mut all[which]));
        println!("  {name:30} {p50:8.1} {p99:8.1} {cpu:8.1}");
    }
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
