use api::{PackEntry, PackList, PackState};

use crate::client::{Client, Endpoint};
use crate::render::{Cell, Style, Table, ago, bytes, printable};
use crate::{Outcome, Screen};

use super::super::now_ms;

/// List the packs: what they hold, for what, and whether they are installed
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) async fn run(_: Args, endpoint: &Endpoint, screen: &Screen) -> Outcome {
    let list = Client::find(endpoint)?.packs().await?;
    if screen.json {
        return screen.out_json(&list);
    }
    screen.out(render(&list, screen.stdout_colour()))
}

pub(super) fn render(list: &PackList, colour: bool) -> String {
    let mut table = Table::new(&["pack", "for", "holds", "state"]);
    for entry in &list.packs {
        let (state, style) = state(entry);
        table.row(vec![
            Cell::new(&entry.pack).style(Style::Bold),
            Cell::new(&entry.runs_on),
            Cell::new(&entry.holds),
            Cell::new(state).style(style),
        ]);
    }
    table.render(colour)
}

fn state(entry: &PackEntry) -> (String, Style) {
    match &entry.state {
        PackState::Absent => ("not installed".into(), Style::Dim),
        PackState::Installing { doing, .. } => (doing.clone(), Style::Cyan),
        PackState::Installed { bytes: size, made_at_ms, .. } => {
            let when = ago(*made_at_ms, now_ms());
            (format!("installed {when}, {}", bytes(*size)), Style::Green)
        }
        PackState::Failed { problem } => {
            let first = problem.lines().next().unwrap_or_default();
            (format!("failed: {}", printable(first)), Style::Yellow)
        }
    }
}
