//! DeleteFunction.

use protocol::lambda::{DeleteFunctionRequest, DeleteFunctionResponse, Error};

use super::Lambda;
use super::code::{failed, invalid};
use super::names::Named;

impl Lambda {
    pub(super) async fn delete_function(
        &self,
        input: DeleteFunctionRequest,
    ) -> Result<DeleteFunctionResponse, Error> {
        let named = self.named(&input.function_name, input.qualifier.as_deref())?;
        match named.qualifier.as_deref() {
            None => {
                let removed = self.registry.remove(named.name.as_str()).await;
                removed.map_err(|error| match error {
                    functions::Error::Unknown(_) => self.not_found(&named),
                    other => failed(other),
                })?;
                self.tell(&named.name);
                self.telemetry.forget(named.name.as_str()).await.map_err(failed)?;
            }
            Some("$LATEST") => {
                return Err(invalid(
                    "$LATEST version cannot be deleted without deleting the function.",
                ));
            }
            Some(version) => self.delete_version(&named, version).await?,
        }
        Ok(DeleteFunctionResponse { status_code: None })
    }

    async fn delete_version(&self, named: &Named, version: &str) -> Result<(), Error> {
        let Ok(number) = version.parse::<u64>() else {
            return Err(invalid(format!(
                "Deletion of aliases is not currently supported by this operation; use DeleteAlias \
                 for {version}."
            )));
        };
        self.change(named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(named))?;
            let aliases: Vec<&str> = entry
                .settings
                .aliases
                .iter()
                .filter(|(_, alias)| {
                    let other = alias.other.as_ref().map(|(version, _)| &**version);
                    alias.version == version || other == Some(version)
                })
                .map(|(name, _)| &**name)
                .collect();
            if !aliases.is_empty() {
                let message = format!(
                    "Unable to delete version because the following aliases reference it: [{}]",
                    aliases.join(", ")
                );
                return Err(Error::ResourceConflict { message }.into());
            }
            // One that is gone already is gone.
            draft.remove_version(number)?;
            let settings = draft.settings()?;
            settings.events.remove(version);
            settings.provisioned.remove(version);
            settings.policies.remove(version);
            Ok(())
        })
        .await
    }
}
