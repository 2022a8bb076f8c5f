//! Lambda's Invoke, as every SDK calls it.

use std::time::Duration;

use api::INVOKE_ROOT;
use bytes::Bytes;
use functions::FunctionName;
use http::{HeaderMap, Method};

use super::send::Outgoing;
use super::{Client, ClientError};

/// The longest function there is, its start, and a little more.
const PATIENCE: Duration = Duration::from_secs(15 * 60 + 30);
/// What a function may answer, with room for a server that is more generous.
const ANSWER_BYTES_MAX: usize = 32 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Wait for the answer.
    Sync,
    /// Have it kept and run later.
    Async,
}

/// How a call ended that the platform took.
#[derive(Debug, Clone)]
pub struct Invoked {
    pub status: u16,
    pub request_id: Option<String>,
    /// Present when the function failed; the payload is then the error's JSON.
    pub function_error: Option<String>,
    pub payload: Bytes,
}

impl Client {
    pub async fn invoke(
        &self,
        name: &FunctionName,
        payload: Bytes,
        mode: Mode,
    ) -> Result<Invoked, ClientError> {
        let path = format!("{INVOKE_ROOT}/{name}/invocations");
        let mut outgoing = Outgoing::with_body(Method::POST, &path, payload);
        let kind = if mode == Mode::Async { "Event" } else { "RequestResponse" };
        outgoing.head = outgoing
            .head
            .header("content-type", "application/json")
            .header("x-amz-invocation-type", kind);
        outgoing.service = "lambda";
        outgoing.patience = PATIENCE;
        let answer = self.accepted(self.send(outgoing).await?).await?;
        let status = answer.status().as_u16();
        let request_id = text(answer.headers(), "x-amzn-requestid");
        let function_error = text(answer.headers(), "x-amz-function-error");
        let payload = self.read(answer, ANSWER_BYTES_MAX).await?;
        Ok(Invoked { status, request_id, function_error, payload })
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
