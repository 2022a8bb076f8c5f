//! Runtime packs of this platform's machine: which are here, and their coming and going.

use std::sync::Arc;

use ::functions::{Runtime, UnknownRuntime};
use ::packs::{AWS, EDITIONS, Edition, Error, Interpreter, Language, Listed, Source, State, Step};
use api::{PackEntry, PackList, PackRequest, PackState};
use http::StatusCode;

use crate::control::{Answer, Control, json};
use crate::error::ApiError;
use crate::packages::failed;

const RUNTIMES_MAX: usize = 64;

impl Control {
    pub(crate) async fn list_packs(&self) -> Answer {
        Ok(json(StatusCode::OK, &self.packs_now(|_| true, Vec::new()).await?))
    }

    /// Begins to install what is not there, and tells how things stand. How they go on is in the list.
    pub(crate) async fn add_packs(&self, body: &[u8]) -> Answer {
        let request: PackRequest = serde_json::from_slice(body).map_err(|error| {
            ApiError::new(
                StatusCode::BAD_REQUEST,
                format!("the request for runtime packs makes no sense: {error}"),
                "check that the command line and the platform have the same version",
            )
        })?;
        let (wanted, notes) = wanted(&request.runtimes)?;
        let source = match request.bundle {
            None => Source::Registry,
            Some(hash) => {
                let file = self.blobs.open_verified(&hash).await;
                Source::Bundle(Arc::new(file.map_err(|error| failed(&error))?))
            }
        };
        for edition in &wanted {
            self.packs.begin(edition, source.clone(), interpreters(edition));
        }
        let is_wanted = |edition: &Edition| wanted.iter().any(|one| one.id() == edition.id());
        let now = self.packs_now(is_wanted, notes).await?;
        Ok(json(StatusCode::ACCEPTED, &now))
    }

    pub(crate) async fn remove_pack(&self, id: &str) -> Answer {
        let Some(edition) = EDITIONS.iter().find(|edition| edition.id() == id) else {
            return Err(ApiError::new(
                StatusCode::NOT_FOUND,
                "there is no such runtime pack",
                "see them all with `mayfly runtime ls`",
            ));
        };
        let removed = self.packs.remove(edition).await.map_err(|error| unable(&error))?;
        Ok(json(StatusCode::OK, &serde_json::json!({ "removed": removed })))
    }

    async fn packs_now(
        &self,
        wanted: impl Fn(&Edition) -> bool,
        notes: Vec<String>,
    ) -> Result<PackList, ApiError> {
        let packs = self.packs.clone();
        let listed = tokio::task::spawn_blocking(move || packs.list()).await;
        let listed = listed.map_err(|error| unable(&Error::Aborted(error.to_string())))?;
        let packs = listed.into_iter().filter(|listed| wanted(listed.edition)).map(entry).collect();
        Ok(PackList { packs, dir: self.packs.dir().display().to_string(), notes })
    }
}

/// The editions for what these runtimes run on here, and why there is none for others.
fn wanted(runtimes: &[String]) -> Result<(Vec<&'static Edition>, Vec<String>), ApiError> {
    let (mut editions, mut notes): (Vec<&Edition>, Vec<String>) = Default::default();
    for text in runtimes.iter().take(RUNTIMES_MAX) {
        let runtime: Runtime = text.parse().map_err(|problem: UnknownRuntime| {
            ApiError::plain(StatusCode::BAD_REQUEST, problem.to_string())
        })?;
        let found = match runtime::find(runtime) {
            Ok(found) => found.interpreter,
            Err(missing) => {
                notes.push(missing.to_string());
                continue;
            }
        };
        match Edition::of(AWS, found.language, found.version) {
            Some(edition) if editions.iter().any(|one| one.id() == edition.id()) => {}
            Some(edition) => editions.push(edition),
            None => {
                let what = format!("{} {}", found.language.name(), found.version_text());
                notes.push(Error::NoEdition(what).to_string());
            }
        }
    }
    Ok((editions, notes))
}

/// The programs of this machine that may use it, the best first.
fn interpreters(edition: &Edition) -> Vec<Interpreter> {
    let all = runtime::all().iter().filter(|one| edition.covers(one.language, one.version));
    all.map(|one| Interpreter { path: one.path.clone(), version: one.version }).collect()
}

fn entry(Listed { edition, state }: Listed) -> PackEntry {
    PackEntry {
        id: edition.id().to_owned(),
        pack: edition.pack.to_owned(),
        runs_on: edition.versions(),
        holds: edition.holds.to_owned(),
        state: match state {
            State::Absent => PackState::Absent,
            State::Failed(problem) => PackState::Failed { problem },
            State::Installed { digest, files, bytes, made_at_ms } => {
                PackState::Installed { digest, files, bytes, made_at_ms }
            }
            State::Installing { step, for_ms } => {
                PackState::Installing { doing: doing(step, edition.language).to_owned(), for_ms }
            }
        },
    }
}

fn doing(step: Step, language: Language) -> &'static str {
    match (step, language) {
        (Step::Waiting, _) => "waiting for its turn",
        (Step::Fetching, Language::Python) => "fetching with pip",
        (Step::Fetching, Language::Node) => "fetching with npm",
        (Step::Checking, _) => "comparing with what is pinned",
        (Step::Compiling, _) => "making it ready",
    }
}

fn unable(error: &Error) -> ApiError {
    ApiError::plain(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
}
