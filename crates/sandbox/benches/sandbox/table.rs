//! Percentiles of every way side by side, and how they compare to the first.

use crate::spawned::Time;
use std::time::Duration;

const PERCENT: [usize; 3] = [50, 90, 99];

pub(crate) fn table(names: &[&str], times: &[Vec<Time>]) -> String {
    let mut text = format!("{:<32}{:^32}{:^32}\n", "", "to its first byte", "to its end");
    let heads = "50%     90%     99%   ratio".to_owned();
    text += &format!("{:<32}{heads:>32}{heads:>32}\n", "");
    let sorted = |at: fn(&Time) -> Duration| -> Vec<Vec<Duration>> {
        let sort = |times: &Vec<Time>| {
            let mut sorted: Vec<Duration> = times.iter().map(at).collect();
            sorted.sort_unstable();
            sorted
        };
        times.iter().map(sort).collect()
    };
    let columns = [sorted(|time| time.first_byte), sorted(|time| time.end)];
    for (row, name) in names.iter().enumerate() {
        text += &format!("{name:<32}");
        for column in &columns {
            text += "  ";
            for percent in PERCENT {
                text += &format!("{:>8}", at(&column[row], percent).as_micros());
            }
            let ratio = at(&column[row], 50).as_secs_f64() / at(&column[0], 50).as_secs_f64();
            text += &format!("{ratio:>6.2}");
        }
        text += "\n";
    }
    text
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted.get((sorted.len().max(1) - 1) * percent / 100).copied().unwrap_or_default()
}
