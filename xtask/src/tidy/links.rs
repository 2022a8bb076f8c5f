//! Links in Markdown lead somewhere.

use super::{House, Report};

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    for file in house.with_extension("md") {
        let folder = file.path.parent().map(|folder| house.root.join(folder)).unwrap_or_default();
        for (line, link) in links(&file.text) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            if !folder.join(path).exists() {
                report.add(&file.path, Some(line), format!("the link to {path} leads nowhere"));
            }
        }
    }
}

/// Targets of `[text](target)` with their line, code left out.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Every other piece between backticks is code.
        for prose in line.split('`').step_by(2) {
            let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            found.extend(targets.map(|(target, _)| (number + 1, target)));
        }
    }
    found
}
