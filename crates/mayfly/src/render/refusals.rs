//! `mayfly audit`: who was refused what.

use api::AuditRefusal;

use super::{Cell, Clock, Look, Style, Table, count, printable};

pub fn refusals(refusals: &[AuditRefusal], clock: &Clock, look: impl Into<Look>) -> String {
    let mut table = Table::new(&["TIME", "TIMES", "WHO", "FROM", "ACTION", "RESOURCE", "WHY"]);
    for refusal in refusals {
        table.row(row(refusal, clock));
    }
    table.render(look)
}

fn row(refusal: &AuditRefusal, clock: &Clock) -> Vec<Cell> {
    let who = match (refusal.stranger, refusal.who.as_str()) {
        (false, who) => Cell::new(one_line(who)),
        (true, "-") => Cell::new("stranger").style(Style::Yellow),
        (true, key) => Cell::new(format!("stranger as {}", one_line(key))).style(Style::Yellow),
    };
    let from = match &refusal.from {
        Some(from) => Cell::new(one_line(from)),
        None => Cell::new("-").style(Style::Dim),
    };
    vec![
        Cell::new(clock.text(refusal.at_us)).style(Style::Dim),
        Cell::right(count(refusal.times)),
        who,
        from,
        Cell::new(one_line(&refusal.action)).style(Style::Bold),
        Cell::new(one_line(&refusal.resource)),
        Cell::new(one_line(&refusal.why)),
    ]
}

/// Strangers choose these texts: one must not look like another row.
fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}
