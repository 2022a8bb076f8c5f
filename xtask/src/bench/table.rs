//! One table for people: what, the target, ours, theirs, and who was faster if that can be said.

use super::results::{Row, Target, Unit};
use super::stats::Winner;

const HEADS: [&str; 7] =
    ["what", "target", "ours p50 (p99)", "beside", "theirs p50", "ours/theirs", "verdict"];

pub(crate) fn table(rows: &[Row]) -> String {
    let mut cells = vec![HEADS.map(str::to_owned)];
    cells.extend(rows.iter().map(line));
    let mut widths = [0; HEADS.len()];
    for line in &cells {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in cells {
        let padded = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        text += padded.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

fn line(row: &Row) -> [String; HEADS.len()] {
    let unit = row.unit;
    let (theirs, ratio) = match &row.peer {
        Some(peer) if !peer.series.is_empty() => {
            let median = peer.series.median();
            (with_unit(median, unit), format!("{}×", number(row.ours.median() / median)))
        }
        _ => (String::new(), String::new()),
    };
    let ours = match row.ours.values() {
        [] => "nothing counted".to_owned(),
        [one] => with_unit(*one, unit),
        _ => format!(
            "{} ({})",
            with_unit(row.ours.median(), unit),
            number(row.ours.p99(unit.better()))
        ),
    };
    [
        row.what.clone(),
        row.target.map(|target| wanted(target, unit)).unwrap_or_default(),
        ours,
        row.peer.as_ref().map(|peer| peer.name.clone()).unwrap_or_default(),
        theirs,
        ratio,
        verdict(row),
    ]
}

fn wanted(target: Target, unit: Unit) -> String {
    match target {
        Target::Most(most) => format!("≤ {}", with_unit(most, unit)),
        Target::Least(least) => format!("≥ {}", with_unit(least, unit)),
        Target::Above(most) => format!("theirs + {}", with_unit(most, unit)),
        Target::Times(times) => format!("≥ {}×", number(times)),
    }
}

fn verdict(row: &Row) -> String {
    let mut words = Vec::new();
    if let Some(target) = row.target {
        words.push(match row.judged() {
            None => "not judged".to_owned(),
            Some((value, met)) => {
                let word = if met { "met" } else { "missed" };
                match target {
                    Target::Most(_) | Target::Least(_) => word.to_owned(),
                    Target::Above(_) => format!("{word}: {}", signed(value, row.unit)),
                    Target::Times(_) => format!("{word}: {}×", number(value)),
                }
            }
        });
    }
    // Beside what it is a part of, or builds on, nobody wins.
    let contest = !matches!(row.target, Some(Target::Above(_) | Target::Times(_)));
    if let Some(winner) = row.winner().filter(|_| contest) {
        words.push(match winner {
            Winner::Ours => "ours is better".to_owned(),
            Winner::Theirs => "theirs is better".to_owned(),
            Winner::Unclear => "too noisy to tell".to_owned(),
        });
    }
    words.join("; ")
}

fn signed(value: f64, unit: Unit) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{}", with_unit(value.abs(), unit))
}

fn with_unit(value: f64, unit: Unit) -> String {
    format!("{} {}", number(value), unit.name()).trim_end().to_owned()
}

/// Three digits that count.
fn number(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => grouped(value),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 0.0995 || v == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// `12,345`
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let count = digits.len();
    let comma = |at: usize| at > 0 && (count - at).is_multiple_of(3);
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if comma(at) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::bench::stats::Series;

    #[test]
    fn numbers_are_short() {
        let check = |value: f64, expected: &str| assert_eq!(number(value), expected);
        check(0.0, "0.00");
        check(0.0123, "0.012");
        check(0.45, "0.45");
        check(1.0, "1.00");
        check(12.34, "12.3");
        check(123.4, "123");
        check(12345.6, "12,346");
        check(1_234_567.0, "1,234,567");
    }

    #[test]
    fn every_kind_of_row() {
        let series = |values: &[f64]| -> Series { values.iter().copied().collect() };
        let rows = [
            Row::new("a start", Unit::Ms, series(&[1.4, 1.5, 1.6]))
                .target(Target::Most(2.0))
                .beside("a process", &series(&[64.0, 66.0, 68.0])),
            Row::new("a hop", Unit::Us, series(&[72.0, 80.0]))
                .target(Target::Above(25.0))
                .beside("node", &series(&[47.0, 41.0])),
            Row::new("many", Unit::PerSecond, series(&[24_000.0, 26_000.0]))
                .target(Target::Times(0.45))
                .beside("node", &series(&[50_000.0, 52_000.0])),
            Row::new("noise", Unit::Us, series(&[1.0, 5.0, 9.0])).beside("x", &series(&[6.0])),
            Row::new("memory", Unit::Mb, series(&[0.9])).target(Target::Most(2.0)),
            Row::new("nothing", Unit::Ms, series(&[])).target(Target::Most(2.0)),
        ];
        expect![[r#"
            what     target            ours p50 (p99)      beside     theirs p50  ours/theirs  verdict
            a start  ≤ 2.00 ms         1.50 ms (1.60)      a process  66.0 ms     0.023×       met; ours is better
            a hop    theirs + 25.0 µs  76.0 µs (79.9)      node       44.0 µs     1.73×        missed: +32.0 µs
            many     ≥ 0.45×           25,000 /s (24,020)  node       51,000 /s   0.49×        met: 0.49×
            noise                      5.00 µs (8.92)      x          6.00 µs     0.83×        too noisy to tell
            memory   ≤ 2.00 MB         0.90 MB                                                 met
            nothing  ≤ 2.00 ms         nothing counted                                         not judged
        "#]]
        .assert_eq(&table(&rows));
    }
}
