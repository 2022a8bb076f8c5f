//! Versions that are tried before they are put in service: whether their code loads.

use std::sync::Arc;

use functions::Function;
use runtime::trial::{Cause, Problem};
use runtime::{Loaded, StartError};
use telemetry::Source;

use crate::Invoker;
use crate::policy::VersionId;
use crate::pool::Code;

/// Lines of the log that are told where the code does not say itself what is wrong.
const LINES_MAX: usize = 20;
/// Where they are looked for.
const TAIL_MAX: usize = 500;

/// A version that has loaded. Dropped, nothing of it is left.
#[derive(Debug)]
pub struct Tried {
    pub function: Arc<Function>,
    loaded: Loaded,
    /// What it was loaded from stays where it is.
    code: Code,
}

#[derive(Debug)]
pub struct DoesNotLoad {
    pub function: Arc<Function>,
    pub cause: Cause,
    /// What it printed last.
    pub log: Vec<String>,
}

impl Invoker {
    /// Loads a version's code in a place of its own, as its first instance would. Only so many are
    /// tried at once, the others wait.
    pub async fn try_load(&self, function: Arc<Function>) -> Result<Tried, Box<DoesNotLoad>> {
        // It is never closed.
        let _turn = self.trials().acquire().await;
        let starter = self.pool().starter();
        match starter.try_load(function.clone()).await {
            Ok((loaded, code)) => Ok(Tried { function, loaded, code }),
            Err(error) => Err(Box::new(self.does_not_load(function, &error).await)),
        }
    }

    /// Has the version's first instances made of what was loaded. For when it is in service.
    pub fn put_in_service(&self, tried: Tried) {
        let version = VersionId(tried.function.version.0);
        self.pool().offer(version, tried.loaded, tried.code);
    }

    async fn does_not_load(&self, function: Arc<Function>, error: &StartError) -> DoesNotLoad {
        let cause = Cause::of(&error.failure, &function.config);
        let says_itself = !cause.places.is_empty()
            || !matches!(cause.problem, Problem::Ended | Problem::TooSlow | Problem::OutOfMemory);
        let log = match &error.log_stream {
            Some(stream) if !says_itself => self.last_lines(&function, stream).await,
            _ => Vec::new(),
        };
        DoesNotLoad { function, cause, log }
    }

    async fn last_lines(&self, function: &Function, stream: &Arc<str>) -> Vec<String> {
        let name: Arc<str> = function.name.as_str().into();
        // A log that cannot be read is told of by whoever reads it.
        let tail = self.telemetry().tail(&name, TAIL_MAX).await.unwrap_or_default();
        let own = tail
            .into_iter()
            .filter(|event| event.stream == *stream && event.source != Source::Platform);
        let mut lines: Vec<_> = own.map(|event| event.text).collect();
        lines.split_off(lines.len().saturating_sub(LINES_MAX))
    }
}
