//! Reserved concurrency.

use protocol::Unit;
use protocol::lambda::{
    Concurrency, DeleteFunctionConcurrencyRequest, Error, GetFunctionConcurrencyRequest,
    GetFunctionConcurrencyResponse, PutFunctionConcurrencyRequest,
};

use super::Lambda;
use super::code::invalid;

/// What is left for functions that set nothing aside, as on Lambda; where the platform allows fewer
/// calls, a tenth of them.
const UNRESERVED_MIN: u32 = 100;

impl Lambda {
    pub(super) async fn put_function_concurrency(
        &self,
        input: PutFunctionConcurrencyRequest,
    ) -> Result<Concurrency, Error> {
        let named = self.unqualified(&input.function_name)?;
        let wanted = u32::try_from(input.reserved_concurrent_executions).unwrap_or(0);
        self.entry(&named)?;
        let others: u32 = self
            .registry
            .all()
            .iter()
            .filter(|entry| entry.latest.name != named.name)
            .filter_map(|entry| entry.reserved())
            .fold(0, u32::saturating_add);
        let least = UNRESERVED_MIN.min(self.concurrency / 10);
        let left = self.concurrency.saturating_sub(others).saturating_sub(least);
        if wanted > left {
            return Err(invalid(format!(
                "Specified ReservedConcurrentExecutions for function decreases account's \
                 UnreservedConcurrentExecution below its minimum value of [{least}]."
            )));
        }
        self.change(&named, |draft| {
            draft.adjust_latest(|latest| {
                latest.config.concurrency = Some(wanted);
                latest.config.keep_warm = latest.config.keep_warm.min(wanted);
            })?;
            Ok(())
        })
        .await?;
        Ok(Concurrency {
            reserved_concurrent_executions: Some(input.reserved_concurrent_executions),
        })
    }

    pub(super) async fn get_function_concurrency(
        &self,
        input: GetFunctionConcurrencyRequest,
    ) -> Result<GetFunctionConcurrencyResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let reserved = self.entry(&named)?.reserved();
        let reserved = reserved.and_then(|reserved| i32::try_from(reserved).ok());
        Ok(GetFunctionConcurrencyResponse { reserved_concurrent_executions: reserved })
    }

    pub(super) async fn delete_function_concurrency(
        &self,
        input: DeleteFunctionConcurrencyRequest,
    ) -> Result<Unit, Error> {
        let named = self.unqualified(&input.function_name)?;
        self.change(&named, |draft| {
            draft.adjust_latest(|latest| latest.config.concurrency = None)?;
            Ok(())
        })
        .await?;
        Ok(Unit)
    }
}
