//! Aliases: names for versions, or for two that share calls.

use functions::{Alias, Entry, Revision};
use protocol::Unit;
use protocol::lambda::{
    AliasConfiguration, AliasRoutingConfiguration, CreateAliasRequest, DeleteAliasRequest, Error,
    GetAliasRequest, ListAliasesRequest, ListAliasesResponse, UpdateAliasRequest,
};

use super::Lambda;
use super::change::{Refused, check_revision};
use super::code::invalid;
use super::list::Page;
use super::names::Named;

const ALIASES_MAX: usize = 1_000;
const WHOLE: f64 = 1_000_000.0;

impl Lambda {
    pub(super) async fn create_alias(
        &self,
        input: CreateAliasRequest,
    ) -> Result<AliasConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        let CreateAliasRequest { name, function_version, description, routing_config, .. } = input;
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(invalid("An alias may not be a number."));
        }
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            if entry.alias(&name).is_some() {
                let arn = self.alias_arn(&named, &name);
                let message = format!("Alias already exists: {arn}");
                return Err(Error::ResourceConflict { message }.into());
            }
            if entry.settings.aliases.len() >= ALIASES_MAX {
                let message = format!("A function has {ALIASES_MAX} aliases at most.");
                return Err(Error::AliasLimitExceeded { message }.into());
            }
            let alias = Alias {
                other: other(entry, &function_version, routing_config)?,
                version: self.existing(entry, &named, function_version)?,
                description: description.unwrap_or_default(),
                revision: Revision::fresh(),
            };
            let shown = self.shown_alias(&named, &name, &alias);
            draft.settings()?.aliases.insert(name, alias);
            Ok(shown)
        })
        .await
    }

    pub(super) async fn update_alias(
        &self,
        input: UpdateAliasRequest,
    ) -> Result<AliasConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            let mut alias = entry
                .alias(&input.name)
                .cloned()
                .ok_or_else(|| self.no_alias(&named, &input.name))?;
            check_revision(input.revision_id.as_deref(), alias.revision, "GetAlias")?;
            if let Some(version) = input.function_version {
                alias.version = self.existing(entry, &named, version)?;
            }
            if let Some(routing) = input.routing_config {
                alias.other = other(entry, &alias.version, Some(routing))?;
            }
            if alias.other.as_ref().is_some_and(|(version, _)| *version == alias.version) {
                return Err(same_version(&alias.version));
            }
            if let Some(description) = input.description {
                alias.description = description;
            }
            alias.revision = Revision::fresh();
            let shown = self.shown_alias(&named, &input.name, &alias);
            draft.settings()?.aliases.insert(input.name, alias);
            Ok(shown)
        })
        .await
    }

    pub(super) async fn get_alias(
        &self,
        input: GetAliasRequest,
    ) -> Result<AliasConfiguration, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let alias = entry.alias(&input.name).ok_or_else(|| self.no_alias(&named, &input.name))?;
        Ok(self.shown_alias(&named, &input.name, alias))
    }

    /// One that is not there is deleted already.
    pub(super) async fn delete_alias(&self, input: DeleteAliasRequest) -> Result<Unit, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.change(&named, |draft| {
            let settings = draft.settings()?;
            settings.aliases.remove(&input.name);
            settings.events.remove(&input.name);
            settings.urls.remove(&input.name);
            settings.policies.remove(&input.name);
            settings.provisioned.remove(&input.name);
            Ok(())
        })
        .await?;
        Ok(Unit)
    }

    pub(super) async fn list_aliases(
        &self,
        input: ListAliasesRequest,
    ) -> Result<ListAliasesResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let wanted = input.function_version.as_deref();
        let of_version = |alias: &Alias| {
            let other = alias.other.as_ref().map(|(version, _)| &**version);
            wanted.is_none_or(|wanted| alias.version == wanted || other == Some(wanted))
        };
        let all = entry.settings.aliases.iter().filter(|(_, alias)| of_version(alias));
        let (some, next_marker) = page.of(all, |(name, _)| (*name).clone());
        let some = some.into_iter().map(|(name, alias)| self.shown_alias(&named, name, alias));
        Ok(ListAliasesResponse { next_marker, aliases: Some(some.collect()) })
    }

    fn existing(&self, entry: &Entry, named: &Named, version: String) -> Result<String, Error> {
        if entry.named(&version).is_some() {
            return Ok(version);
        }
        let named = Named { name: named.name.clone(), qualifier: Some(version) };
        Err(self.not_found(&named))
    }

    fn alias_arn(&self, named: &Named, alias: &str) -> String {
        format!("{}:{alias}", self.arn(named.name.as_str()))
    }

    pub(super) fn no_alias(&self, named: &Named, alias: &str) -> Error {
        let message = format!("Cannot find alias arn: {}", self.alias_arn(named, alias));
        Error::ResourceNotFound { message }
    }

    fn shown_alias(&self, named: &Named, name: &str, alias: &Alias) -> AliasConfiguration {
        let weights = alias.other.iter();
        let weights = weights.map(|(version, parts)| (version.clone(), f64::from(*parts) / WHOLE));
        AliasConfiguration {
            alias_arn: Some(self.alias_arn(named, name)),
            name: Some(name.to_owned()),
            function_version: Some(alias.version.clone()),
            description: Some(alias.description.clone()),
            routing_config: alias.other.is_some().then(|| AliasRoutingConfiguration {
                additional_version_weights: Some(weights.collect()),
            }),
            revision_id: Some(alias.revision.to_string()),
        }
    }
}

/// The second version of an alias, and its share in a million.
fn other(
    entry: &Entry,
    first: &str,
    routing: Option<AliasRoutingConfiguration>,
) -> Result<Option<(String, u32)>, Refused> {
    let weights = routing.and_then(|routing| routing.additional_version_weights);
    let mut weights = weights.unwrap_or_default().into_iter();
    let Some((version, weight)) = weights.next() else { return Ok(None) };
    if weights.next().is_some() {
        return Err(invalid(
            "Number of items in AdditionalVersionWeights cannot be greater than 1",
        )
        .into());
    }
    if first == "$LATEST" || version == "$LATEST" {
        return Err(invalid(
            "$LATEST is not supported for an alias pointing to more than 1 version",
        )
        .into());
    }
    if version == first {
        return Err(same_version(first));
    }
    if entry.named(&version).is_none() {
        return Err(invalid(format!("Version {version} of the function does not exist.")).into());
    }
    if !(0.0..=1.0).contains(&weight) {
        return Err(invalid(format!("The weight {weight} is not between 0 and 1.")).into());
    }
    Ok(Some((version, (weight * WHOLE).round() as u32)))
}

fn same_version(version: &str) -> Refused {
    invalid(format!(
        "Invalid function version {version}. Function version {version} is already included in \
         routing configuration."
    ))
    .into()
}
