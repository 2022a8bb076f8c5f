//! The event comes in, its words are counted, and the answer goes out: a function in Rust, built
//! with the crate that AWS publishes for it.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(count)).await
}

async fn count(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let text = event.payload["text"].as_str().unwrap_or_default();
    Ok(json!({ "words": text.split_whitespace().count() }))
}
