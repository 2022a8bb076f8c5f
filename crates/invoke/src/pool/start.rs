//! What a start needs beside the launcher: the code, and keys for the instance.

use std::sync::Arc;
use std::time::Duration;

use functions::Function;
use identity::{Keyring, Principal};
use package::Shelf;
use runtime::{Failure, Instance, Launcher, Start, StartError};

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
    ) -> Result<(Instance, Duration), StartError> {
        let broken = |problem: String| StartError {
            failure: Failure::Broken(problem),
            init: Duration::ZERO,
            log_stream: None,
        };
        let code = self
            .shelf
            .get(&function.package)
            .await
            .map_err(|error| broken(format!("the function's package: {error}")))?;
        let principal =
            Principal::Function { name: function.name.clone(), app: function.app.clone() };
        let session = self.keys.session(principal).map_err(|error| broken(error.to_string()))?;
        let session = Arc::new(session);
        self.launcher.start(&Start { function, code, session, provisioned }).await
    }
}
