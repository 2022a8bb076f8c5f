//! What a deploy has changed.

use std::time::Duration;

use api::{Change, DeployReply};

use crate::render::{Cell, Style, Table, micros, printable};

pub fn render(reply: &DeployReply, took: Duration, colour: bool) -> String {
    let mut table = Table::plain().indent(2);
    for function in &reply.functions {
        let (change, style) = match function.change {
            Change::Created => ("created", Style::Green),
            Change::Updated => ("updated", Style::Cyan),
            Change::Unchanged => ("unchanged", Style::Dim),
            Change::Removed => ("removed", Style::Yellow),
        };
        table.row(vec![
            Cell::new(change).style(style),
            Cell::new(function.name.as_str()).style(Style::Bold),
            Cell::new(function.url.as_deref().unwrap_or_default()),
        ]);
    }
    let mut out = table.render(colour);
    for function in &reply.functions {
        for note in &function.notes {
            let label = Style::Yellow.paint("note:", colour);
            out += &format!("  {label} {}: {}\n", function.name, printable(note));
        }
    }
    out + &total(reply, took)
}

fn total(reply: &DeployReply, took: Duration) -> String {
    let took = micros(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    let changed = reply.functions.iter().filter(|f| f.change != Change::Unchanged).count();
    match changed {
        0 => format!("nothing has changed, in {took}\n"),
        1 => format!("1 function changed, in {took}\n"),
        _ => format!("{changed} functions changed, in {took}\n"),
    }
}
