//! Compares keep-alive policies on synthetic traffic:
//! `cargo bench -p invoke --bench policy -- [--functions N] [--days D] [--seed S]
//! [--only PART-OF-A-POLICY'S-NAME]`.

use std::time::Instant;

use invoke::policy::{Adaptive, KeepAlive, Limits, Millis};
use invoke::sim::{Facts, Options, Population, Profile, Report, Setting, simulate};

const MIN: Millis = 60_000;
/// Busier functions are warm under every policy; a few of them would drown all others.
const MOST_PER_DAY: f64 = 14_400.0;

fn main() {
    let (mut options, mut only) = (Options::default(), String::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--bench" {
            // What cargo itself adds.
            continue;
        }
        let value = args.next().unwrap_or_default();
        let number = value.parse::<f64>();
        match (arg.as_str(), number) {
            ("--functions", Ok(n)) => options.functions = n as u32,
            ("--days", Ok(n)) => options.days = n,
            ("--seed", Ok(n)) => options.seed = n as u64,
            ("--only", _) => only = value,
            _ => {
                eprintln!("{arg}: use [--functions N] [--days D] [--seed S] [--only POLICY]");
                std::process::exit(2);
            }
        }
    }
    room_for_all(&options, &only);
    small_machine(&options, &only);
}

fn policies() -> Vec<(String, KeepAlive)> {
    let fixed = [1, 5, 10, 20, 60].map(|m| (format!("fixed {m} min"), KeepAlive::Fixed(m * MIN)));
    let adaptive = [10, 40].map(|worth| {
        let adaptive = Adaptive { start_worth_ms: worth * MIN, ..Adaptive::default() };
        (format!("adaptive {worth} min"), KeepAlive::Adaptive(adaptive))
    });
    let none = ("at once".to_owned(), KeepAlive::AtOnce);
    let stays = Adaptive { ahead: false, ..Adaptive::default() };
    let stays = ("default, none ahead".to_owned(), KeepAlive::Adaptive(stays));
    let default = ("default".to_owned(), KeepAlive::default());
    [none].into_iter().chain(fixed).chain(adaptive).chain([stays, default]).collect()
}

fn table(profiles: &[Profile], setting: &Setting, only: &str) {
    println!("{:<20}{}", "policy", Report::HEAD);
    for (name, keep_alive) in policies().into_iter().filter(|(name, _)| name.contains(only)) {
        row(&name, profiles, &Setting { keep_alive, ..setting.clone() });
    }
}

fn row(name: &str, profiles: &[Profile], setting: &Setting) {
    let begin = Instant::now();
    let report = simulate(profiles, setting);
    let seconds = begin.elapsed().as_secs_f64();
    let rate = report.simulated_calls as f64 / seconds / 1e6;
    println!("{name:<20}{report}  ({seconds:.1} s, {rate:.1} M calls/s)");
}

fn with_and_without_copies(profiles: &[Profile], setting: &Setting, only: &str) {
    for copies in [false, true] {
        println!("{} copies:", if copies { "With" } else { "Without" });
        table(profiles, &Setting { copies, ..setting.clone() }, only);
    }
}

/// Every function for itself: nothing but the keep-alive decides.
fn room_for_all(options: &Options, only: &str) {
    let population =
        Population::new(&Options { at_most_per_day: Some(MOST_PER_DAY), ..options.clone() });
    let Options { functions, days, seed, .. } = options;
    println!("{functions} functions, {days} days, seed {seed}; published beside it:");
    println!("{}", Facts::of(&population));
    println!(
        "\nRoom for all; those called up to {MOST_PER_DAY} times a day, {} functions simulated. \
         GB·h per 1,000 functions and day.",
        population.sample.len()
    );
    let limits = Limits {
        account_concurrency: u32::MAX,
        memory_mb: u64::MAX / 2,
        line_per_function: u32::MAX,
        max_starting: u32::MAX,
        max_growing: u32::MAX,
        ..Limits::default()
    };
    let setting = Setting { days: *days, limits, ..Setting::default() };
    with_and_without_copies(&population.sample, &setting, only);
}

/// A crowd on one machine: what is idle stands in each other's way. Starts differ more.
fn small_machine(options: &Options, only: &str) {
    let crowd = Options {
        functions: 1_000,
        start_ms: vec![60, 100, 300, 1_500],
        thin_above_per_day: None,
        at_most_per_day: Some(MOST_PER_DAY),
        ..options.clone()
    };
    let sample = Population::new(&crowd).sample;
    let limits = Limits { memory_mb: 24 * 1_024, ..Limits::default() };
    println!(
        "\n{} functions on one machine of 24 GB, {} starts at once.",
        sample.len(),
        limits.max_starting
    );
    let setting = Setting { days: options.days, limits, ..Setting::default() };
    with_and_without_copies(&sample, &setting, only);
    println!("The same, but what has been idle longest goes first:");
    let setting = Setting { oldest_first: true, ..setting };
    with_and_without_copies(&sample, &setting, only);
}
