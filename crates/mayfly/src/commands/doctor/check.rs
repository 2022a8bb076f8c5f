//! What the doctor found, and how it is written down.

use serde::Serialize;

use crate::render::{Style, printable};

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

pub fn render(sections: &[Section], colour: bool) -> String {
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
            let (mark, found) = (style.paint(mark, colour), printable(&check.found));
            out += &format!("  {mark} {:<width$}  {found}\n", check.name);
            if let Some(next) = &check.next {
                let label = Style::Cyan.paint("next:", colour);
                out += &format!("    {:<width$}  {label} {}\n", "", printable(next));
            }
        }
    }
    out
}
