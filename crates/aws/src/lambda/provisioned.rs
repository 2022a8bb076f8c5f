//! Provisioned concurrency: instances of a version or alias that are always ready.

use functions::{Entry, Provisioned};
use protocol::Unit;
use protocol::lambda::{
    DeleteProvisionedConcurrencyConfigRequest, Error, GetProvisionedConcurrencyConfigRequest,
    GetProvisionedConcurrencyConfigResponse, ListProvisionedConcurrencyConfigsRequest,
    ListProvisionedConcurrencyConfigsResponse, ProvisionedConcurrencyConfigListItem,
    ProvisionedConcurrencyStatusEnum as Status, PutProvisionedConcurrencyConfigRequest,
    PutProvisionedConcurrencyConfigResponse,
};

use super::Lambda;
use super::change::now_ms;
use super::code::invalid;
use super::list::Page;
use super::names::Named;
use super::shown::moment;

/// How far it has come.
struct Allocated {
    requested: i32,
    ready: i32,
    status: Status,
    changed: String,
}

impl Lambda {
    pub(super) async fn put_provisioned_concurrency_config(
        &self,
        input: PutProvisionedConcurrencyConfigRequest,
    ) -> Result<PutProvisionedConcurrencyConfigResponse, Error> {
        let named = self.named(&input.function_name, Some(&input.qualifier))?;
        let instances = u32::try_from(input.provisioned_concurrent_executions).unwrap_or(0);
        let provisioned = Provisioned { instances, changed_ms: now_ms() };
        self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            if input.qualifier == "$LATEST" {
                return Err(invalid(
                    "Provisioned Concurrency Configs cannot be applied to unpublished function \
                     versions.",
                )
                .into());
            }
            self.version(entry, &named)?;
            let most = entry.reserved().unwrap_or(self.concurrency);
            let others = entry.settings.provisioned.iter();
            let others = others.filter(|(qualifier, _)| **qualifier != input.qualifier);
            let all = others.map(|(_, one)| one.instances).sum::<u32>().saturating_add(instances);
            if all > most {
                return Err(invalid(format!(
                    "Specified ConcurrentExecutions for function is greater than the {most} that the \
                     function may have."
                ))
                .into());
            }
            draft.settings()?.provisioned.insert(input.qualifier.clone(), provisioned);
            Ok(())
        })
        .await?;
        Ok(PutProvisionedConcurrencyConfigResponse {
            requested_provisioned_concurrent_executions: i32::try_from(instances).ok(),
            available_provisioned_concurrent_executions: Some(0),
            allocated_provisioned_concurrent_executions: Some(0),
            status: Some(Status::InProgress),
            status_reason: None,
            last_modified: Some(moment(provisioned.changed_ms)),
        })
    }

    pub(super) async fn get_provisioned_concurrency_config(
        &self,
        input: GetProvisionedConcurrencyConfigRequest,
    ) -> Result<GetProvisionedConcurrencyConfigResponse, Error> {
        let named = self.named(&input.function_name, Some(&input.qualifier))?;
        let entry = self.entry(&named)?;
        self.version(&entry, &named)?;
        let provisioned = entry.settings.provisioned.get(&input.qualifier).ok_or_else(none)?;
        let allocated = self.allocated(&entry, &input.qualifier, *provisioned);
        Ok(GetProvisionedConcurrencyConfigResponse {
            requested_provisioned_concurrent_executions: Some(allocated.requested),
            available_provisioned_concurrent_executions: Some(allocated.ready),
            allocated_provisioned_concurrent_executions: Some(allocated.ready),
            status: Some(allocated.status),
            status_reason: None,
            last_modified: Some(allocated.changed),
        })
    }

    pub(super) async fn delete_provisioned_concurrency_config(
        &self,
        input: DeleteProvisionedConcurrencyConfigRequest,
    ) -> Result<Unit, Error> {
        let named = self.named(&input.function_name, Some(&input.qualifier))?;
        self.change(&named, |draft| {
            let removed = draft.settings()?.provisioned.remove(&input.qualifier);
            removed.map(|_| ()).ok_or_else(|| none().into())
        })
        .await?;
        Ok(Unit)
    }

    pub(super) async fn list_provisioned_concurrency_configs(
        &self,
        input: ListProvisionedConcurrencyConfigsRequest,
    ) -> Result<ListProvisionedConcurrencyConfigsResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let all = entry.settings.provisioned.iter();
        let (some, next_marker) = page.of(all, |(qualifier, _)| (*qualifier).clone());
        let item = |(qualifier, provisioned): (&String, &Provisioned)| {
            let allocated = self.allocated(&entry, qualifier, *provisioned);
            let qualified = Named { name: named.name.clone(), qualifier: Some(qualifier.clone()) };
            ProvisionedConcurrencyConfigListItem {
                function_arn: Some(self.qualified_arn(&qualified)),
                requested_provisioned_concurrent_executions: Some(allocated.requested),
                available_provisioned_concurrent_executions: Some(allocated.ready),
                allocated_provisioned_concurrent_executions: Some(allocated.ready),
                status: Some(allocated.status),
                status_reason: None,
                last_modified: Some(allocated.changed),
            }
        };
        let provisioned_concurrency_configs = Some(some.into_iter().map(item).collect());
        Ok(ListProvisionedConcurrencyConfigsResponse {
            provisioned_concurrency_configs,
            next_marker,
        })
    }

    fn allocated(&self, entry: &Entry, qualifier: &str, wanted: Provisioned) -> Allocated {
        let version = entry.primary(Some(qualifier)).ok();
        let counts = version.map(|function| self.invoker.counts_of(&function.variant()));
        let up = counts.map_or(0, |counts| counts.idle + counts.busy);
        let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let ready = up.min(wanted.instances);
        Allocated {
            requested: number(wanted.instances),
            ready: number(ready),
            status: if ready == wanted.instances { Status::Ready } else { Status::InProgress },
            changed: moment(wanted.changed_ms),
        }
    }
}

fn none() -> Error {
    let message = "No Provisioned Concurrency Config found for this function".into();
    Error::ProvisionedConcurrencyConfigNotFound { message }
}
