//! Packages: asked for by hash, uploaded when missing.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use api::ROOT;
use bytes::Bytes;
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use identity::PayloadHash;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::send::Outgoing;
use super::{Client, ClientError};

const CHUNK_BYTES: usize = 128 * 1024;
/// The largest package at 300 KB/s.
const UPLOAD_TIME_MAX: Duration = Duration::from_secs(15 * 60);

/// Hears how many more bytes went out.
pub type Sent = Arc<dyn Fn(u64) + Send + Sync>;

impl Client {
    pub async fn has_package(&self, hash: &blob::Hash) -> Result<bool, ClientError> {
        let outgoing = Outgoing::new(Method::HEAD, &format!("{ROOT}/packages/{hash}"));
        let answer = self.send(outgoing).await?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(false),
            // An answer to HEAD has no body that says what is wrong.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(ClientError::Refused {
                status: answer.status(),
                message: format!("{} does not know these credentials", self.endpoint()),
                remedy: None,
                failures: Vec::new(),
            }),
            _ => self.accepted(answer).await.map(|_| true),
        }
    }

    pub async fn upload_package(
        &self,
        hash: &blob::Hash,
        file: &Path,
        sent: Sent,
    ) -> Result<(), ClientError> {
        let failed = |source| ClientError::File { path: file.to_owned(), source };
        let opened = File::open(file).await.map_err(failed)?;
        let bytes = opened.metadata().await.map_err(failed)?.len();
        let mut outgoing = Outgoing::new(Method::PUT, &format!("{ROOT}/packages/{hash}"));
        outgoing.head = outgoing.head.header("content-type", "application/zip");
        outgoing.hash = PayloadHash::Sha256(*hash.as_bytes());
        outgoing.body = Upload { file: opened, left: bytes, sent }.boxed();
        outgoing.patience = UPLOAD_TIME_MAX;
        self.accepted(self.send(outgoing).await?).await.map(drop)
    }
}

/// A file as a request's body, a chunk in memory at a time.
struct Upload {
    file: File,
    left: u64,
    sent: Sent,
}

impl Body for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = vec![0; CHUNK_BYTES.min(usize::try_from(self.left).unwrap_or(CHUNK_BYTES))];
        let mut buffer = ReadBuf::new(&mut chunk);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        if read == 0 {
            let shorter = io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter");
            return Poll::Ready(Some(Err(shorter)));
        }
        chunk.truncate(read);
        self.left -= read as u64;
        (self.sent)(read as u64);
        Poll::Ready(Some(Ok(Frame::data(chunk.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
