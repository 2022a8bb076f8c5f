//! Whether what is deployed loads, found out before anything is changed.

use std::sync::Arc;

use ::functions::{AppName, Function, Spec};
use api::{LoadFailure, Place, Problem};
use http::StatusCode;
use invoke::{DoesNotLoad, Tried};
use tokio::task::JoinSet;

use crate::control::Control;
use crate::error::ApiError;

/// What a function's notes say that nobody has tried. With them a deploy is another one than
/// without: the next that checks does check.
const NOT_CHECKED: &str = "deployed with --no-check: whether its code loads is not known";

impl Control {
    /// Loads every version that the deploy would make, or tells all that is wrong at once.
    pub(crate) async fn try_all(
        &self,
        app: &AppName,
        specs: &[Spec],
        now_ms: u64,
    ) -> Result<Vec<Tried>, ApiError> {
        let candidates = self.registry.candidates(app, specs, now_ms).await?;
        let of = candidates.len();
        // Dropped, it ends what is being tried.
        let mut trials = JoinSet::new();
        for candidate in candidates {
            let invoker = self.invoker.clone();
            trials.spawn(async move { invoker.try_load(candidate).await });
        }
        let (mut loaded, mut failures) = (Vec::with_capacity(of), Vec::new());
        while let Some(trial) = trials.join_next().await {
            match trial {
                Ok(Ok(tried)) => loaded.push(tried),
                Ok(Err(failure)) => failures.push(*failure),
                Err(cut) => return Err(ApiError::cut(&cut)),
            }
        }
        if failures.is_empty() {
            return Ok(loaded);
        }
        for failure in &failures {
            self.forget_trial(&failure.function).await?;
        }
        Err(refusal(failures, of))
    }

    /// A function that there is not has no log either.
    async fn forget_trial(&self, function: &Arc<Function>) -> Result<(), ApiError> {
        if self.registry.get(function.name.as_str()).is_none() {
            self.telemetry.forget(function.name.as_str()).await?;
        }
        Ok(())
    }

    /// Notes that nobody has tried what changes.
    pub(crate) fn unchecked(&self, specs: &mut [Spec]) -> Vec<Tried> {
        for spec in specs {
            let now = self.registry.get(spec.name.as_str());
            let is_same = now.is_some_and(|now| {
                now.config == spec.config && now.package == spec.package && now.notes == spec.notes
            });
            if !is_same {
                spec.notes.push(NOT_CHECKED.to_owned());
            }
        }
        Vec::new()
    }
}

fn refusal(mut failures: Vec<DoesNotLoad>, of: usize) -> ApiError {
    failures.sort_by(|a, b| a.function.name.cmp(&b.function.name));
    let failures: Vec<_> = failures.into_iter().map(told).collect();
    let message = match failures.as_slice() {
        [only] if of == 1 => format!("the code of {} does not load: {}", only.name, only.message),
        [only] => format!("nothing is deployed: {} does not load: {}", only.name, only.message),
        all => {
            let names: Vec<_> = all.iter().map(|failure| failure.name.as_str()).collect();
            format!("nothing is deployed: {} do not load", names.join(", "))
        }
    };
    let next = "mend that and deploy again, or deploy without the check";
    let mut error = ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, message, next);
    error.body.failures = failures;
    error
}

fn told(failure: DoesNotLoad) -> LoadFailure {
    let DoesNotLoad { function, cause, log } = failure;
    let places = cause.places.into_iter();
    LoadFailure {
        name: function.name.clone(),
        problem: match cause.problem {
            invoke::Problem::MissingModule(name) => Problem::MissingModule(name),
            invoke::Problem::MissingHandler => Problem::MissingHandler,
            invoke::Problem::Syntax => Problem::Syntax,
            invoke::Problem::TooSlow => Problem::TooSlow,
            invoke::Problem::OutOfMemory => Problem::OutOfMemory,
            invoke::Problem::Ended => Problem::Ended,
            invoke::Problem::Other => Problem::Other,
        },
        kind: cause.kind,
        message: cause.message,
        places: places.map(|place| Place { file: place.file, line: place.line }).collect(),
        log,
    }
}
