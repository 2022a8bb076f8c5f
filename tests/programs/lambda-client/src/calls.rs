//! Calls of the function, and what it printed.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_lambda::Client;
use aws_sdk_lambda::operation::invoke::builders::InvokeFluentBuilder;
use aws_sdk_lambda::primitives::Blob;
use aws_sdk_lambda::types::InvokeWithResponseStreamResponseEvent as Event;
use aws_sdk_lambda::types::LogType;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::Error;
use crate::life::NAME;

/// Logs are there a moment after the call has ended.
const TRIES: u32 = 50;

pub async fn answer(call: InvokeFluentBuilder) -> Result<Value, Error> {
    let told = call.payload(Blob::new(r#"{"name":"Ada"}"#)).send().await?;
    let payload = told.payload().map(|payload| payload.as_ref()).unwrap_or_default();
    Ok(json!([told.status_code(), std::str::from_utf8(payload)?]))
}

/// The end of what the call printed.
pub async fn tail(call: InvokeFluentBuilder) -> Result<String, Error> {
    let told = call.payload(Blob::new(r#"{"name":"Bob"}"#)).log_type(LogType::Tail).send().await?;
    let log = told.log_result().ok_or("no end of the log")?;
    Ok(String::from_utf8(BASE64_STANDARD.decode(log)?)?)
}

pub async fn streamed(client: &Client) -> Result<String, Error> {
    let call = client.invoke_with_response_stream().function_name(NAME);
    let mut told = call.payload(Blob::new(r#"{"name":"Eve"}"#)).send().await?;
    let mut all = Vec::new();
    while let Some(event) = told.event_stream.recv().await? {
        if let Event::PayloadChunk(chunk) = event {
            all.extend_from_slice(chunk.payload().map(|some| some.as_ref()).unwrap_or_default());
        }
    }
    Ok(String::from_utf8(all)?)
}

/// All greetings that the function's log group has, once the one over its URL is there.
pub async fn logged(config: &SdkConfig) -> Result<Vec<String>, Error> {
    let client = aws_sdk_cloudwatchlogs::Client::new(config);
    for _ in 0..TRIES {
        let group = client.filter_log_events().log_group_name(format!("/aws/lambda/{NAME}"));
        let found = group.filter_pattern("greeting").send().await?;
        let messages = found.events().iter().filter_map(|event| event.message());
        let messages: Vec<String> = messages.map(|text| text.trim_end().to_owned()).collect();
        if messages.iter().any(|text| text.contains("undefined")) {
            return Ok(messages);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the logs did not come".into())
}
