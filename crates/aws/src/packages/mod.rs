//! Packages by their address: whoever is told where a function's code lies can fetch it there for a
//! while, without keys, as from a bucket.

mod refused;

use std::sync::Arc;
use std::time::Duration;

use blob::{Blobs, Hash, Reader};
use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Response};
use http_body_util::BodyExt;
use identity::Keyring;
use runtime::{Body, BodyError, ChunkSender, Chunks, empty_body};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use self::refused::Refused;
use crate::Access;
use crate::directory::now_ms;

const ROOT: &str = "/_packages/";
/// How long an address is good, as on Lambda.
const GOOD_FOR_S: u64 = 600;
/// Packages that are sent at once: each takes a few megabytes of memory.
const SENT_MAX: usize = 32;
/// Others wait that long for one of these to be through.
const PATIENCE: Duration = Duration::from_secs(10);
/// A reader that takes no more for that long is cut off: others want the place.
const STALLED_MAX: Duration = Duration::from_secs(30);

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
    pub fn new(keys: Arc<Keyring>, access: Access, blobs: Blobs, endpoint: &str) -> Self {
        let room = Arc::new(Semaphore::new(SENT_MAX));
        Self { keys, access, blobs, endpoint: endpoint.into(), room }
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
            return Ok(about.body(empty_body())?);
        }
        let (pieces, body) = Chunks::channel();
        tokio::spawn(pass_on(reader, pieces, place));
        Ok(about.body(body.boxed_unsync())?)
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
                taken(&pieces, Err(BodyError("the package is damaged".into()))).await;
                return;
            }
        };
        let is_last = next.is_none();
        if let Some(piece) = std::mem::replace(&mut behind, next)
            && !taken(&pieces, Ok(piece)).await
        {
            return;
        }
        if is_last {
            return;
        }
    }
}

async fn taken(pieces: &ChunkSender, piece: Result<Bytes, BodyError>) -> bool {
    matches!(timeout(STALLED_MAX, pieces.send(piece)).await, Ok(Ok(())))
}

#[cfg(test)]
mod tests {
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
