//! Small files: a room that is too large hides another one.

use super::{File, House, Report};

const LONGEST: usize = 500;

/// Tables that a generator writes are as long as they are.
const GENERATED: &str = "crates/protocol/src/generated";

/// Files that may be longer, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let mut lengths = Vec::new();
    let written_by_hand = |file: &&File| !file.path.starts_with(GENERATED);
    let rust = house.with_extension("rs").filter(written_by_hand);
    for file in rust.chain(house.with_extension("py")) {
        let lines = file.text.lines().count();
        if file.path.extension().is_some_and(|extension| extension == "rs") {
            lengths.push(lines);
        }
        let excepted = EXCEPTIONS.iter().any(|(path, _)| file.path == std::path::Path::new(path));
        if lines > LONGEST && !excepted {
            let message = format!("{lines} lines, {LONGEST} at most: find the second idea in it");
            report.add(&file.path, None, message);
        }
        if lines <= LONGEST && excepted {
            report.add(&file.path, None, "short enough now: take it off the list of exceptions");
        }
    }
    lengths.sort_unstable();
    report.median_lines = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
}
