//! What a person sees when the platform is ready.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::render::{Style, printable};

#[derive(Debug, Serialize)]
pub(super) struct Welcome<'a> {
    pub(super) endpoint: &'a str,
    pub(super) data: &'a Path,
    pub(super) book: Option<&'a Path>,
    /// Names, and URLs of those that have one.
    pub(super) functions: &'a [(String, Option<String>)],
    /// How functions are kept apart.
    pub(super) isolation: String,
    /// Why functions that may reach the internet do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) internet: Option<String>,
    #[serde(skip)]
    pub(super) ready: Duration,
}

/// More functions than this are for `mayfly ls`.
const SHOWN: usize = 20;

impl Welcome<'_> {
    pub(super) fn render(&self, colour: bool) -> String {
        let mut out = String::new();
        let title = format!("mayfly {} is up", env!("CARGO_PKG_VERSION"));
        let ms = self.ready.as_millis();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}  (ready in {ms} ms)\n", Style::Bold.paint(&title, colour));
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(
                out,
                "  {} {}",
                Style::Dim.paint(&format!("{name:<9}"), colour),
                printable(value)
            );
        };
        line("endpoint", self.endpoint);
        line("data", &self.data.display().to_string());
        if let Some(book) = self.book {
            line("keys", &book.display().to_string());
        }
        line("sandbox", &self.isolation);
        if let Some(missing) = &self.internet {
            line("internet", missing);
        }
        out.push('\n');
        let width = self.functions.iter().map(|(name, _)| name.len()).max().unwrap_or(0).min(32);
        for (name, url) in self.functions.iter().take(SHOWN) {
            let url = url.as_deref().unwrap_or("(no URL)");
            let _ = writeln!(out, "  {name:<width$}  {}", Style::Cyan.paint(url, colour));
        }
        if self.functions.len() > SHOWN {
            let _ = writeln!(out, "  … and {} more", self.functions.len() - SHOWN);
        }
        if !self.functions.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "Try");
        for command in self.commands() {
            let _ = writeln!(out, "  {}", Style::Green.paint(&command, colour));
        }
        out.push_str("\nCtrl-C stops it.\n");
        out
    }

    fn commands(&self) -> [String; 3] {
        let Some((name, _)) = self.functions.first() else {
            return ["mayfly deploy DIR".into(), "mayfly doctor".into(), "mayfly --help".into()];
        };
        let url = self.functions.iter().find_map(|(_, url)| url.as_deref());
        [
            format!("mayfly invoke {name} --payload '{{\"name\": \"you\"}}' --logs"),
            url.map_or_else(|| "mayfly ls".to_owned(), |url| format!("curl {url}")),
            format!("mayfly logs {name} --follow"),
        ]
    }
}
