//! Log lines, one JSON object a line, as they come.

use api::{LogLine, ROOT};
use bytes::BytesMut;
use functions::FunctionName;
use http::Method;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::send::Outgoing;
use super::{Client, ClientError};

/// Far above the longest event there is, with every byte escaped.
const LINE_BYTES_MAX: usize = 8 * 1024 * 1024;

#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    pub since_ms: Option<u64>,
    /// A request id; checked where it was parsed to be safe in a URL.
    pub request: Option<String>,
    pub follow: bool,
    pub limit: Option<u32>,
}

impl LogQuery {
    fn path(&self, name: &FunctionName) -> String {
        let mut parts = Vec::new();
        parts.extend(self.since_ms.map(|since| format!("since={since}")));
        parts.extend(self.request.as_ref().map(|id| format!("request={id}")));
        parts.extend(self.follow.then(|| "follow=1".to_owned()));
        parts.extend(self.limit.map(|limit| format!("limit={limit}")));
        let mark = if parts.is_empty() { "" } else { "?" };
        format!("{ROOT}/functions/{name}/logs{mark}{}", parts.join("&"))
    }
}

/// An answer of log lines that may go on for ever.
#[derive(Debug)]
pub struct LogStream {
    client: Client,
    body: Incoming,
    /// What has arrived of lines not yet handed out, and how much of it holds no newline.
    pending: BytesMut,
    searched: usize,
}

impl Client {
    pub async fn logs(
        &self,
        name: &FunctionName,
        query: &LogQuery,
    ) -> Result<LogStream, ClientError> {
        let answer = self.send(Outgoing::new(Method::GET, &query.path(name))).await?;
        let body = self.accepted(answer).await?.into_body();
        Ok(LogStream { client: self.clone(), body, pending: BytesMut::new(), searched: 0 })
    }
}

impl LogStream {
    /// Whether the next line is here already.
    pub fn has_line(&self) -> bool {
        self.pending.contains(&b'\n')
    }

    /// The next line; none when the answer is over.
    pub async fn next(&mut self) -> Result<Option<LogLine>, ClientError> {
        loop {
            let unsearched = self.pending.get(self.searched..).unwrap_or_default();
            if let Some(at) = unsearched.iter().position(|byte| *byte == b'\n') {
                let line = self.pending.split_to(self.searched + at + 1);
                self.searched = 0;
                if line.trim_ascii().is_empty() {
                    continue; // A sign of life while there is nothing to say.
                }
                return serde_json::from_slice(&line)
                    .map(Some)
                    .map_err(|error| self.client.nonsense(format!("a log line: {error}")));
            }
            self.searched = self.pending.len();
            if self.pending.len() > LINE_BYTES_MAX {
                return Err(self.client.nonsense("a log line without end".into()));
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    if let Some(data) = frame.data_ref() {
                        self.pending.extend_from_slice(data);
                    }
                }
                Some(Err(source)) => return Err(self.client.broken(source)),
                None if self.pending.is_empty() => return Ok(None),
                None => self.pending.extend_from_slice(b"\n"),
            }
        }
    }
}
