//! Collects what is wrong while a manifest is read, so that people see all of it at once.

use std::ops::Range;

use super::diagnostic::{Diagnostic, Diagnostics, Place};

/// Problems kept of one file; a file of a million mistakes costs no more memory than this.
const KEPT_MAX: usize = 100;

pub(super) struct Problems<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
    dropped: usize,
}

impl<'a> Problems<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, found: Vec::new(), dropped: 0 }
    }

    pub(super) fn add(
        &mut self,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.found.len() < KEPT_MAX {
            let (file, place) = (self.file.to_owned(), Some(Place::of(self.text, at)));
            let (message, help) = (message.into(), help.into());
            self.found.push(Diagnostic { file, message, help, place });
        } else {
            self.dropped += 1;
        }
    }

    pub(super) fn none(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_diagnostics(self) -> Diagnostics {
        Diagnostics::new(self.found, self.dropped)
    }
}

/// `did you mean "x"? ` when something known is close to what was written, else nothing.
pub(super) fn did_you_mean<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(written, known).map_or_else(String::new, |near| format!("did you mean \"{near}\"? "))
}

/// What is known and close to what was written, without being the same: that helps nobody.
pub(super) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    if written.len() > 64 {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    let best = known
        .into_iter()
        .filter(|known| *known != written)
        .map(|known| (strsim::jaro_winkler(&lower, known), known))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, known)| known)
}

/// What somebody wrote, short enough to repeat in a message.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
