//! Packages by their address: whoever is told where a function's code lies can fetch it there for a
//! while, without keys, as from a bucket.

use std::sync::Arc;
use std::time::Duration;

use ::blob::{Blobs, Hash, Reader};
use http::header::{ALLOW, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::response::Builder;
use http::{Method, Response};
use http_body_util::BodyExt;
use identity::{Keyring, PassRefused};
use runtime::{Body, BodyError, ChunkSender, Chunks, empty_body, full_body};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::Access;
use crate::directory::now_ms;

const ROOT: &str = "/_packages/";
/// How long an address is good, as on Lambda.
const GOOD_FOR_S: u64 = 600;
/// Packages that are sent at once: each takes a few megabytes of memory.
const SENT_MAX: usize = 32;
/// Others wait that long for one of these to be through.
const PATIENCE: Duration = Duration::from_secs(10);
/// Whoever reads slower than this takes the place of somebody else.
const SENDING_MAX: Duration = Duration::from_secs(600);

/// What is answered where a bucket would answer.
#[derive(Debug, Clone)]
pub struct Packages {
    keys: Arc<Keyring>,
    access: Access,
    blobs: Blobs,
    endpoint: Arc<str>,
    room: Arc<Semaphore>,
}

impl Packages {
    /// `endpoint` is where the platform listens.
    pub fn new(keys: Arc<Keyring>, access: Access, blobs: Blobs, endpoint: Arc<str>) -> Self {
        Self { keys, access, blobs, endpoint, room: Arc::new(Semaphore::new(SENT_MAX)) }
    }

    /// Where a package is from now on, for a while.
    pub(crate) fn location(&self, package: &Hash) -> String {
        let path = format!("{ROOT}{package}");
        let query = self.keys.passes().query(&path, now_ms() / 1_000 + GOOD_FOR_S);
        format!("{}{path}?{query}", self.endpoint)
    }

    pub(crate) fn takes(head: &Parts) -> bool {
        head.uri.path().starts_with(ROOT)
    }

    pub(crate) async fn serve(&self, head: &Parts, id: &str) -> Response<Body> {
        let sent = self.send(head).await.unwrap_or_else(|refused| refused.response());
        let (mut head, body) = sent.into_parts();
        if let Ok(id) = HeaderValue::from_str(id) {
            head.headers.insert("x-amz-request-id", id);
        }
        Response::from_parts(head, body)
    }

    async fn send(&self, head: &Parts) -> Result<Response<Body>, Refused> {
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        self.keys.passes().check(path, query, now_ms() / 1_000).map_err(|why| {
            let asked = format!("{} {path}", head.method);
            self.access.note_stranger(None, "GetPackage", &asked, &why.to_string());
            Refused::Pass(why)
        })?;
        if head.method != Method::GET && head.method != Method::HEAD {
            return Err(Refused::Method);
        }
        let package = path.strip_prefix(ROOT).and_then(|name| name.parse().ok());
        let package: Hash = package.ok_or(Refused::Missing)?;
        let place = timeout(PATIENCE, self.room.clone().acquire_owned()).await;
        let place = place.map_err(|_| Refused::Busy)?.map_err(|_| Refused::Busy)?;
        let reader = self.blobs.open_file(&package).await?;
        let about = Response::builder()
            .header(CONTENT_TYPE, "application/zip")
            .header(CONTENT_LENGTH, reader.size())
            .header(CONTENT_DISPOSITION, format!("attachment; filename=\"{package}.zip\""));
        if head.method == Method::HEAD {
            return Ok(told(about, empty_body()));
        }
        let (pieces, body) = Chunks::channel();
        tokio::spawn(timeout(SENDING_MAX, pass_on(reader, pieces, place)));
        Ok(told(about, body.boxed_unsync()))
    }
}

/// Sends a package. One piece stays behind until the next is read, so that a package that the disk
/// damaged never arrives whole.
async fn pass_on(mut reader: Reader, pieces: ChunkSender, _place: OwnedSemaphorePermit) {
    let mut behind = None;
    loop {
        let next = match reader.next().await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "a package could not be sent");
                let _ = pieces.send(Err(BodyError("the package is damaged".into()))).await;
                return;
            }
        };
        let is_last = next.is_none();
        if let Some(piece) = std::mem::replace(&mut behind, next)
            && pieces.send(Ok(piece)).await.is_err()
        {
            return;
        }
        if is_last {
            return;
        }
    }
}

/// Why there is no package in the answer.
enum Refused {
    Pass(PassRefused),
    Method,
    Missing,
    Busy,
    Failed,
}

impl From<blob::Error> for Refused {
    fn from(error: blob::Error) -> Self {
        if let blob::Error::Missing { .. } = error {
            return Self::Missing;
        }
        tracing::error!(%error, "a package could not be read");
        Self::Failed
    }
}

impl Refused {
    /// In S3's words.
    fn told(&self) -> (u16, &'static str, String) {
        let (status, code, message) = match self {
            Self::Pass(why @ PassRefused::Mismatch) => {
                return (403, "SignatureDoesNotMatch", why.to_string());
            }
            Self::Pass(why) => return (403, "AccessDenied", why.to_string()),
            Self::Missing => (404, "NoSuchKey", "The specified key does not exist."),
            Self::Method => (
                405,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
            ),
            Self::Busy => (503, "SlowDown", "Please reduce your request rate."),
            Self::Failed => {
                (500, "InternalError", "We encountered an internal error. Please try again.")
            }
        };
        (status, code, message.into())
    }

    fn response(&self) -> Response<Body> {
        let (status, code, message) = self.told();
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Error><Code>{code}</Code><Message>{message}</Message></Error>"
        );
        let mut about = Response::builder().status(status).header(CONTENT_TYPE, "application/xml");
        if let Self::Method = self {
            about = about.header(ALLOW, "GET, HEAD");
        }
        told(about, full_body(text))
    }
}

/// Every header here is made of what it may have in it, so there is always an answer.
fn told(about: Builder, body: Body) -> Response<Body> {
    about.body(body).unwrap_or_else(|_| Response::new(empty_body()))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    const PACKAGE: &[u8] = &[7; 600_000];

    async fn passed_on(blobs: &Blobs, package: &Hash) -> (Vec<u8>, bool) {
        let (pieces, mut body) = Chunks::channel();
        let place = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
        let reader = blobs.open_file(package).await.unwrap();
        tokio::spawn(pass_on(reader, pieces, place));
        let mut all = Vec::new();
        while let Some(piece) = body.next().await {
            match piece {
                Ok(piece) => all.extend_from_slice(&piece),
                Err(_) => return (all, false),
            }
        }
        (all, true)
    }

    #[tokio::test]
    async fn a_package_arrives_whole_or_is_seen_to_be_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path().join("blobs")).unwrap();
        for package in [PACKAGE, b"short", b""] {
            let hash = blobs.put(Bytes::from_static(package)).await.unwrap();
            assert_eq!(passed_on(&blobs, &hash).await, (package.to_vec(), true));
        }
        let hash = Hash::of(PACKAGE);
        let text = hash.to_string();
        let file = dir.path().join("blobs").join(&text[..2]).join(&text);
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, [8; PACKAGE.len()]).unwrap();
        let (arrived, whole) = passed_on(&blobs, &hash).await;
        assert!(!whole && arrived.len() < PACKAGE.len(), "{}", arrived.len());
    }
}
