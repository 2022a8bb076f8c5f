//! Functions: list, look, deploy, delete.

use std::time::Duration;

use api::{DeployReply, DeployRequest, FunctionDetail, FunctionList, Health, ROOT};
use bytes::Bytes;
use functions::FunctionName;
use http::{Method, StatusCode};

use super::send::Outgoing;
use super::{Client, ClientError};

/// A deploy may unpack large packages before it is answered.
const DEPLOY_TIME_MAX: Duration = Duration::from_secs(300);
/// What a function may take to be loaded, however many there are.
const LOAD_TIME_MAX: Duration = Duration::from_secs(130);

impl Client {
    pub async fn health(&self) -> Result<Health, ClientError> {
        let asked = Outgoing::new(Method::GET, &format!("{ROOT}/health"));
        let answer = self.send(asked).await?;
        // One that is not well says so in the same words.
        match answer.status() {
            StatusCode::SERVICE_UNAVAILABLE => self.json(answer).await,
            _ => self.json(self.accepted(answer).await?).await,
        }
    }

    pub async fn functions(&self) -> Result<FunctionList, ClientError> {
        self.ask(Outgoing::new(Method::GET, &format!("{ROOT}/functions"))).await
    }

    pub async fn function(&self, name: &FunctionName) -> Result<FunctionDetail, ClientError> {
        self.ask(Outgoing::new(Method::GET, &format!("{ROOT}/functions/{name}"))).await
    }

    pub async fn delete(&self, name: &FunctionName) -> Result<(), ClientError> {
        let outgoing = Outgoing::new(Method::DELETE, &format!("{ROOT}/functions/{name}"));
        self.accepted(self.send(outgoing).await?).await.map(drop)
    }

    pub async fn deploy(&self, request: &DeployRequest) -> Result<DeployReply, ClientError> {
        let body = serde_json::to_vec(request).map_err(|error| self.nonsense(error.to_string()))?;
        let path = format!("{ROOT}/deploy");
        let mut outgoing = Outgoing::with_body(Method::POST, &path, Bytes::from(body));
        outgoing.head = outgoing.head.header("content-type", "application/json");
        let functions = u32::try_from(request.functions.len()).unwrap_or(u32::MAX);
        let loads =
            if request.check { LOAD_TIME_MAX.saturating_mul(functions) } else { Duration::ZERO };
        outgoing.patience = DEPLOY_TIME_MAX.saturating_add(loads);
        self.ask(outgoing).await
    }
}
