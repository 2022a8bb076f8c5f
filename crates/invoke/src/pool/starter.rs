//! What a start needs beside the launcher: the code, and keys for the instance.

use std::sync::Arc;
use std::time::Duration;

use functions::Function;
use identity::Keyring;
use package::Shelf;
use runtime::{Failure, Launcher, Loaded, NoZygote, Seed, Start, StartError, Started};

#[derive(Debug, Clone)]
pub(crate) struct Starter {
    pub(crate) launcher: Launcher,
    pub(crate) shelf: Shelf,
    pub(crate) keys: Arc<Keyring>,
}

impl Starter {
    pub(crate) async fn start(
        &self,
        function: Arc<Function>,
        provisioned: bool,
        seed: Option<Arc<Seed>>,
    ) -> Result<Started, StartError> {
        let start = self.gather(function, provisioned).await.map_err(incomplete)?;
        self.launcher.start(&start, seed.as_deref()).await
    }

    /// Loads the code of a version that is not in service yet.
    pub(crate) async fn try_load(&self, function: Arc<Function>) -> Result<Loaded, StartError> {
        let start = self.gather(function, false).await.map_err(incomplete)?;
        self.launcher.try_load(&start).await
    }

    /// Has something ready for the function's next instances to be made of.
    pub(crate) async fn grow(&self, function: Arc<Function>) -> Result<Seed, NoZygote> {
        // What is wrong with the package is told to the first call.
        let start = self.gather(function, false).await.map_err(NoZygote::NotNow)?;
        self.launcher.grow(&start).await
    }

    /// Has a slot ready for the function's next program.
    pub(crate) async fn park(&self, function: Arc<Function>) -> Result<Seed, String> {
        self.launcher.park(&self.gather(function, false).await?).await
    }

    async fn gather(&self, function: Arc<Function>, provisioned: bool) -> Result<Start, String> {
        let code = self.shelf.get(&function.package).await;
        let code = code.map_err(|error| format!("the function's package: {error}"))?;
        let mut layers = Vec::with_capacity(function.config.layers.len());
        for layer in &function.config.layers {
            let unpacked = self.shelf.get(&layer.package).await;
            layers.push(unpacked.map_err(|error| format!("the layer {}: {error}", layer.arn))?);
        }
        let session =
            self.keys.session_of_function(&function).map_err(|error| error.to_string())?;
        Ok(Start { function, code, layers, session: Arc::new(session), provisioned })
    }
}

/// The start of what is not there as a whole.
fn incomplete(problem: String) -> StartError {
    let failure = Failure::Broken(problem);
    StartError { failure, init: Duration::ZERO, log_stream: None }
}
