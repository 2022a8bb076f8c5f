//! The nouns of the policy: who is meant, and within which limits.

use functions::Variant;

/// Milliseconds since any fixed moment; only differences matter.
pub type Millis = u64;

/// One call, numbered by the caller of the policy and never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// One instance, numbered by the policy and never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub u64);

/// One version of one function, numbered by the caller of the policy; no two functions share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionId(pub u64);

/// What the machine and the account allow, all functions together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Calls executing at once.
    pub account_concurrency: u32,
    /// What all instances together may be charged.
    pub memory_mb: u64,
    /// Longest line of waiting calls before one function, those not counted whose start is on its
    /// way. The line is never longer than the calls that the function may execute at once.
    pub line_per_function: u32,
    /// How long an impatient call stays in that line.
    pub line_wait_ms: Millis,
    /// How much longer, when nothing is used up but the starts at once: its turn will come.
    pub start_wait_ms: Millis,
    /// Instances starting at once; more only slow each other down.
    pub max_starting: u32,
    /// Zygotes growing at once: one for each processor keeps all of them busy.
    pub max_growing: u32,
    /// Zygotes of functions that nobody has called yet.
    pub max_guesses: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            account_concurrency: 1_000,
            memory_mb: 1_024,
            line_per_function: 1_000,
            line_wait_ms: 1_000,
            start_wait_ms: 10_000,
            max_starting: 16,
            max_growing: 2,
            max_guesses: 16,
        }
    }
}

/// A deployed version of a function, as far as the policy cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub version: VersionId,
    pub function: Variant,
    /// What an instance is charged until its real use has been measured.
    pub memory_mb: u32,
    /// Calls one instance takes at once: 1 for handlers, many for HTTP servers. At least 1.
    pub per_instance: u32,
    /// Calls executing at once, those of the function's other versions included; also set aside for
    /// this function alone. 0 refuses every call.
    pub reserved: Option<u32>,
    /// Instances that always exist, as far as the limits allow.
    pub keep_warm: u32,
    /// How long an idle instance stays, when not the policy's choice. After as long without a call
    /// nothing of the function is left.
    pub idle_ms: Option<Millis>,
    /// Whether instances can be copies of a zygote.
    pub copies: bool,
}

/// The instances and waiting calls of one function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub starting: u32,
    pub idle: u32,
    pub busy: u32,
    /// Instances of older versions that finish their calls.
    pub draining: u32,
    /// Calls that have neither an instance nor a refusal yet.
    pub in_line: u32,
    pub executing: u32,
    /// Whether there is a zygote, or one grows.
    pub zygote: bool,
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            starting: sum.starting + one.starting,
            idle: sum.idle + one.idle,
            busy: sum.busy + one.busy,
            draining: sum.draining + one.draining,
            in_line: sum.in_line + one.in_line,
            executing: sum.executing + one.executing,
            zygote: sum.zygote || one.zygote,
        })
    }
}

/// Everything together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub functions: u32,
    pub starting: u32,
    pub instances: u32,
    pub executing: u32,
    pub in_line: u32,
    /// Zygotes, the growing ones included.
    pub zygotes: u32,
    pub memory_mb: u64,
}
