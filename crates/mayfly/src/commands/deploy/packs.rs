//! On first need: the pack with what a project's code imports and does not bring is installed before
//! the code comes. A pack that cannot be had is no reason not to deploy: it is said, and by the
//! function's errors again.

use std::collections::BTreeSet;

use api::{PackEntry, PackList, PackRequest, PackState};
use apps::Built;

use super::progress::Display;
use crate::client::{Client, ClientError};

/// What may be installed beside the packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provide {
    Missing,
    /// Only say what is missing.
    Nothing,
}

pub(super) async fn provide(client: &Client, built: &Built, what: Provide, display: &Display) {
    let needy = built.functions.iter().filter(|function| !function.missing.is_empty());
    let runtimes: BTreeSet<_> = needy.clone().map(|f| f.config.runtime.to_string()).collect();
    if runtimes.is_empty() {
        return;
    }
    let modules: BTreeSet<_> = needy.flat_map(|f| f.missing.iter().map(String::as_str)).collect();
    let modules = modules.into_iter().collect::<Vec<_>>().join(", ");
    let runtimes = runtimes.into_iter().collect();
    let problem = match what {
        Provide::Missing => install(client, runtimes, display).await,
        // Which of the packs these runtimes would get is the platform's to know.
        Provide::Nothing => {
            client.packs().await.map(|list| match list.packs.iter().any(is_there) {
                true => None,
                false => Some("no runtime pack is installed, and --offline was given".to_owned()),
            })
        }
    };
    let problem = match problem {
        Ok(None) => return,
        Ok(Some(problem)) => problem,
        // One that knows of no packs has had its code deployed without them so far.
        Err(ClientError::Refused { status, .. }) if status == http::StatusCode::NOT_FOUND => return,
        Err(error) => error.to_string(),
    };
    display.warn(&format!(
        "{modules}: imported, not in the package, and the runtime pack that has it is not there: \
         {problem}\nnext: run `mayfly runtime add {}`, or add the package to requirements.txt or \
         package.json",
        packs::AWS
    ));
}

/// Why it is not there, if it is not.
async fn install(
    client: &Client,
    runtimes: Vec<String>,
    display: &Display,
) -> Result<Option<String>, ClientError> {
    let PackList { packs, notes, .. } =
        client.add_packs(&PackRequest { runtimes, bundle: None }).await?;
    let mut progress = display.of_packs();
    let done = client.wait_for_packs(packs, |pack| progress.show(pack)).await;
    progress.end();
    let failed = done?.into_iter().find_map(|pack| match pack.state {
        PackState::Failed { problem } => Some(problem),
        _ => None,
    });
    Ok(failed.or_else(|| notes.into_iter().next()))
}

fn is_there(pack: &PackEntry) -> bool {
    matches!(pack.state, PackState::Installed { .. })
}
