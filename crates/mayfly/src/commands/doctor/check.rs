//! What the doctor found, and how it is written down.

use serde::Serialize;

use crate::render::{Look, Style, printable, wrap};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Good,
    /// Works, with less than there could be.
    Warn,
    /// Something does not work.
    Bad,
}

#[derive(Debug, Clone, Serialize)]
pub struct Check {
    pub mark: Mark,
    pub name: String,
    pub found: String,
    /// How to get what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub name: &'static str,
    pub checks: Vec<Check>,
}

impl Check {
    pub fn good(name: impl Into<String>, found: impl Into<String>) -> Self {
        Self { mark: Mark::Good, name: name.into(), found: found.into(), next: None }
    }

    pub fn warn(
        name: impl Into<String>,
        found: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self { mark: Mark::Warn, next: Some(next.into()), ..Self::good(name, found) }
    }

    pub fn bad(name: impl Into<String>, found: impl Into<String>, next: impl Into<String>) -> Self {
        Self { mark: Mark::Bad, ..Self::warn(name, found, next) }
    }
}

/// What stands before advice.
const NEXT: &str = "next:";

pub fn render(sections: &[Section], look: impl Into<Look>) -> String {
    let Look { colour, width: columns } = look.into();
    let names = sections.iter().flat_map(|section| &section.checks);
    let width = names.map(|check| check.name.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for section in sections.iter().filter(|section| !section.checks.is_empty()) {
        out += &Style::Bold.paint(section.name, colour);
        out.push('\n');
        for check in &section.checks {
            let (mark, style) = match check.mark {
                Mark::Good => ("✔", Style::Green),
                Mark::Warn => ("!", Style::Yellow),
                Mark::Bad => ("✘", Style::Red),
            };
            out += &format!("  {} {:<width$}  ", style.paint(mark, colour), check.name);
            out += &broken(&check.found, width + 6, columns);
            if let Some(next) = &check.next {
                let label = Style::Cyan.paint(NEXT, colour);
                out += &format!("    {:<width$}  {label} ", "");
                out += &broken(next, width + 6 + NEXT.len() + 1, columns);
            }
        }
    }
    out
}

/// Less room than this, and breaking lines helps nobody.
const LEAST: usize = 24;

/// A sentence that begins after `indent` columns, and goes on there where the terminal ends.
fn broken(text: &str, indent: usize, columns: Option<usize>) -> String {
    let room = columns.map_or(usize::MAX, |columns| columns.saturating_sub(indent).max(LEAST));
    wrap(&printable(text), room).join(&format!("\n{}", " ".repeat(indent))) + "\n"
}
