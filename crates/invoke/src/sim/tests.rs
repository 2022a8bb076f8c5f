//! The traffic is like the published one, and the simulator counts right.

use super::*;
use crate::policy::{KeepAlive, Limits};

const TEN_MINUTES: KeepAlive = KeepAlive::Fixed(600_000);

fn roomy() -> Limits {
    Limits {
        account_concurrency: u32::MAX,
        memory_mb: u64::MAX / 2,
        line_per_function: u32::MAX,
        max_starting: u32::MAX,
        max_growing: u32::MAX,
        ..Limits::default()
    }
}

/// With room for all.
fn setting(days: f64, keep_alive: KeepAlive) -> Setting {
    Setting { days, limits: roomy(), keep_alive, ..Setting::default() }
}

#[test]
fn the_population_is_like_the_published_one() {
    let population = Population::new(&Options { functions: 10_000, ..Options::default() });
    let facts = Facts::of(&population);
    let near = |what: &str, value: f64, published: f64, tolerance: f64| {
        assert!((value - published).abs() <= tolerance, "{what}: {value}, published {published}");
    };
    near("hourly or less", facts.called_hourly_or_less, 0.45, 0.02);
    near("every minute or less", facts.called_every_minute_or_less, 0.81, 0.02);
    near("calls of the popular", facts.calls_of_the_popular, 0.996, 0.002);
    near("timers", facts.timers, 0.16, 0.01);
    near("http", facts.http, 0.55, 0.02);
    near("below 1 s", facts.execution_below_1s, 0.55, 0.06);
    near("below 60 s", facts.execution_below_60s, 0.96, 0.02);
    near("nearly periodic", facts.nearly_periodic, 0.20, 0.03);
    near("bursty", facts.bursty, 0.40, 0.06);
    assert!(facts.memory_median_mb < 170.0 && facts.memory_p90_mb < 400.0, "{facts:?}");
}

#[test]
fn the_sample_stands_for_everyone() {
    let population = Population::new(&Options { functions: 20_000, ..Options::default() });
    let weights: f64 = population.sample.iter().map(|profile| profile.weight).sum();
    assert!((weights / 20_000.0 - 1.0).abs() < 0.1, "{weights}");
    assert!(population.sample.len() < 15_000);
}

#[test]
fn equal_seeds_give_equal_numbers() {
    let run = |seed| {
        let options = Options { functions: 300, seed, ..Options::default() };
        let population = Population::new(&options);
        let setting = Setting { copies: true, ..setting(0.5, KeepAlive::default()) };
        simulate(&population.sample, &setting)
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn longer_stays_cost_memory_and_save_starts() {
    let population = Population::new(&Options { functions: 200, ..Options::default() });
    let run = |keep_alive| simulate(&population.sample, &setting(1.0, keep_alive));
    let (none, ten) = (run(KeepAlive::AtOnce), run(TEN_MINUTES));
    let hour = run(KeepAlive::Fixed(3_600_000));
    assert!(none.cold_of_rare_calls > 0.99, "{none:?}");
    assert!(none.idle_gb_h < 0.01, "{none:?}");
    assert!(ten.cold_of_rare_calls < none.cold_of_rare_calls / 2.0, "{ten:?}");
    assert!(hour.cold_of_rare_calls < ten.cold_of_rare_calls, "{hour:?}");
    assert!(hour.idle_gb_h > ten.idle_gb_h, "{hour:?}");
    assert_eq!((none.refused, ten.refused, hour.refused), (0.0, 0.0, 0.0));
}

#[test]
fn the_default_beats_ten_minutes_in_starts_and_in_memory() {
    let options =
        Options { functions: 1_000, at_most_per_day: Some(14_400.0), ..Options::default() };
    let population = Population::new(&options);
    for copies in [false, true] {
        let run = |keep_alive| {
            simulate(&population.sample, &Setting { copies, ..setting(1.0, keep_alive) })
        };
        let (ten, default) = (run(TEN_MINUTES), run(KeepAlive::default()));
        let less = |what: &str, of: fn(&Report) -> f64| {
            let (ours, theirs) = (of(&default), of(&ten));
            assert!(ours < theirs, "{what}, copies {copies}: {ours}, ten minutes {theirs}");
        };
        less("cold calls", |report| report.cold_of_calls);
        less("cold calls of rare functions", |report| report.cold_of_rare_calls);
        less("slow calls", |report| report.slow_of_calls);
        less("slow calls of rare functions", |report| report.slow_of_rare_calls);
        less("memory", |report| report.idle_gb_h);
        less("memory with what is busy", |report| report.idle_gb_h + report.busy_gb_h);
    }
}

#[test]
fn one_timer_adds_up_exactly() {
    let options = Options { functions: 2_000, ..Options::default() };
    let every_ten = |p: &&Profile| p.trigger == Trigger::Timer && p.calls_per_day == 144.0;
    let timer = Population::new(&options).everyone.iter().find(every_ten).unwrap().clone();
    let timer = Profile { memory_mb: 1_024, execution_ms: 1.0, start_ms: 100, ..timer };
    let report = simulate(&[timer], &setting(1.0, KeepAlive::Fixed(60_000)));
    assert_eq!(report.simulated_calls, 144);
    assert_eq!(report.cold_of_calls, 1.0);
    // 144 minutes of 1 GB, for a thousand functions.
    assert!((report.idle_gb_h / 1_000.0 - 2.4).abs() < 0.02, "{report:?}");
    assert_eq!(report.wait_p99_ms, 100);
}

#[test]
fn a_small_machine_refuses_rather_than_overloads() {
    let options = Options { functions: 200, at_most_per_day: Some(20_000.0), ..Options::default() };
    let population = Population::new(&options);
    let limits = Limits { memory_mb: 1_000, account_concurrency: 50, ..Limits::default() };
    let setting = Setting { days: 0.5, limits, ..Setting::default() };
    let report = simulate(&population.sample, &setting);
    assert!(report.refused > 0.0 && report.refused < 0.5, "{report:?}");
    assert!(report.memory_peak_mb <= 1_000, "{report:?}");
}

#[test]
fn what_is_cheapest_to_lose_goes_before_what_has_been_idle_longest() {
    let options = Options {
        functions: 300,
        start_ms: vec![60, 100, 300, 1_500],
        thin_above_per_day: None,
        at_most_per_day: Some(3_000.0),
        ..Options::default()
    };
    let population = Population::new(&options);
    for (copies, memory_mb) in [(false, 6_000), (true, 3_000)] {
        let limits = Limits { memory_mb, ..Limits::default() };
        let run = |oldest_first| {
            let limits = limits.clone();
            let keep_alive = KeepAlive::default();
            let setting = Setting { days: 0.5, limits, keep_alive, copies, oldest_first };
            simulate(&population.sample, &setting)
        };
        let (cost, oldest) = (run(false), run(true));
        let (ours, theirs) = (cost.wait_mean_ms, oldest.wait_mean_ms);
        assert!(ours < 0.9 * theirs, "copies {copies}: {ours} ms, {theirs} ms oldest first");
        assert!(cost.refused <= 1.02 * oldest.refused, "{cost:?}\n{oldest:?}");
    }
}
