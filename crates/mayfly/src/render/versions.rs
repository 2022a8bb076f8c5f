//! What a function's versions are called.

use api::{Alias, FunctionDetail, PublishedVersion};

use super::{ago, count};

/// Longer descriptions are for the Lambda API.
const DESCRIPTION_MAX: usize = 60;

/// A line for each alias: `live → 3 (90 %), 4 (10 %)`.
pub(super) fn aliases(detail: &FunctionDetail) -> Option<String> {
    let lines: Vec<_> = detail.aliases.iter().map(alias).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn alias(alias: &Alias) -> String {
    let mut line = match &alias.other {
        None => format!("{} → {}", alias.name, alias.version),
        Some((other, part)) => {
            let (rest, part) = (share(1.0 - part), share(*part));
            format!("{} → {} ({rest}), {other} ({part})", alias.name, alias.version)
        }
    };
    if alias.provisioned > 0 {
        line += &format!(", {} kept ready", alias.provisioned);
    }
    line + &said(&alias.description)
}

fn share(part: f64) -> String {
    let percent = format!("{:.2}", part * 100.0);
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// A line for each version, newest first.
pub(super) fn versions(detail: &FunctionDetail, now_ms: u64) -> Option<String> {
    let told = |version: &PublishedVersion| {
        let when = ago(version.published_at_ms, now_ms);
        format!("{}, published {when}{}", version.number, said(&version.description))
    };
    let mut lines: Vec<_> = detail.versions.iter().map(told).collect();
    let older = detail.versions_all.saturating_sub(lines.len() as u64);
    if older > 0 {
        lines.push(format!("and {} older", count(older)));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What somebody wrote about it, on one line.
fn said(description: &str) -> String {
    let one_line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = one_line.chars().take(DESCRIPTION_MAX).collect();
    if one_line.chars().nth(DESCRIPTION_MAX).is_some() {
        short.push('…');
    }
    if short.is_empty() { short } else { format!(": {short}") }
}
