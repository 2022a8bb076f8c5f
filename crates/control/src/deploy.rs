//! Deploying an app: everything is checked, then changed in one commit, then told to the invoker.

use ::functions::{Change, Runtime, Spec};
use api::{DeployReply, DeployRequest, Deployed, FunctionSpec};
use http::StatusCode;
use invoke::now_us;

use crate::control::{Answer, Control, json};
use crate::error::ApiError;
use crate::packages::failed;
use crate::urls;

impl Control {
    pub(crate) async fn deploy(&self, body: &[u8]) -> Answer {
        let request: DeployRequest = serde_json::from_slice(body).map_err(|error| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                format!("the deploy request makes no sense: {error}"),
                "check that the command line and the platform have the same version",
            )
        })?;
        let mut specs = Vec::with_capacity(request.functions.len());
        for function in request.functions {
            specs.push(self.prepare(function).await?);
        }
        let changed = self.registry.deploy(&request.app, specs, now_us() / 1_000).await?;
        // First all who run functions hear of it, as logs may take a while or fail.
        for changed in changed.iter().filter(|changed| changed.change != Change::Unchanged) {
            self.invoker.refresh(&changed.function().name);
        }
        let mut reply = DeployReply { functions: Vec::with_capacity(changed.len()) };
        for changed in changed {
            let function = changed.function();
            let change = match changed.change {
                Change::Created => api::Change::Created,
                Change::Updated => api::Change::Updated,
                Change::Unchanged => api::Change::Unchanged,
                Change::Removed => api::Change::Removed,
            };
            if changed.change == Change::Removed {
                self.forget(function).await?;
            }
            let stays = changed.change != Change::Removed;
            let url = stays.then(|| urls::own(&self.endpoint, &changed.entry)).flatten();
            let notes = function.notes.clone();
            reply.functions.push(Deployed { name: function.name.clone(), change, url, notes });
        }
        Ok(json(StatusCode::OK, &reply))
    }

    /// Whatever could go wrong with a function goes wrong here, before anything is changed: the
    /// package is there and can be unpacked, the language is installed, the component can be run.
    async fn prepare(&self, function: FunctionSpec) -> Result<Spec, ApiError> {
        let FunctionSpec { name, mut config, package } = function;
        let wrong = |problem: String| {
            ApiError::plain(StatusCode::BAD_REQUEST, format!("function \"{name}\": {problem}"))
        };
        config.check().map_err(wrong)?;
        // Renewed, so that the sweep leaves it alone until the registry knows it.
        if !self.blobs.renew(&package).map_err(|error| failed(&error))? {
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                format!("the package of function \"{name}\" has not been uploaded"),
                "upload it first: `mayfly deploy` does both",
            ));
        }
        let package_bytes = self.blobs.size(&package).map_err(|error| failed(&error))?;
        let code = self.shelf.get(&package).await.map_err(|error| wrong(error.to_string()))?;
        let mut notes = Vec::new();
        config.takes_requests = match config.runtime {
            Runtime::Wasm => {
                let prepared = self.components.prepare(&code, &config.handler).await;
                prepared.map_err(wrong)?
            }
            _ => false,
        };
        if matches!(config.runtime, Runtime::Python { .. } | Runtime::Node { .. }) {
            let found =
                runtime::find(config.runtime).map_err(|missing| wrong(missing.to_string()))?;
            notes.extend(found.note);
        }
        Ok(Spec { name, config, package, package_bytes, notes })
    }
}
