//! A synthetic population of functions, modelled on what is published of Azure Functions
//! (Shahrad et al., "Serverless in the Wild", USENIX ATC 2020).
//!
//! Reproduced, and checked by this module's tests:
//! - popularity over eight orders of magnitude: 45 % of functions are called once an hour or less
//!   on average, 81 % once a minute or less; the others get 99.6 % of all calls;
//! - triggers: 55 % HTTP, 16 % timers, the rest queues, events, storage and orchestration;
//! - mean execution times log-normal with a log-mean of −0.38 and a deviation of 2.36 (in
//!   seconds): half of the functions take less than 1 s on average, 96 % less than 60 s;
//! - memory as a Burr distribution (c = 11.652, k = 0.221, λ = 107.083 MB): half below 170 MB,
//!   90 % below 400 MB;
//! - burstiness: the gaps between the calls of about a fifth of the functions hardly vary
//!   (variation near 0: timers and pollers), those of about two fifths vary more than a Poisson
//!   process's (above 1: bursts and sessions).
//!
//! The paper counts some of these by application; here each function stands for itself.

use super::chance::Chance;

/// What kind of source calls the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// At fixed times.
    Timer,
    /// People, more by day than by night; some come for a session of several calls.
    Http { sessions: bool },
    /// A machine that asks again and again at a nearly fixed pace.
    Poller,
    /// Queues, events, storage, orchestration: bursts.
    Burst,
}

/// A copy of a zygote: its start in ms, and what it weighs by itself.
pub(super) const COPY_MS: u64 = 2;
pub(super) const COPY_MB: f64 = 2.0;

/// One function.
#[derive(Debug, Clone)]
pub struct Profile {
    pub trigger: Trigger,
    pub calls_per_day: f64,
    pub memory_mb: u32,
    /// Its mean execution time.
    pub execution_ms: f64,
    /// From the start of an instance to its readiness, when it is no copy; the same for a zygote.
    pub start_ms: u64,
    /// What a zygote of it would weigh.
    pub zygote_mb: u32,
    /// How many functions of the population this one stands for.
    pub weight: f64,
    pub(super) chance: Chance,
}

#[derive(Debug, Clone)]
pub struct Options {
    pub functions: u32,
    pub days: f64,
    pub seed: u64,
    /// Start times, dealt out in turn: a small Python and a small Node function by default.
    pub start_ms: Vec<u64>,
    /// Functions called more often than this stand for many: of those called ten times as often
    /// every tenth is simulated, with weight 10. A function called every second teaches nothing
    /// about keep-alive, and a week of all of them would take a year.
    pub thin_above_per_day: Option<f64>,
    /// Leaves functions out that are called more often than this.
    pub at_most_per_day: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            functions: 20_000,
            days: 2.0,
            seed: 1,
            start_ms: vec![60, 100],
            thin_above_per_day: Some(144.0),
            at_most_per_day: None,
        }
    }
}

/// All functions, and those of them that are simulated.
#[derive(Debug, Clone)]
pub struct Population {
    pub everyone: Vec<Profile>,
    pub sample: Vec<Profile>,
}

/// Calls per day, by the share of functions called no more than that; straight lines between
/// the points on a logarithmic scale.
const POPULARITY: [(f64, f64); 7] = [
    (0.0, 0.1),
    (0.45, 24.0),
    (0.814, 1_440.0),
    (0.92, 14_400.0),
    (0.975, 144_000.0),
    (0.996, 1.44e6),
    (1.0, 1e7),
];
const TIMER_PERIODS_S: [f64; 8] = [60.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 21_600.0, 86_400.0];
const DAY_S: f64 = 86_400.0;
/// Nobody lets a function run that keeps more instances busy than this.
const MOST_BUSY: f64 = 20.0;

impl Population {
    pub fn new(options: &Options) -> Self {
        let mut chance = Chance::new(options.seed);
        let mut everyone = Vec::with_capacity(options.functions as usize);
        for n in 0..options.functions {
            let start_ms = options.start_ms.get(n as usize % options.start_ms.len().max(1));
            everyone.push(Profile::draw(&mut chance, start_ms.copied().unwrap_or(0)));
        }
        let most = options.at_most_per_day.unwrap_or(f64::INFINITY);
        let thin_above = options.thin_above_per_day.unwrap_or(f64::INFINITY);
        let mut sample = Vec::new();
        for profile in everyone.iter().filter(|profile| profile.calls_per_day <= most) {
            let weight = (profile.calls_per_day / thin_above).max(1.0);
            if chance.happens(1.0 / weight) {
                sample.push(Profile { weight, ..profile.clone() });
            }
        }
        Self { everyone, sample }
    }
}

impl Profile {
    fn draw(chance: &mut Chance, start_ms: u64) -> Self {
        let drawn = popularity(chance.unit());
        let trigger = trigger(chance, drawn);
        let calls_per_day = match trigger {
            Trigger::Timer => DAY_S / nearest_period(DAY_S / drawn),
            _ => drawn,
        };
        let longest_ms = MOST_BUSY * DAY_S * 1_000.0 / calls_per_day;
        let execution_ms = 1_000.0 * chance.log_normal((-0.38f64).exp(), 2.36);
        let memory_mb = burr(chance.unit()).clamp(64.0, 1_536.0) as u32;
        Self {
            trigger,
            calls_per_day,
            memory_mb,
            execution_ms: execution_ms.clamp(1.0, 600_000.0).min(longest_ms),
            start_ms,
            zygote_mb: (memory_mb / 4).clamp(10, 80),
            weight: 1.0,
            chance: chance.fork(),
        }
    }
}

fn popularity(unit: f64) -> f64 {
    let at = POPULARITY.partition_point(|(share, _)| *share <= unit).min(POPULARITY.len() - 1);
    let ((low, few), (high, many)) = (POPULARITY[at - 1], POPULARITY[at]);
    few * (many / few).powf((unit - low) / (high - low))
}

/// The shares of triggers. Timers hardly ever fire more than once a minute, so they are dealt to
/// the 81 % below that.
fn trigger(chance: &mut Chance, calls_per_day: f64) -> Trigger {
    if calls_per_day <= 1_440.0 && chance.happens(0.16 / 0.814) {
        return Trigger::Timer;
    }
    match chance.unit() {
        unit if unit < 0.05 => Trigger::Poller,
        unit if unit < 0.18 => Trigger::Http { sessions: true },
        unit if unit < 0.67 => Trigger::Http { sessions: false },
        _ => Trigger::Burst,
    }
}

fn nearest_period(wanted_s: f64) -> f64 {
    let distance = |period: &f64| (period / wanted_s).ln().abs();
    let nearer = |a: &f64, b: &f64| distance(a).total_cmp(&distance(b));
    TIMER_PERIODS_S.into_iter().min_by(nearer).unwrap_or(DAY_S)
}

fn burr(unit: f64) -> f64 {
    107.083 * ((1.0 - unit).powf(-1.0 / 0.221) - 1.0).powf(1.0 / 11.652)
}
