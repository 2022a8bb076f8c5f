//! Every crate has its shop window: a `lib.rs` that says what the room is for, then what it offers.

use std::path::Path;

use super::{House, Report, source};

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for manifest in house.files.iter().filter(|file| file.path.ends_with("Cargo.toml")) {
        let Some(folder) = manifest.path.parent() else { continue };
        if folder.parent() != Some(Path::new("crates")) && folder != Path::new("xtask") {
            continue;
        }
        let window = ["lib.rs", "main.rs"].map(|name| folder.join("src").join(name));
        let found = window.iter().find_map(|path| house.file(&path.to_string_lossy()));
        let Some(file) = found else {
            report.add(&manifest.path, None, "no src/lib.rs: a crate needs its shop window");
            continue;
        };
        if !file.text.starts_with("//! ") {
            report.add(&file.path, Some(1), "start with //! and say what the room is for");
        }
        if file.path.ends_with("main.rs") {
            continue;
        }
        for (number, line) in source::code(&file.text).lines().enumerate() {
            if source::has_word(line, "fn") || source::has_word(line, "impl") {
                report.add(&file.path, Some(number + 1), "a shop window has no logic: move it");
            }
        }
    }
}
