//! What is known of one thing: a name and a sentence each, broken where the terminal ends.

use super::fit::{columns, wrap};
use super::{Look, Style, printable};

#[derive(Debug, Default)]
pub(super) struct Facts(Vec<(String, String)>);

const GAP: usize = 2;
/// Narrower than this, breaking lines helps nobody.
const LEAST: usize = 24;

impl Facts {
    pub(super) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), printable(&value.into()).into_owned()));
    }

    pub(super) fn render(&self, look: Look) -> String {
        let names = self.0.iter().map(|(name, _)| columns(name)).max().unwrap_or(0) + GAP;
        let room = look.width.map(|width| width.saturating_sub(names).max(LEAST));
        let mut out = String::new();
        for (name, value) in &self.0 {
            let lines = wrap(value, room.unwrap_or(usize::MAX));
            for (at, line) in lines.iter().enumerate() {
                let name = if at == 0 { name.as_str() } else { "" };
                let gap = " ".repeat(names - columns(name));
                let name = Style::Dim.paint(name, look.colour);
                out += format!("{name}{gap}{line}").trim_end();
                out.push('\n');
            }
        }
        out
    }
}
