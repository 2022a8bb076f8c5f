//! Runtime packs on the platform's machine.

use std::time::Duration;

use api::{PackEntry, PackList, PackRequest, PackState, ROOT};
use bytes::Bytes;
use http::Method;

use super::send::Outgoing;
use super::{Client, ClientError};

const LOOK_EVERY: Duration = Duration::from_millis(250);

impl Client {
    pub async fn packs(&self) -> Result<PackList, ClientError> {
        self.ask(Outgoing::new(Method::GET, &format!("{ROOT}/runtime-packs"))).await
    }

    /// Has what is missing installed; it may take a while after the answer.
    pub async fn add_packs(&self, request: &PackRequest) -> Result<PackList, ClientError> {
        let body = serde_json::to_vec(request).map_err(|error| self.nonsense(error.to_string()))?;
        let path = format!("{ROOT}/runtime-packs");
        self.ask(Outgoing::with_body(Method::POST, &path, Bytes::from(body))).await
    }

    pub async fn remove_pack(&self, id: &str) -> Result<(), ClientError> {
        let outgoing = Outgoing::new(Method::DELETE, &format!("{ROOT}/runtime-packs/{id}"));
        self.accepted(self.send(outgoing).await?).await.map(drop)
    }

    /// Looks again until none of these is being installed, and shows how they are doing.
    pub async fn wait_for_packs(
        &self,
        mut packs: Vec<PackEntry>,
        mut show: impl FnMut(&PackEntry),
    ) -> Result<Vec<PackEntry>, ClientError> {
        loop {
            packs.iter().for_each(&mut show);
            let going = |pack: &PackEntry| matches!(pack.state, PackState::Installing { .. });
            if !packs.iter().any(going) {
                return Ok(packs);
            }
            tokio::time::sleep(LOOK_EVERY).await;
            let now = self.packs().await?.packs;
            packs.retain_mut(|pack| {
                let there = now.iter().find(|one| one.id == pack.id);
                there.inspect(|there| pack.clone_from(there)).is_some()
            });
        }
    }
}
