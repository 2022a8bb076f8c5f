//! Deploying an app: everything is checked, then changed in one commit, then told to the invoker.

use ::functions::{AppName, Change, Runtime, Spec};
use api::{DeployReply, DeployRequest, Deployed, FunctionSpec};
use http::StatusCode;
use invoke::{Tried, now_us};
use package::{Held, ShelfError};

use crate::control::{Answer, Control, json, whole};
use crate::error::ApiError;
use crate::packages::failed;
use crate::urls;

impl Control {
    /// Everything is checked before anything is changed; whoever hangs up meanwhile has changed
    /// nothing.
    pub(crate) async fn deploy(&self, body: &[u8]) -> Answer {
        let request: DeployRequest = serde_json::from_slice(body).map_err(|error| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                format!("the deploy request makes no sense: {error}"),
                "check that the command line and the platform have the same version",
            )
        })?;
        let mut specs = Vec::with_capacity(request.functions.len());
        // Held until the registry refers to them.
        let mut held = Vec::with_capacity(request.functions.len());
        for function in request.functions {
            let (spec, code) = self.prepare(function).await?;
            specs.push(spec);
            held.push(code);
        }
        let now_ms = now_us() / 1_000;
        let tried = match request.check {
            true => self.try_all(&request.app, &specs, now_ms).await?,
            false => self.unchecked(&mut specs),
        };
        let this = self.clone();
        whole(async move {
            let committed = this.commit(&request.app, specs, tried, now_ms).await;
            drop(held);
            committed
        })
        .await
    }

    async fn commit(
        &self,
        app: &AppName,
        specs: Vec<Spec>,
        tried: Vec<Tried>,
        now_ms: u64,
    ) -> Answer {
        let number = |tried: &Tried| (tried.function.name.clone(), tried.function.version);
        let numbers = tried.iter().map(number).collect();
        let changed = self.registry.deploy_tried(app, specs, &numbers, now_ms).await?;
        tried.into_iter().for_each(|tried| self.invoker.put_in_service(tried));
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
    async fn prepare(&self, function: FunctionSpec) -> Result<(Spec, Held), ApiError> {
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
        let code = self.shelf.get(&package).await.map_err(|error| match error {
            ShelfError::NoRoom { .. } | ShelfError::DiskFull { .. } => {
                ApiError::plain(StatusCode::INSUFFICIENT_STORAGE, error.to_string())
            }
            error => wrong(error.to_string()),
        })?;
        let mut notes = Vec::new();
        config.takes_requests = match config.runtime {
            Runtime::Wasm => {
                let prepared =
                    self.components.prepare(name.as_str(), code.path(), &config.handler).await;
                prepared.map_err(wrong)?
            }
            _ => false,
        };
        if matches!(config.runtime, Runtime::Python { .. } | Runtime::Node { .. }) {
            let found =
                runtime::find(config.runtime).map_err(|missing| wrong(missing.to_string()))?;
            notes.extend(found.note);
        }
        Ok((Spec { name, config, package, package_bytes, notes }, code))
    }
}
