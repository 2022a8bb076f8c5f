//! What can be said of a population, to hold it against what is published.

use super::arrivals::Arrivals;
use super::population::{Population, Profile, Trigger};

/// Shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    pub called_hourly_or_less: f64,
    pub called_every_minute_or_less: f64,
    /// Of all calls, those of functions called more than once a minute.
    pub calls_of_the_popular: f64,
    pub timers: f64,
    pub http: f64,
    pub execution_below_1s: f64,
    pub execution_below_60s: f64,
    pub memory_median_mb: f64,
    pub memory_p90_mb: f64,
    /// Functions whose gaps between calls vary (deviation ÷ mean) by less than 0.2.
    pub nearly_periodic: f64,
    /// Functions whose gaps vary clearly more than those of a Poisson process.
    pub bursty: f64,
}

impl Facts {
    pub fn of(population: &Population) -> Self {
        let all = &population.everyone;
        let share = |of: &dyn Fn(&Profile) -> bool| {
            all.iter().filter(|profile| of(profile)).count() as f64 / all.len().max(1) as f64
        };
        let calls = |of: &dyn Fn(&Profile) -> bool| -> f64 {
            all.iter().filter(|profile| of(profile)).map(|profile| profile.calls_per_day).sum()
        };
        let memory = |at: f64| {
            let mut memory: Vec<u32> = all.iter().map(|profile| profile.memory_mb).collect();
            memory.sort_unstable();
            memory.get((memory.len() as f64 * at) as usize).map_or(0.0, |mb| f64::from(*mb))
        };
        let popular = |profile: &Profile| profile.calls_per_day > 1_440.0;
        let variations: Vec<f64> = all.iter().map(variation).collect();
        let varying = |of: &dyn Fn(f64) -> bool| {
            variations.iter().filter(|v| of(**v)).count() as f64 / variations.len().max(1) as f64
        };
        Self {
            called_hourly_or_less: share(&|profile| profile.calls_per_day <= 24.0),
            called_every_minute_or_less: share(&|profile| !popular(profile)),
            calls_of_the_popular: calls(&popular) / calls(&|_| true).max(1.0),
            timers: share(&|profile| profile.trigger == Trigger::Timer),
            http: share(&|p| matches!(p.trigger, Trigger::Http { .. } | Trigger::Poller)),
            execution_below_1s: share(&|profile| profile.execution_ms < 1_000.0),
            execution_below_60s: share(&|profile| profile.execution_ms < 60_000.0),
            memory_median_mb: memory(0.5),
            memory_p90_mb: memory(0.9),
            nearly_periodic: varying(&|v| v < 0.2),
            bursty: varying(&|v| v > 1.2),
        }
    }
}

/// The coefficient of variation of the gaps between calls.
fn variation(profile: &Profile) -> f64 {
    const GAPS: u32 = 200;
    let mut arrivals = Arrivals::new(profile);
    let (mut before, mut sum, mut squares) = (arrivals.next(), 0.0, 0.0);
    for _ in 0..GAPS {
        let now = arrivals.next();
        let gap = (now - before) as f64;
        (before, sum, squares) = (now, sum + gap, squares + gap * gap);
    }
    let mean = sum / f64::from(GAPS);
    (squares / f64::from(GAPS) - mean * mean).max(0.0).sqrt() / mean.max(1.0)
}

impl std::fmt::Display for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut line = |what: &str, here: f64, published: &str| {
            writeln!(f, "  {what:<46} {:>5.1} %   {published}", 100.0 * here)
        };
        line("called once an hour or less", self.called_hourly_or_less, "45 %")?;
        line("called once a minute or less", self.called_every_minute_or_less, "81 %")?;
        line("calls that go to the others", self.calls_of_the_popular, "99.6 %")?;
        line("timers", self.timers, "16 %")?;
        line("HTTP", self.http, "55 %")?;
        line("mean execution below 1 s", self.execution_below_1s, "50 %")?;
        line("mean execution below 60 s", self.execution_below_60s, "96 %")?;
        line("nearly periodic (variation of gaps < 0.2)", self.nearly_periodic, "about 20 %")?;
        line("bursty (variation of gaps > 1.2)", self.bursty, "about 40 % above 1")?;
        write!(
            f,
            "  {:<46} {:.0} / {:.0} MB  < 170 / < 400 MB",
            "memory, median / 90th percentile", self.memory_median_mb, self.memory_p90_mb
        )
    }
}
