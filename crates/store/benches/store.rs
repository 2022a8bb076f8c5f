//! What group commit is worth: durable single-put commits from 64 callers, with groups, one at a
//! time, and a bare log of the same bytes in the same groups as the limit. All of them take turns
//! within one run, because the cost of a sync on one machine varies more than the differences.
//!
//! `cargo bench -p store --bench store -- [--json] [--rounds N]`

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::json;
use store::{Batch, Key, Keyspace, Options, Store};

const CALLERS: u32 = 64;
const VALUE_BYTES: usize = 1024;
/// A keyspace, a caller and a number.
const KEY_BYTES: usize = 1 + 4 + 8;
const STORE_TURN: Duration = Duration::from_millis(2_500);
const LOG_TURN: Duration = Duration::from_millis(1_500);
const LOG_BYTES: u64 = 64 * 1024 * 1024;

/// One turn of one contestant.
#[derive(Clone, Copy, Default)]
struct Turn {
    puts_per_s: f64,
    group: f64,
    p50_ms: f64,
    p99_ms: f64,
}

struct Contestant {
    name: &'static str,
    turns: Vec<Turn>,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let after = |name: &str| args.iter().skip_while(|arg| *arg != name).nth(1);
    let rounds = after("--rounds").map_or(5, |it| it.parse().expect("--rounds takes a number"));
    // In target/, because a temporary directory may be in memory and sync nothing.
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let contestants = runtime.block_on(run(dir.path(), rounds));
    if args.iter().any(|arg| arg == "--json") {
        println!("{}", to_json(&contestants));
    } else {
        print_table(&contestants);
    }
}

async fn run(dir: &Path, rounds: usize) -> [Contestant; 4] {
    let open = |name: &str, max_group| {
        Store::open(&dir.join(name), Options { max_group, ..Options::default() }).unwrap()
    };
    let grouped = open("grouped", Options::default().max_group);
    let single = open("single", 1);
    let growing = File::create(dir.join("growing.log")).unwrap();
    let recycled = File::create(dir.join("recycled.log")).unwrap();
    fill(&recycled);

    let names = ["group commit", "one at a time", "bare log, growing", "bare log, recycled"];
    let mut contestants = names.map(|name| Contestant { name, turns: Vec::new() });
    let mut next = 0;
    // Until the write-ahead logs are recycled for the first time everything is slower.
    store_turn(&grouped, &mut next, STORE_TURN / 2).await;
    store_turn(&single, &mut next, STORE_TURN / 2).await;
    for _ in 0..rounds {
        let group = store_turn(&grouped, &mut next, STORE_TURN).await;
        let one = store_turn(&single, &mut next, STORE_TURN).await;
        let size = (group.group.round() as usize).max(1);
        let log = [log_turn(&growing, size, u64::MAX), log_turn(&recycled, size, LOG_BYTES)];
        growing.set_len(0).unwrap();
        let turns = [group, one, log[0], log[1]];
        contestants.iter_mut().zip(turns).for_each(|(it, turn)| it.turns.push(turn));
    }
    contestants
}

