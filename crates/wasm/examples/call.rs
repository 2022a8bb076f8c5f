//! Calls a component as the platform does and prints what came of it:
//!
//! ```console
//! $ cargo run -p wasm --example call -- app.wasm '{"text": "an event"}' 100
//! ```

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use wasm::{Call, Engine, Options, Program, Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("which component? give its path")?;
    let event = Bytes::from(arguments.next().unwrap_or_default());
    let calls: usize = arguments.next().map_or(Ok(1), |calls| calls.parse())?;

    let engine = Engine::new(Options::new(std::env::temp_dir().join("mayfly-wasm-code")))?;
    let start = Instant::now();
    let component = engine.compile(std::fs::read(&path)?.into()).await?;
    println!("{}, {:?}, {:?}", component.world(), component.origin(), start.elapsed());
    for reuse in [0, 1] {
        let program = component.program(Settings { reuse, ..Settings::default() });
        let mut times = Vec::with_capacity(calls);
        let mut answer = String::new();
        for _ in 0..calls {
            let start = Instant::now();
            answer = one(&program, event.clone()).await?;
            times.push(start.elapsed());
        }
        times.sort();
        println!("kept instances: {reuse}; median {:?}\n{answer}", times[calls / 2]);
    }
    Ok(())
}

async fn one(program: &Program, event: Bytes) -> anyhow::Result<String> {
    let call = Call {
        request_id: "request-1".into(),
        trace_id: "trace-1".into(),
        function: "function".into(),
        timeout: Duration::from_secs(60),
        log: Arc::new(|line| eprintln!("{:?}: {}", line.source, line.text)),
    };
    if !program.component().world().takes_requests() {
        let ended = program.call_event(event, call).await;
        return Ok(format!("{}\n{:?}", String::from_utf8_lossy(&ended.answer?), ended.usage));
    }
    let (head, response) = tokio::sync::oneshot::channel();
    let request = http::Request::get("http://localhost/").body(Empty::<Bytes>::new())?;
    let calling = program.call_http(request, call, |response| {
        let _ = head.send(response);
    });
    let reading = async { anyhow::Ok(response.await?.into_body().collect().await?.to_bytes()) };
    let (finish, body) = tokio::join!(calling, reading);
    if let Some(failure) = finish.failure {
        bail!(failure);
    }
    Ok(format!("{}\n{:?}", String::from_utf8_lossy(&body?), finish.usage))
}
