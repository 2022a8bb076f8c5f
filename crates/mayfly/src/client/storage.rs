//! What holds how much.

use api::{ROOT, Storage};
use http::Method;

use super::send::Outgoing;
use super::{Client, ClientError};

impl Client {
    pub async fn storage(&self) -> Result<Storage, ClientError> {
        self.ask(Outgoing::new(Method::GET, &format!("{ROOT}/storage"))).await
    }
}
