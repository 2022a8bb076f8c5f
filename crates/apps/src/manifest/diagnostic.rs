//! A problem in a manifest, shown with the line it is in.

use std::fmt;
use std::ops::Range;

/// Problems shown of one file; the rest is counted.
const SHOWN_MAX: usize = 20;
/// Characters of a line that are quoted.
const QUOTE_MAX: usize = 100;

/// ```text
/// mayfly.toml:7:1: unknown key "memroy_mb"
///   7 | memroy_mb = 128
///     | ^^^^^^^^^ did you mean "memory_mb"?
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub file: String,
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Absent when the problem is the file as a whole.
    pub place: Option<Place>,
}

/// Where in a file; line and column count from 1, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    /// The line, or the part of a long one around the place.
    quote: String,
    /// Where in the quote the underline starts and how long it is, in characters.
    mark: (usize, usize),
}

impl Place {
    pub(crate) fn of(text: &str, span: Range<usize>) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        // A problem at the very end belongs to the last line that has something in it.
        if start == text.len() {
            start = text.trim_end().len();
        }
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[line_start..].split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);

        let before = text[line_start..start].chars().count();
        let end = span.end.clamp(start, (line_start + line.len()).max(start));
        let marked = text.get(start..end).map_or(1, |marked| marked.chars().count()).max(1);

        let skipped = if before > QUOTE_MAX * 3 / 4 { before - QUOTE_MAX / 2 } else { 0 };
        let quote: String = line.chars().skip(skipped).take(QUOTE_MAX).map(printable).collect();
        let from = before - skipped;
        let mark = (from, marked.min(QUOTE_MAX.saturating_sub(from)).max(1));
        let number = text[..line_start].matches('\n').count() + 1;
        Self { line: number, column: before + 1, quote, mark }
    }
}

/// A line of somebody's file must not steer the terminal it is shown on.
fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(place) = &self.place else {
            write!(f, "{}: {}", self.file, self.message)?;
            return if self.help.is_empty() { Ok(()) } else { write!(f, "\n{}", self.help) };
        };
        let number = place.line.to_string();
        let margin = " ".repeat(number.len());
        let (indent, width) = (" ".repeat(place.mark.0), "^".repeat(place.mark.1));
        writeln!(f, "{}:{}:{}: {}", self.file, place.line, place.column, self.message)?;
        writeln!(f, "  {number} | {}", place.quote)?;
        let underline = format!("  {margin} | {indent}{width} {}", self.help);
        f.write_str(underline.trim_end())
    }
}

/// Everything that is wrong with a manifest, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    pub shown: Vec<Diagnostic>,
    /// Further problems that are not shown.
    pub hidden: usize,
}

impl Diagnostics {
    pub(crate) fn new(mut all: Vec<Diagnostic>, dropped: usize) -> Self {
        all.sort_by_key(|d| d.place.as_ref().map(|place| (place.line, place.column)));
        let hidden = all.len().saturating_sub(SHOWN_MAX) + dropped;
        all.truncate(SHOWN_MAX);
        Self { shown: all, hidden }
    }

    pub(crate) fn whole_file(file: &str, message: String, help: String) -> Self {
        let only = Diagnostic { file: file.into(), message, help, place: None };
        Self { shown: vec![only], hidden: 0 }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.shown.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            diagnostic.fmt(f)?;
        }
        match self.hidden {
            0 => Ok(()),
            1 => f.write_str("\n… and 1 more problem"),
            n => write!(f, "\n… and {n} more problems"),
        }
    }
}
