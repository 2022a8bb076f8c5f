//! What becomes of asynchronous calls: tries, age, destinations.

use functions::{Destination, EventSettings};
use protocol::lambda::{
    DeleteFunctionEventInvokeConfigRequest, DestinationConfig, Error, FunctionEventInvokeConfig,
    GetFunctionEventInvokeConfigRequest, ListFunctionEventInvokeConfigsRequest,
    ListFunctionEventInvokeConfigsResponse, OnFailure, OnSuccess,
    PutFunctionEventInvokeConfigRequest, UpdateFunctionEventInvokeConfigRequest,
};
use protocol::{Timestamp, Unit};

use super::Lambda;
use super::change::{Refused, now_ms};
use super::code::invalid;
use super::list::Page;
use super::names::Named;

/// What a request says of them.
struct Wanted {
    retries: Option<i32>,
    age_s: Option<i32>,
    destinations: Option<DestinationConfig>,
}

impl Lambda {
    pub(super) async fn put_function_event_invoke_config(
        &self,
        input: PutFunctionEventInvokeConfigRequest,
    ) -> Result<FunctionEventInvokeConfig, Error> {
        let named = self.events_of(&input.function_name, input.qualifier.as_deref())?;
        let wanted = Wanted {
            retries: input.maximum_retry_attempts,
            age_s: input.maximum_event_age_in_seconds,
            destinations: input.destination_config,
        };
        self.set_events(&named, wanted, false).await
    }

    /// Changes what the request names and leaves the rest.
    pub(super) async fn update_function_event_invoke_config(
        &self,
        input: UpdateFunctionEventInvokeConfigRequest,
    ) -> Result<FunctionEventInvokeConfig, Error> {
        let named = self.events_of(&input.function_name, input.qualifier.as_deref())?;
        let wanted = Wanted {
            retries: input.maximum_retry_attempts,
            age_s: input.maximum_event_age_in_seconds,
            destinations: input.destination_config,
        };
        self.set_events(&named, wanted, true).await
    }

    pub(super) async fn get_function_event_invoke_config(
        &self,
        input: GetFunctionEventInvokeConfigRequest,
    ) -> Result<FunctionEventInvokeConfig, Error> {
        let named = self.events_of(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        let settings = entry.settings.events.get(key(&named));
        settings
            .map(|settings| self.shown_events(&named, settings))
            .ok_or_else(|| self.none(&named))
    }

    pub(super) async fn delete_function_event_invoke_config(
        &self,
        input: DeleteFunctionEventInvokeConfigRequest,
    ) -> Result<Unit, Error> {
        let named = self.events_of(&input.function_name, input.qualifier.as_deref())?;
        self.change(&named, |draft| {
            let removed = draft.settings()?.events.remove(key(&named));
            removed.map(|_| Unit).ok_or_else(|| self.none(&named).into())
        })
        .await
    }

    pub(super) async fn list_function_event_invoke_configs(
        &self,
        input: ListFunctionEventInvokeConfigsRequest,
    ) -> Result<ListFunctionEventInvokeConfigsResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let (some, next_marker) =
            page.of(entry.settings.events.iter(), |(qualifier, _)| (*qualifier).clone());
        let some = some.into_iter().map(|(qualifier, settings)| {
            let of = Named { name: named.name.clone(), qualifier: Some(qualifier.clone()) };
            self.shown_events(&of, settings)
        });
        let function_event_invoke_configs = Some(some.collect());
        Ok(ListFunctionEventInvokeConfigsResponse { function_event_invoke_configs, next_marker })
    }

    /// Without a qualifier the latest version is meant.
    fn events_of(&self, text: &str, qualifier: Option<&str>) -> Result<Named, Error> {
        let mut named = self.named(text, qualifier)?;
        named.qualifier.get_or_insert_with(|| "$LATEST".into());
        Ok(named)
    }

    async fn set_events(
        &self,
        named: &Named,
        wanted: Wanted,
        keep: bool,
    ) -> Result<FunctionEventInvokeConfig, Error> {
        let destinations = wanted.destinations.map(|both| {
            let success = both.on_success.and_then(|on| on.destination);
            let failure = both.on_failure.and_then(|on| on.destination);
            Ok::<_, Error>((self.destination(success)?, self.destination(failure)?))
        });
        let destinations = destinations.transpose()?;
        self.change(named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(named))?;
            self.version(entry, named)?;
            let known = entry.settings.events.get(key(named)).cloned();
            let mut settings = match (known, keep) {
                (Some(known), true) => known,
                (None, true) => return Err(Refused(self.none(named))),
                (_, false) => EventSettings::default(),
            };
            if let Some(retries) = wanted.retries {
                settings.retries = u32::try_from(retries).ok();
            }
            if let Some(age_s) = wanted.age_s {
                settings.max_age_ms = u64::try_from(age_s).ok().map(|age_s| age_s * 1_000);
            }
            if let Some((on_success, on_failure)) = destinations {
                (settings.on_success, settings.on_failure) = (on_success, on_failure);
            }
            settings.changed_ms = now_ms();
            let shown = self.shown_events(named, &settings);
            draft.settings()?.events.insert(key(named).to_owned(), settings);
            Ok(shown)
        })
        .await
    }

    fn destination(&self, arn: Option<String>) -> Result<Option<Destination>, Error> {
        let Some(arn) = arn.filter(|arn| !arn.is_empty()) else { return Ok(None) };
        let is_function = arn.split(':').nth(2) == Some("lambda");
        if !is_function {
            return Err(invalid(format!(
                "The destination ARN {arn} is invalid: functions of this platform are the only \
                 destinations yet."
            )));
        }
        let named = self.named(&arn, None)?;
        self.entry(&named).map_err(|_| {
            invalid(format!("The destination ARN {arn} is invalid: there is no such function."))
        })?;
        if named.qualifier.as_deref().is_some_and(|qualifier| qualifier != "$LATEST") {
            // Who asks for one version must not get another.
            return Err(invalid(format!(
                "The destination ARN {arn} is invalid: destinations are functions as a whole here; \
                 leave out the version or alias."
            )));
        }
        Ok(Some(Destination::Function(named.name)))
    }

    fn shown_events(&self, named: &Named, settings: &EventSettings) -> FunctionEventInvokeConfig {
        let arn = |to: &Option<Destination>| {
            to.as_ref().map(|Destination::Function(name)| self.arn(name.as_str()))
        };
        let changed = i64::try_from(settings.changed_ms).unwrap_or(i64::MAX);
        FunctionEventInvokeConfig {
            last_modified: Some(Timestamp::from_millis(changed)),
            function_arn: Some(self.qualified_arn(named)),
            maximum_retry_attempts: settings.retries.and_then(|n| i32::try_from(n).ok()),
            maximum_event_age_in_seconds: settings
                .max_age_ms
                .and_then(|ms| i32::try_from(ms / 1_000).ok()),
            destination_config: Some(DestinationConfig {
                on_success: Some(OnSuccess { destination: arn(&settings.on_success) }),
                on_failure: Some(OnFailure { destination: arn(&settings.on_failure) }),
            }),
        }
    }

    fn none(&self, named: &Named) -> Error {
        let message =
            format!("The function {} doesn't have an EventInvokeConfig", self.qualified_arn(named));
        Error::ResourceNotFound { message }
    }
}

fn key(named: &Named) -> &str {
    named.qualifier.as_deref().unwrap_or("$LATEST")
}
