//! How long a group's events are kept.

use super::{GroupName, GroupsError, LogGroups};

/// The numbers of days there are to choose from.
pub const RETENTION_DAYS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

impl LogGroups {
    pub async fn put_retention(&self, name: &GroupName, days: u32) -> Result<(), GroupsError> {
        if !RETENTION_DAYS.contains(&days) {
            let rule = format!("satisfy enum value set: {RETENTION_DAYS:?}");
            return Err(GroupsError::constraint(&days.to_string(), "retentionInDays", &rule));
        }
        self.set(name, Some(days)).await
    }

    /// Events never expire from now on.
    pub async fn delete_retention(&self, name: &GroupName) -> Result<(), GroupsError> {
        self.set(name, None).await
    }

    async fn set(&self, name: &GroupName, days: Option<u32>) -> Result<(), GroupsError> {
        self.0
            .change(name, |group| {
                group.retention_days = days;
                Ok(())
            })
            .await
    }
}

/// Events before this time are over.
pub(super) fn cutoff_us(days: u32, now_us: u64) -> u64 {
    const DAY_US: u64 = 24 * 60 * 60 * 1_000_000;
    now_us.saturating_sub(u64::from(days) * DAY_US)
}
