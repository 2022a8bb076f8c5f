//! What was meant to go away: notes to self, debug prints, `unsafe` outside its one room.

use super::{File, House, Report, source};

/// Written in pieces, so that this file does not find itself.
const NOTES: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];

const PRINTS: &[&str] = &["println!", "print!", "eprintln!", "eprint!"];

/// Those who talk to a person at a terminal.
const MAY_PRINT: &[&str] = &["crates/fuzzer", "crates/mayfly", "xtask"];

/// A build script talks to cargo by printing.
const BUILD_SCRIPT: &str = "build.rs";

/// The one room with `unsafe`, with the hostile programs that its tests start; the one call that loads
/// compiled components; and, of tests alone, what hears of the compiler's counters.
const MAY_BE_UNSAFE: &[&str] =
    &["crates/sandbox", "crates/wasm/src/cache/load.rs", "crates/fuzzer/src/coverage.rs"];

/// Texts in which notes are looked for.
const WRITTEN: &[&str] = &["rs", "py", "js", "mjs", "toml", "sh", "md"];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for file in WRITTEN.iter().flat_map(|extension| house.with_extension(extension)) {
        for (number, line) in file.text.lines().enumerate() {
            if NOTES.iter().any(|note| source::has_word(line, note)) {
                report.add(&file.path, Some(number + 1), "a note to self: do it or drop it");
            }
        }
    }
    for file in house.with_extension("rs") {
        code(file, report);
    }
}

fn code(file: &File, report: &mut Report) {
    let may_print = file.is_under(MAY_PRINT) || file.is_test() || file.path.ends_with(BUILD_SCRIPT);
    for (number, line) in source::code(&file.text).lines().enumerate() {
        let mut add = |message: &str| report.add(&file.path, Some(number + 1), message);
        if has_macro(line, "dbg!") {
            add("dbg! is for the desk, not for the repository");
        }
        if !may_print && PRINTS.iter().any(|print| has_macro(line, print)) {
            add("only the command line prints; use tracing or return the text");
        }
        if !file.is_under(MAY_BE_UNSAFE) && source::has_word(line, "unsafe") {
            add("unsafe belongs in crates/sandbox alone");
        }
    }
}

fn has_macro(line: &str, name: &str) -> bool {
    source::has_word(line, name.trim_end_matches('!')) && line.contains(name)
}
