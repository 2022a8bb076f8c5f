//! Packages that come with requests.

use blob::Hash;
use bytes::Bytes;
use protocol::lambda::{Error, FunctionCode};

use super::Lambda;

/// The largest package in a request, as on Lambda; larger ones come from a bucket.
const ZIP_BYTES_MAX: usize = 50 * 1024 * 1024;

/// A package that is kept and unpacked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Package {
    pub(super) hash: Hash,
    pub(super) bytes: u64,
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
    pub(super) async fn package_of(&self, code: FunctionCode) -> Result<Package, Error> {
        if code.image_uri.is_some() {
            return Err(invalid(
                "Container images are not run here. Give the code as a zip file, with a custom \
                 runtime (provided.al2023) if it is a program of its own.",
            ));
        }
        self.package(code.zip_file, code.s3_bucket.is_some()).await
    }

    /// Keeps the package and unpacks it, so that whatever is wrong with it is told at once.
    pub(super) async fn package(
        &self,
        zip: Option<Bytes>,
        in_bucket: bool,
    ) -> Result<Package, Error> {
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
        let bytes = zip.len() as u64;
        let hash = self.blobs.put(zip).await.map_err(failed)?;
        match self.shelf.get(&hash).await {
            Ok(_) => Ok(Package { hash, bytes }),
            Err(package::ShelfError::Unpack(error)) => Err(invalid(format!(
                "Could not unzip uploaded file. Please check your file, then try to upload again. \
                 ({error})"
            ))),
            Err(error) => Err(failed(error)),
        }
    }
}