/// Each caller writes its own ascending keys, one commit after the other.
async fn store_turn(store: &Store, next: &mut u64, turn: Duration) -> Turn {
    let before = store.stats();
    let first = *next;
    let begin = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let store = store.clone();
            tokio::spawn(async move {
                let value = Bytes::from(vec![caller as u8; VALUE_BYTES]);
                let mut latencies = Vec::new();
                while begin.elapsed() < turn {
                    let number = first + latencies.len() as u64;
                    let key = Key::in_space(Keyspace(1)).u32(caller).u64(number);
                    let asked = Instant::now();
                    store.commit(Batch::new().put(key, value.clone())).await.unwrap();
                    latencies.push(asked.elapsed());
                }
                latencies
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for caller in callers {
        let its = caller.await.unwrap();
        *next = (*next).max(first + its.len() as u64);
        latencies.extend(its);
    }
    let puts = latencies.len() as f64;
    let groups = (store.stats().groups - before.groups) as f64;
    measured(puts, begin.elapsed(), puts / groups, latencies)
}

/// One writer appends the bytes of a whole group and syncs, again and again.
fn log_turn(log: &File, group: usize, wrap_at: u64) -> Turn {
    let bytes = vec![7; group * (KEY_BYTES + VALUE_BYTES)];
    let begin = Instant::now();
    let (mut at, mut latencies) = (0, Vec::new());
    while begin.elapsed() < LOG_TURN {
        let asked = Instant::now();
        log.write_all_at(&bytes, at).unwrap();
        log.sync_data().unwrap();
        latencies.push(asked.elapsed());
        at += bytes.len() as u64;
        if at + bytes.len() as u64 > wrap_at {
            at = 0;
        }
    }
    let puts = (latencies.len() * group) as f64;
    measured(puts, begin.elapsed(), group as f64, latencies)
}

fn fill(log: &File) {
    let portion = vec![0; 1024 * 1024];
    for at in (0..LOG_BYTES).step_by(portion.len()) {
        log.write_all_at(&portion, at).unwrap();
    }
    log.sync_all().unwrap();
}

fn measured(puts: f64, took: Duration, group: f64, mut latencies: Vec<Duration>) -> Turn {
    latencies.sort();
    let at = |share: f64| {
        let place = (latencies.len() as f64 * share) as usize;
        latencies.get(place).map_or(0.0, |it| it.as_secs_f64() * 1e3)
    };
    Turn { puts_per_s: puts / took.as_secs_f64(), group, p50_ms: at(0.5), p99_ms: at(0.99) }
}

impl Contestant {
    fn median(&self, of: impl Fn(&Turn) -> f64) -> f64 {
        median(self.turns.iter().map(of).collect())
    }

    /// The median of the ratios within each round, so that a slow round counts for both alike.
    fn times(&self, other: &Contestant) -> f64 {
        let pairs = self.turns.iter().zip(&other.turns);
        median(pairs.map(|(mine, its)| mine.puts_per_s / its.puts_per_s).collect())
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn print_table(all: &[Contestant; 4]) {
    let [grouped, single, growing, recycled] = all;
    println!(
        "{CALLERS} callers, {VALUE_BYTES} byte values, medians of {} rounds",
        single.turns.len()
    );
    println!(
        "{:<20}{:>10}{:>20}{:>8}{:>9}{:>9}{:>7}",
        "", "puts/s", "range", "group", "p50 ms", "p99 ms", "ratio"
    );
    for it in all {
        let range = it.turns.iter().map(|turn| turn.puts_per_s);
        let least = range.clone().fold(f64::INFINITY, f64::min);
        let range = format!("{least:.0}–{:.0}", range.fold(0.0, f64::max));
        println!(
            "{:<20}{:>10.0}{range:>20}{:>8.1}{:>9.2}{:>9.2}{:>7.2}",
            it.name,
            it.median(|turn| turn.puts_per_s),
            it.median(|turn| turn.group),
            it.median(|turn| turn.p50_ms),
            it.median(|turn| turn.p99_ms),
            it.times(single),
        );
    }
    println!("group commit is {:.1} times one at a time;", grouped.times(single));
    println!("it reaches {:.0} % of a bare log that grows", 100.0 * grouped.times(growing));
    println!("and {:.0} % of one that is recycled", 100.0 * grouped.times(recycled));
}

fn to_json(all: &[Contestant; 4]) -> serde_json::Value {
    let [grouped, single, growing, recycled] = all;
    let contestants = all.each_ref().map(|it| {
        json!({
            "name": it.name,
            "puts_per_s": it.median(|turn| turn.puts_per_s),
            "rounds_puts_per_s": it.turns.iter().map(|turn| turn.puts_per_s).collect::<Vec<_>>(),
            "group": it.median(|turn| turn.group),
            "p50_ms": it.median(|turn| turn.p50_ms),
            "p99_ms": it.median(|turn| turn.p99_ms),
        })
    });
    json!({
        "callers": CALLERS,
        "value_bytes": VALUE_BYTES,
        "contestants": contestants,
        "group_over_single": grouped.times(single),
        "group_over_growing_log": grouped.times(growing),
        "group_over_recycled_log": grouped.times(recycled),
    })
}
