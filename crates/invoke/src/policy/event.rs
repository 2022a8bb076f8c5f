//! What the policy is told, and what it wants done.

use functions::Variant;

use super::{CallId, InstanceId, Millis, Target, VersionId};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// This is now the current version of its function. Instances of the version before it finish
    /// what they do and take nothing new. The same version again changes its settings only.
    Deployed {
        target: Target,
        /// Whether somebody deployed it just now and is likely to call it, in contrast to what a
        /// platform that starts finds deployed.
        fresh: bool,
    },
    Removed(Variant),
    /// A patient call (an asynchronous one) waits as long as it takes, behind the impatient ones;
    /// its line is bounded by the queue that feeds it.
    Arrived {
        call: CallId,
        function: Variant,
        patient: bool,
    },
    /// The caller hung up while waiting. Nothing happens when the call is already assigned.
    Cancelled {
        call: CallId,
    },
    /// The instance is ready for its first call. If it was stopped while it started, `Stop`
    /// follows once more.
    Started {
        instance: InstanceId,
        took_us: u64,
        /// Whether it is a copy of its version's zygote.
        copied: bool,
    },
    /// The instance broke while starting and is no more. No `Gone` needs to follow.
    StartFailed {
        instance: InstanceId,
    },
    /// An assigned call has ended, well or badly, and its place is free. Sent for every call that
    /// was assigned, also when its instance is gone.
    Finished {
        call: CallId,
    },
    /// The process has ended, expected or not.
    Gone {
        instance: InstanceId,
    },
    /// Real memory use of one instance of the version; the highest one counts from now on, for
    /// copies and for others apart.
    Measured {
        version: VersionId,
        peak_mb: u32,
        copied: bool,
    },
    /// The version's zygote is ready to be copied. If it was let go while it grew, `LetGo` follows
    /// once more.
    Grown {
        version: VersionId,
        /// What it weighs by itself.
        mb: u32,
    },
    /// The version can have no zygote: none is asked for again.
    Unfit {
        version: VersionId,
    },
    /// The zygote has ended by itself, or did not come to be this time.
    ZygoteGone {
        version: VersionId,
    },
    /// The machine is short of memory, or of room for code: let idle ones go that are charged this much.
    Pressure {
        need_mb: u64,
    },
    /// It is `next_tick` or later.
    Tick,
}

/// Something to do. Every call that arrived gets exactly one of `Assign`, `Refuse` and
/// `FailStart`, unless it was cancelled before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Start an instance, as a copy if the version has a zygote that is ready; answered by
    /// `Started`, `StartFailed` or `Gone`.
    Start {
        instance: InstanceId,
        version: VersionId,
        /// It starts ahead of need: no call is to be charged for it.
        provisioned: bool,
    },
    /// Run the call there; answered by `Finished`.
    Assign {
        call: CallId,
        instance: InstanceId,
    },
    Refuse {
        call: CallId,
        reason: Refusal,
    },
    /// Answer the call with the error that this instance met while starting.
    FailStart {
        call: CallId,
        instance: InstanceId,
    },
    /// End an instance that has no calls, at once: its memory counts as free from here on. No
    /// `Gone` needs to follow. One that still starts may be left to become `Started`.
    Stop {
        instance: InstanceId,
        why: StopReason,
    },
    /// Load the version's code for its next instances to be copies of; answered by `Grown`,
    /// `Unfit` or `ZygoteGone`.
    Grow {
        version: VersionId,
    },
    /// Give the version's zygote up, also one that still grows: its memory counts as free from
    /// here on, copies made of it live on. No `ZygoteGone` needs to follow.
    LetGo {
        version: VersionId,
        why: StopReason,
    },
}

/// Why a call is turned away. The text is for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(
        "the function already runs as many calls at once as its concurrency of {limit} allows; \
         try again later or raise `concurrency`"
    )]
    FunctionConcurrency { limit: u32 },
    #[error(
        "the platform already runs as many calls at once as the {limit} open to this function; \
         try again later, or set aside a share with `concurrency`"
    )]
    AccountConcurrency { limit: u32 },
    #[error(
        "no room for another instance in the memory budget of {budget_mb} MB; try again later, \
         lower `memory_mb` or raise the budget"
    )]
    Memory { budget_mb: u64 },
    #[error("{waiting} calls already wait for an instance of the function; try again later")]
    LineFull { waiting: u32 },
    #[error("no instance of the function came free within {waited_ms} ms; try again later")]
    WaitedTooLong { waited_ms: Millis },
    #[error("the function was removed while the call waited; deploy it again to call it")]
    Removed,
    #[error("there is no function of this name; deploy it first")]
    NoSuchFunction,
}

/// Why an instance or a zygote is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// Idle for as long as it may be.
    Idle,
    /// Its memory is needed for another function.
    MadeRoom,
    /// The machine is short of memory, or of room for code.
    Pressure,
    /// A newer version has been deployed, or the settings changed.
    Replaced,
    /// Its function is removed.
    Removed,
    /// It was let go before it was ready, and has become ready after all.
    TooLate,
}
