//! Copies of a loaded program come and go by the thousand and answer calls by the ten thousand, and
//! nothing breaks, grows or stays.
//!
//! `MAYFLY_SOAK=100` does a hundred times as much: 100,000 copies and 10 million calls in all.

#[path = "../it/support.rs"]
#[allow(dead_code)]
mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use functions::Runtime;
use runtime::{Copying, Seed, Start};
use support::{Room, Running, config};

const COPIES: usize = 500;
const CALLS: usize = 50_000;
const AT_ONCE: usize = 4;

const PYTHON: &str = "
import json, random, secrets
kept = [str(i) for i in range(50_000)]
def handler(event, context):
    return [event, secrets.token_hex(8)]
";

const NODE: &str = "
const crypto = require('crypto');
const kept = Array.from({ length: 50_000 }, (_, i) => String(i));
exports.handler = async (event) => [event, crypto.randomUUID()];
";

#[tokio::test(flavor = "multi_thread")]
async fn copies_come_and_go_and_answer() {
    soak(config("python", "app.handler"), ("app.py", PYTHON)).await;
    soak(config("node", "index.handler"), ("index.js", NODE)).await;
}

struct Soak {
    room: Room,
    start: Start,
    zygote: Seed,
    next: AtomicUsize,
}

async fn soak(config: functions::FunctionConfig, file: (&str, &str)) {
    let times: usize = std::env::var("MAYFLY_SOAK").map_or(1, |text| text.parse().unwrap());
    let name = match config.runtime {
        Runtime::Python { .. } => "Python",
        _ => "Node",
    };
    let room = Room::with(Copying::new(true));
    let (copying, hosts) = (room.launcher.copying.clone(), room.launcher.hosts.clone());
    tokio::task::spawn_blocking(move || copying.try_all(&hosts)).await.unwrap();
    let start = room.prepare(config, &[file]);
    let zygote = match room.launcher.grow(&start).await {
        Ok(zygote @ Seed::Zygote(_)) => zygote,
        other => panic!("{name} cannot be copied here: {other:?}"),
    };
    let soak = Arc::new(Soak { room, start, zygote, next: AtomicUsize::new(0) });

    each_at_once(&soak, 40 * AT_ONCE, Soak::one_life).await;
    let before = settled(&soak, None).await;
    let began = Instant::now();
    each_at_once(&soak, COPIES * times, Soak::one_life).await;
    println!("{name}: {} copies in {:.1} s", COPIES * times, began.elapsed().as_secs_f64());

    let began = Instant::now();
    each_at_once(&soak, AT_ONCE, move |soak, number| soak.one_long_life(number, times)).await;
    println!("{name}: {} calls in {:.1} s", CALLS * times, began.elapsed().as_secs_f64());

    let after = settled(&soak, Some(&before)).await;
    println!("{name}, before and after: {before:?} {after:?}");
    assert!(after.resident_mb <= before.resident_mb + 32, "the platform has grown");
    assert!(after.zygote_mb <= before.zygote_mb + 8, "the zygote has grown");
}

/// Some at once, one after another, with a number of its own for each.
async fn each_at_once<F>(soak: &Arc<Soak>, count: usize, work: impl Fn(Arc<Soak>, usize) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    soak.next.store(0, Ordering::Relaxed);
    let mut tasks = tokio::task::JoinSet::new();
    let work = Arc::new(work);
    let next = || Some(soak.next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count);
    for _ in 0..AT_ONCE {
        if let Some(number) = next() {
            tasks.spawn(work(soak.clone(), number));
        }
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
        if let Some(number) = next() {
            tasks.spawn(work(soak.clone(), number));
        }
    }
}

impl Soak {
    async fn copy(&self) -> Running {
        let started = self.room.launcher.start(&self.start, Some(&self.zygote)).await.unwrap();
        assert!(started.seeded, "it started from nothing");
        Running(Arc::new(started.instance))
    }

    async fn one_life(self: Arc<Self>, number: usize) {
        let copy = self.copy().await;
        check(&copy, number).await;
        copy.0.kill();
        copy.0.gone().await;
    }

    async fn one_long_life(self: Arc<Self>, _: usize, times: usize) {
        let copy = self.copy().await;
        for number in 0..CALLS * times / AT_ONCE {
            check(&copy, number).await;
        }
        copy.0.stop().await;
        copy.0.gone().await;
    }
}

async fn check(copy: &Running, number: usize) {
    let (told, finish) = copy.call_within("r", &number.to_string(), 20_000).await;
    let answers = told.contains(&format!("[{number},"));
    assert!(answers && finish.failure.is_none() && finish.reusable, "{told} to {number}");
}

#[derive(Debug)]
struct Held {
    descriptors: usize,
    processes: usize,
    groups: usize,
    zygote_mb: u32,
    resident_mb: u64,
}

/// What is held once nothing more is let go; fails if that stays more than before.
async fn settled(soak: &Soak, before: Option<&Held>) -> Held {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = soak.held();
        let fits = before.is_none_or(|before| {
            now.descriptors <= before.descriptors
                && now.processes <= before.processes
                && now.groups <= before.groups
        });
        if fits {
            return now;
        }
        assert!(Instant::now() < end, "something is left: {before:?}, now {now:?}");
    }
}

impl Soak {
    fn held(&self) -> Held {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let resident_kb: u64 = resident.split_whitespace().next().unwrap().parse().unwrap();
        let (groups, processes) =
            groups(Path::new("/sys/fs/cgroup"), self.room.launcher.sandbox.name());
        Held {
            descriptors: fs::read_dir("/proc/self/fd").unwrap().count(),
            processes,
            groups,
            zygote_mb: self.zygote.weight_mb(),
            resident_mb: resident_kb / 1024,
        }
    }
}

/// The control groups of this name below a directory, and the processes in them.
fn groups(dir: &Path, tag: &str) -> (usize, usize) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut sum = (0, 0);
    for path in entries.filter(|path| path.is_dir()) {
        if path.to_string_lossy().contains(tag) {
            let inside = fs::read_to_string(path.join("cgroup.procs")).unwrap_or_default();
            sum = (sum.0 + 1, sum.1 + inside.lines().count());
        }
        let below = groups(&path, tag);
        sum = (sum.0 + below.0, sum.1 + below.1);
    }
    sum
}
