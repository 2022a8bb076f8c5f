//! Whether the platform is well, for whoever asks: so, without names and paths.

use api::{Health, HealthStatus};
use http::{Response, StatusCode};
use runtime::Body;

use crate::control::{Control, json};

impl Control {
    /// It is not while instances cannot be started, whatever their code. The sandbox tries by itself
    /// whether they can again, so this needs no call to change.
    pub(crate) fn health(&self) -> Response<Body> {
        let failing = self.invoker.failing();
        let problem = failing.map(|failing| {
            let (times, seconds) = (failing.times, failing.lasting.as_secs());
            format!("no instance can be started ({times} tries in {seconds} s): {}", failing.why)
        });
        let (code, status) = match problem {
            None => (StatusCode::OK, HealthStatus::Ok),
            Some(_) => (StatusCode::SERVICE_UNAVAILABLE, HealthStatus::Failing),
        };
        let internet = self.invoker.no_internet();
        let version = env!("CARGO_PKG_VERSION").to_owned();
        json(code, &Health { status, version, problem, internet })
    }
}
