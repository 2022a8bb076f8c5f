//! A function as somebody writes one with the `lambda_runtime` crate; the handler string chooses
//! what it does.

use std::time::Duration;

use lambda_runtime::streaming::{Body, Response, channel};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    match std::env::var("_HANDLER").as_deref() {
        Ok("stream") => run(service_fn(stream)).await,
        _ => run(service_fn(answer)).await,
    }
}

/// Gives the event back with what the context says, or fails when the event asks for it.
async fn answer(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    if let Some(reason) = event["fail"].as_str() {
        return Err(reason.into());
    }
    if event["panic"] == true {
        panic!("as asked");
    }
    Ok(json!({
        "event": event,
        "request_id": context.request_id,
        "arn": context.invoked_function_arn,
        "deadline_ms": context.deadline,
        "function": context.env_config.function_name,
        "memory_mb": context.env_config.memory,
        "trace_id": context.xray_trace_id,
    }))
}

/// Three pieces, a moment apart; the connection breaks after the second when the event asks for it.
async fn stream(event: LambdaEvent<Value>) -> Result<Response<Body>, Error> {
    let (mut sender, body) = channel();
    tokio::spawn(async move {
        for piece in ["one\n", "two\n", "three\n"] {
            if piece == "three\n" && event.payload["break"] == true {
                sender.abort();
                return;
            }
            if sender.send_data(piece.into()).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
    });
    Ok(Response::from(body))
}
