//! CloudWatch Logs' operations: groups and streams that clients make, and what functions print.

mod about;
mod door;
mod error;
mod groups;
mod home;
mod live;
mod put;
mod read;
mod retention;
mod streams;
mod tags;

use telemetry::Telemetry;
use telemetry::{GroupName, LogGroups};

pub(crate) use self::door::bytes_max;
use self::home::Home;
use self::live::Seats;
use crate::Access;

/// CloudWatch Logs' operations.
#[derive(Debug, Clone)]
pub struct Logs {
    access: Access,
    telemetry: Telemetry,
    home: Home,
    /// For those who watch logs as they come.
    seats: Seats,
}

impl Logs {
    pub fn new(access: Access, telemetry: Telemetry, region: &str) -> Self {
        let home = Home::new(region, access.directory().account());
        Self { access, telemetry, home, seats: Seats::default() }
    }

    fn groups(&self) -> &LogGroups {
        self.telemetry.groups()
    }

    fn group(&self, name: &str) -> Result<GroupName, protocol::logs::Error> {
        GroupName::parse(name).map_err(error::told)
    }
}
