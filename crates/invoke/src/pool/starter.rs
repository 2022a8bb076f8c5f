//! What a start needs beside the launcher: the code, and keys for the instance.

use std::sync::Arc;
use std::time::Duration;

use functions::Function;
use identity::Keyring;
use package::{Held, Shelf};
use runtime::{Failure, Launcher, Loaded, NoZygote, Seed, Start, StartError, Started};

/// Unpacked code that stays where it is for as long as somebody has this.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    _held: Vec<Held>,
}

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
    ) -> Result<(Started, Code), StartError> {
        let (start, code) = self.gather(function, provisioned).await.map_err(incomplete)?;
        Ok((self.launcher.start(&start, seed.as_deref()).await?, code))
    }

    /// Loads the code of a version that is not in service yet.
    pub(crate) async fn try_load(
        &self,
        function: Arc<Function>,
    ) -> Result<(Loaded, Code), StartError> {
        let (start, code) = self.gather(function, false).await.map_err(incomplete)?;
        Ok((self.launcher.try_load(&start).await?, code))
    }

    /// Has something ready for the function's next instances to be made of.
    pub(crate) async fn grow(&self, function: Arc<Function>) -> Result<(Seed, Code), NoZygote> {
        // What is wrong with the package is told to the first call.
        let (start, code) = self.gather(function, false).await.map_err(NoZygote::NotNow)?;
        Ok((self.launcher.grow(&start).await?, code))
    }

    /// Has a slot ready for the function's next program.
    pub(crate) async fn park(&self, function: Arc<Function>) -> Result<(Seed, Code), String> {
        let (start, code) = self.gather(function, false).await?;
        Ok((self.launcher.park(&start).await?, code))
    }

    async fn gather(
        &self,
        function: Arc<Function>,
        provisioned: bool,
    ) -> Result<(Start, Code), String> {
        let package = self.shelf.get(&function.package).await;
        let package = package.map_err(|error| format!("the function's package: {error}"))?;
        let code = package.path().to_owned();
        let mut held = vec![package];
        let mut layers = Vec::with_capacity(function.config.layers.len());
        for layer in &function.config.layers {
            let unpacked = self.shelf.get(&layer.package).await;
            let unpacked = unpacked.map_err(|error| format!("the layer {}: {error}", layer.arn))?;
            layers.push(unpacked.path().to_owned());
            held.push(unpacked);
        }
        let session =
            self.keys.session_of_function(&function).map_err(|error| error.to_string())?;
        let start = Start { function, code, layers, session: Arc::new(session), provisioned };
        Ok((start, Code { _held: held }))
    }
}

/// The start of what is not there as a whole.
fn incomplete(problem: String) -> StartError {
    let failure = Failure::Broken(problem);
    StartError { failure, init: Duration::ZERO, log_stream: None }
}
