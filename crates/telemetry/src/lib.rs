//! What functions say and what their calls cost: logs and the ledger.
//!
//! The pipes of a function are assembled into events ([`Lines`], [`TelemetryFrames`]), which
//! [`Telemetry`] keeps within bounds of time and size; every call leaves a [`Record`] in the
//! [`Ledger`], which is never dropped. [`LogGroups`] keeps what clients put beside it, [`Audit`] who
//! was refused what. Logging never makes anybody wait. This room must never know who reads what it
//! keeps, nor how functions run.

mod audit;
mod billing;
mod clock;
mod error;
mod event;
mod frames;
#[cfg(test)]
mod fuzz;
mod groups;
mod journal;
mod ledger;
mod level;
mod lines;
mod logs;
mod options;
pub mod report;
mod telemetry;

pub use audit::{Audit, AuditQuery, Kept, Refusal};
pub use billing::billed_ms;
pub use error::Error;
pub use event::{LogEvent, Printed, Source};
pub use frames::TelemetryFrames;
pub use groups::{
    EventsPage, Filter, FilteredEvent, FilteredPage, GetEvents, Group, GroupName, GroupsError,
    GroupsPage, GroupsQuery, InputEvent, Live, LiveNews, LogGroups, Order, OutputEvent, Put,
    RETENTION_DAYS, Rejected, Stream, StreamName, Streams, StreamsPage, StreamsQuery,
};
pub use ledger::{Ledger, Outcome, Record, Totals, Trigger};
pub use level::Level;
pub use lines::{LONGEST_EVENT, Lines};
pub use logs::{Follow, FollowStream, Page, Pattern, PatternError, Place, Query};
pub use options::Options;
pub use telemetry::Telemetry;
