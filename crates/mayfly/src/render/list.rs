//! `mayfly ls`.

use api::{FunctionList, FunctionSummary, Instances};

use super::{Cell, Look, Style, Table, ago, count, percent, url};

pub fn list(list: &FunctionList, now_ms: u64, look: impl Into<Look>) -> String {
    let look = look.into();
    if list.functions.is_empty() {
        let next = Style::Cyan.paint("next:", look.colour);
        return format!("no functions yet\n{next} deploy a project with `mayfly deploy DIR`\n");
    }
    let whole = table(list, now_ms, true);
    // All addresses begin alike: where there is no room for that it is left out.
    let fits = look.width.is_none_or(|width| whole.width() <= width);
    let table = if fits { whole } else { table(list, now_ms, false) };
    table.render(look)
}

fn table(list: &FunctionList, now_ms: u64, endpoint: bool) -> Table {
    let headings =
        ["NAME", "APP", "RUNTIME", "MEMORY", "INSTANCES", "CALLS/H", "ERRORS", "DEPLOYED", "URL"];
    let mut table = Table::new(&headings);
    for function in &list.functions {
        table.row(row(function, now_ms, endpoint));
    }
    table
}

fn row(function: &FunctionSummary, now_ms: u64, endpoint: bool) -> Vec<Cell> {
    let hour = function.last_hour;
    let errors = match hour.errors {
        0 => Cell::right("0").style(Style::Dim),
        errors => {
            let share = percent(errors, hour.invocations);
            Cell::right(format!("{} ({share})", count(errors))).style(Style::Red)
        }
    };
    let url = match url::short(function, endpoint) {
        Some(url) => Cell::new(url),
        None => Cell::new("-").style(Style::Dim),
    };
    vec![
        Cell::new(function.name.as_str()).style(Style::Bold),
        match &function.app {
            Some(app) => Cell::new(app.as_str()),
            None => Cell::new("-").style(Style::Dim),
        },
        Cell::new(&function.runtime),
        Cell::right(format!("{} MB", function.memory_mb)),
        instances(function.instances),
        Cell::right(count(hour.invocations)),
        errors,
        Cell::new(ago(function.deployed_at_ms, now_ms)),
        url,
    ]
}

fn instances(now: Instances) -> Cell {
    let all = now.starting + now.idle + now.busy + now.draining;
    match (all, now.busy) {
        (0, _) => Cell::right("0").style(Style::Dim),
        (_, 0) => Cell::right(all.to_string()),
        (_, busy) => Cell::right(format!("{all} ({busy} busy)")).style(Style::Green),
    }
}
