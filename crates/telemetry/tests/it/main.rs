//! Logs and the ledger, from bytes in a pipe to rows on disk.

mod audit;
mod flood;
mod follow;
mod frames;
mod groups;
mod groups_kept;
mod groups_live;
mod groups_read;
mod journal;
mod ledger;
mod lines;
mod logs;
mod patterns;
mod report;
mod retention;
mod support;
