//! Who was refused what.

use api::{AuditLog, ROOT};
use http::Method;

use super::send::Outgoing;
use super::{Client, ClientError};

impl Client {
    /// The latest refusals since a time, oldest first.
    pub async fn audit(
        &self,
        since_ms: Option<u64>,
        limit: usize,
    ) -> Result<AuditLog, ClientError> {
        let since_ms = since_ms.unwrap_or(0);
        let path = format!("{ROOT}/audit?since={since_ms}&limit={limit}");
        self.ask(Outgoing::new(Method::GET, &path)).await
    }
}
