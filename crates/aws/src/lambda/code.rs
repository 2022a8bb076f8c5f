//! Packages that come with requests.

use blob::{Hash, Stamp};
use bytes::Bytes;
use package::{Held, ShelfError};
use protocol::lambda::{Error, FunctionCode};

use super::Lambda;

/// The largest package in a request, as on Lambda; larger ones come from a bucket.
const ZIP_BYTES_MAX: usize = 50 * 1024 * 1024;

/// A package that came with a request and is not kept yet.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    zip: Bytes,
    pub(super) hash: Hash,
    pub(super) bytes: u64,
}

/// A package that is kept and unpacked, and stays so as long as this is there.
#[derive(Debug)]
pub(super) struct Package {
    hash: Hash,
    /// Of the file that was put; none where the same bytes were there before.
    put: Option<Stamp>,
    held: Held,
}

pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::InvalidParameterValue { message: message.into() }
}

pub(super) fn failed(error: impl std::fmt::Display) -> Error {
    tracing::error!(%error, "a request failed");
    let message = format!("The platform could not do its part: {error}");
    Error::Service { message }
}

impl Lambda {
    pub(super) fn upload_of(&self, code: FunctionCode) -> Result<Upload, Error> {
        if code.image_uri.is_some() {
            return Err(invalid(
                "Container images are not run here. Give the code as a zip file, with a custom \
                 runtime (provided.al2023) if it is a program of its own.",
            ));
        }
        self.upload(code.zip_file, code.s3_bucket.is_some())
    }

    pub(super) fn upload(&self, zip: Option<Bytes>, in_bucket: bool) -> Result<Upload, Error> {
        let Some(zip) = zip else {
            return Err(invalid(match in_bucket {
                true => "Code from a bucket is not taken yet. Send it with the request (ZipFile).",
                false => "Please provide a source for function code.",
            }));
        };
        if zip.is_empty() {
            return Err(invalid("Uploaded file must be a non-empty zip"));
        }
        if zip.len() > ZIP_BYTES_MAX {
            let message = format!(
                "Zip file size exceeds the maximum allowed size of {ZIP_BYTES_MAX} bytes in a request."
            );
            return Err(Error::RequestTooLarge { message });
        }
        Ok(Upload { hash: Hash::of(&zip), bytes: zip.len() as u64, zip })
    }

    /// Finds out whether the package could be unpacked, and leaves nothing.
    pub(super) async fn check(&self, upload: Upload) -> Result<(), Error> {
        let checked = tokio::task::spawn_blocking(move || {
            package::check(&upload.zip, package::Limits::default())
        });
        checked.await.map_err(failed)?.map_err(|error| unzip_failed(&error))
    }

    /// Keeps the package and unpacks it, so that whatever is wrong with it is told at once. Whoever
    /// has no use for it after all [gives it up](Self::give_up).
    pub(super) async fn keep(&self, upload: Upload) -> Result<Package, Error> {
        let Upload { zip, hash, .. } = upload;
        let was_there = self.blobs.contains(&hash);
        self.blobs.put(zip).await.map_err(not_kept)?;
        let put = if was_there { None } else { self.blobs.stamp(&hash).ok() };
        match self.shelf.get(&hash).await {
            Ok(held) => Ok(Package { hash, put, held }),
            Err(error) => {
                self.take_back(hash, put).await;
                Err(match error {
                    ShelfError::Unpack(error) => unzip_failed(&error),
                    ShelfError::NoRoom { .. } => {
                        Error::CodeStorageExceeded { message: error.to_string() }
                    }
                    error => failed(error),
                })
            }
        }
    }

    /// What was made of the package, or nothing is left of it.
    pub(super) async fn or_give_up<T>(
        &self,
        package: Package,
        made: Result<T, Error>,
    ) -> Result<T, Error> {
        if made.is_err() {
            let Package { hash, put, held } = package;
            drop(held);
            self.take_back(hash, put).await;
        }
        made
    }

    /// Removes what was put a moment ago, unless somebody else wants it.
    async fn take_back(&self, hash: Hash, put: Option<Stamp>) {
        let shelf = self.shelf.clone();
        // In this order: whoever had it unpacked has referred to it by now, or never will.
        let nobody_has_it = tokio::task::spawn_blocking(move || shelf.discard(&hash)).await;
        if !matches!(nobody_has_it, Ok(Ok(true))) || self.is_referred(&hash) {
            return;
        }
        if let Some(put) = put
            && let Err(error) = self.blobs.take_back(&hash, put).await
        {
            tracing::warn!(%error, "a refused package stays until the next sweep");
        }
    }

    fn is_referred(&self, hash: &Hash) -> bool {
        self.registry.packages().contains(hash) || self.layers.packages().contains(hash)
    }
}

fn unzip_failed(error: &package::UnpackError) -> Error {
    invalid(format!(
        "Could not unzip uploaded file. Please check your file, then try to upload again. ({error})"
    ))
}

fn not_kept(error: blob::Error) -> Error {
    match error {
        blob::Error::NoRoom { .. } => Error::CodeStorageExceeded { message: error.to_string() },
        error => failed(error),
    }
}
