//! The crate graph is the one that ARCHITECTURE.md draws.
//!
//! It draws it in a fenced block that starts with three backticks and `graph`; a line there is
//! `invoke -> functions runtime store`, or the name alone for a crate that needs no other of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{House, Report};

const DRAWING: &str = "ARCHITECTURE.md";

/// Who alone may know a library.
const ONLY: &[(&str, &str)] = &[("rusqlite", "store")];

type Edges<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub(super) fn check(house: &House<'_>, crates: &[(String, Vec<String>)], report: &mut Report) {
    for (library, owner) in ONLY {
        for (name, _) in crates
            .iter()
            .filter(|(name, uses)| name != owner && uses.iter().any(|used| used == library))
        {
            let manifest = format!("crates/{name}/Cargo.toml");
            report.add(Path::new(&manifest), None, format!("only {owner} may know {library}"));
        }
    }
    let built = built(crates);
    let Some((line, drawn)) = house.file(DRAWING).and_then(|file| drawn(&file.text)) else {
        let message = format!("draw the crate graph in it:\n```graph\n{}```", draw(&built));
        return report.add(Path::new(DRAWING), None, message);
    };
    let mut add = |message| report.add(Path::new(DRAWING), Some(line), message);
    for (name, uses) in &built {
        let Some(said) = drawn.get(name) else {
            add(format!("the graph lacks `{}`", edge(name, uses)));
            continue;
        };
        for other in uses.difference(said) {
            add(format!("{name} depends on {other}: draw it, or do without"));
        }
        for other in said.difference(uses) {
            add(format!("{name} does not depend on {other} any more: erase it"));
        }
    }
    for name in drawn.keys().filter(|name| !built.contains_key(*name)) {
        add(format!("there is no crate {name}"));
    }
}

fn built(crates: &[(String, Vec<String>)]) -> Edges<'_> {
    let ours: BTreeSet<&str> = crates.iter().map(|(name, _)| name.as_str()).collect();
    let ours_only = |uses: &'_ [String]| -> BTreeSet<&str> {
        ours.iter().filter(|name| uses.iter().any(|used| used == *name)).copied().collect()
    };
    let shipped = crates.iter().filter(|(name, _)| name != "xtask");
    shipped.map(|(name, uses)| (name.as_str(), ours_only(uses))).collect()
}

fn drawn(text: &str) -> Option<(usize, Edges<'_>)> {
    let start = text.lines().position(|line| line.trim() == "```graph")?;
    let lines = text.lines().skip(start + 1).take_while(|line| line.trim() != "```");
    let edges = lines.filter(|line| !line.trim().is_empty()).map(|line| {
        let (name, uses) = line.split_once("->").unwrap_or((line, ""));
        (name.trim(), uses.split_whitespace().collect())
    });
    Some((start + 1, edges.collect()))
}

fn draw(edges: &Edges<'_>) -> String {
    edges.iter().map(|(name, uses)| edge(name, uses) + "\n").collect()
}

fn edge(name: &str, uses: &BTreeSet<&str>) -> String {
    let uses: Vec<_> = uses.iter().copied().collect();
    if uses.is_empty() { name.to_owned() } else { format!("{name} -> {}", uses.join(" ")) }
}
