//! Making, deleting and describing groups.

use protocol::Unit;
use protocol::logs::{
    CreateLogGroupRequest, DeleteLogGroupRequest, DescribeLogGroupsRequest,
    DescribeLogGroupsResponse, Error, LogGroup, LogGroupClass,
};
use telemetry::{Group, GroupsError, GroupsPage, GroupsQuery};

use super::Logs;
use super::error::{invalid, told};

impl Logs {
    pub(super) async fn create_log_group(
        &self,
        input: CreateLogGroupRequest,
    ) -> Result<Unit, Error> {
        // Who asks for a protection that there is none of must not believe to have it.
        if input.kms_key_id.is_some() {
            return Err(invalid("The parameter kmsKeyId is not supported here."));
        }
        if input.deletion_protection_enabled == Some(true) {
            return Err(invalid("The parameter deletionProtectionEnabled is not supported here."));
        }
        if input.log_group_class.is_some_and(|class| class != LogGroupClass::Standard) {
            return Err(invalid("Log groups are of the class STANDARD here."));
        }
        let name = self.group(&input.log_group_name)?;
        let tags = input.tags.unwrap_or_default();
        self.groups().create_group(&name, tags).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn delete_log_group(
        &self,
        input: DeleteLogGroupRequest,
    ) -> Result<Unit, Error> {
        let name = self.group(&input.log_group_name)?;
        self.groups().delete_group(&name).await.map_err(told)?;
        Ok(Unit)
    }

    pub(super) async fn describe_log_groups(
        &self,
        input: DescribeLogGroupsRequest,
    ) -> Result<DescribeLogGroupsResponse, Error> {
        let is_other = |class: LogGroupClass| class != LogGroupClass::Standard;
        if input.log_group_class.is_some_and(is_other) {
            let log_groups = Some(Vec::new());
            return Ok(DescribeLogGroupsResponse { log_groups, next_token: None });
        }
        let page = match &input.log_group_identifiers {
            Some(identifiers) => {
                let filters = [&input.log_group_name_prefix, &input.log_group_name_pattern];
                if filters.into_iter().any(Option::is_some) {
                    let text = "logGroupIdentifiers cannot be combined with another filter.";
                    return Err(invalid(text));
                }
                GroupsPage { groups: self.named_groups(identifiers).await?, token: None }
            }
            None => {
                let query = GroupsQuery {
                    prefix: input.log_group_name_prefix,
                    pattern: input.log_group_name_pattern,
                    limit: input.limit.and_then(|limit| usize::try_from(limit).ok()),
                    token: input.next_token,
                };
                self.groups().groups(query).await.map_err(told)?
            }
        };
        let shown = page.groups.iter().map(|group| self.shown(group)).collect();
        Ok(DescribeLogGroupsResponse { log_groups: Some(shown), next_token: page.token })
    }

    /// Those of the groups that are there. The model allows fifty.
    async fn named_groups(&self, identifiers: &[String]) -> Result<Vec<Group>, Error> {
        let mut names = Vec::with_capacity(identifiers.len());
        for identifier in identifiers {
            names.push(self.home.group(identifier)?);
        }
        names.sort();
        names.dedup();
        let mut found = Vec::new();
        for name in &names {
            match self.groups().group(name).await {
                Ok(group) => found.push(group),
                Err(GroupsError::NoGroup) => {}
                Err(error) => return Err(told(error)),
            }
        }
        Ok(found)
    }

    fn shown(&self, group: &Group) -> LogGroup {
        let name = group.name.as_str();
        LogGroup {
            log_group_name: Some(name.to_owned()),
            creation_time: i64::try_from(group.created_ms).ok(),
            retention_in_days: group.retention_days.and_then(|days| i32::try_from(days).ok()),
            metric_filter_count: Some(0),
            arn: Some(self.home.whole_arn(name)),
            stored_bytes: i64::try_from(group.stored_bytes).ok(),
            log_group_class: Some(LogGroupClass::Standard),
            log_group_arn: Some(self.home.arn(name)),
            deletion_protection_enabled: Some(false),
            ..LogGroup::default()
        }
    }
}
