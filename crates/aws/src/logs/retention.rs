//! How long a group's events are kept.

use protocol::Unit;
use protocol::logs::{DeleteRetentionPolicyRequest, Error, PutRetentionPolicyRequest};

use super::Logs;
use super::error::told;

impl Logs {
    pub(super) async fn put_retention_policy(
        &self,
        input: PutRetentionPolicyRequest,
    ) -> Result<Unit, Error> {
        let name = self.group(&input.log_group_name)?;
        // No number of days there is to choose from is zero.
        let days = u32::try_from(input.retention_in_days).unwrap_or_default();
        self.groups().put_retention(&name, days).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn delete_retention_policy(
        &self,
        input: DeleteRetentionPolicyRequest,
    ) -> Result<Unit, Error> {
        let name = self.group(&input.log_group_name)?;
        self.groups().delete_retention(&name).await.map_err(told)?;
        Ok(Unit)
    }
}
