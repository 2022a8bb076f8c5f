use std::fs;
use std::path::PathBuf;

use expect_test::{Expect, expect};

/// A repository with the given files and crates, and what there is to tidy up in it.
fn check(name: &str, files: &[(&str, &str)], crates: &[(&str, &[&str])], findings: Expect) {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let owned = |uses: &[&str]| uses.iter().map(|used| (*used).to_owned()).collect();
    let edges: Vec<_> =
        crates.iter().map(|(name, uses)| ((*name).to_owned(), owned(uses))).collect();
    let report = xtask::check(&root, &edges).unwrap();
    findings.assert_eq(&report.findings.join("\n"));
}

const EMPTY_GRAPH: (&str, &str) = ("ARCHITECTURE.md", "```graph\n```\n");

#[test]
fn this_repository_is_tidy() {
    xtask::tidy().unwrap();
}

#[test]
fn long_files_are_found() {
    let long = "\n".repeat(501);
    let just = "\n".repeat(500);
    check(
        "long",
        &[EMPTY_GRAPH, ("crates/a/src/long.rs", &long), ("crates/a/src/just.rs", &just)],
        &[],
        expect!["crates/a/src/long.rs: 501 lines, 500 at most: find the second idea in it"],
    );
}

#[test]
fn leftovers_are_found() {
    let note = concat!("// TO", "DO: later\n");
    check(
        "leftovers",
        &[
            EMPTY_GRAPH,
            ("crates/a/src/note.rs", note),
            ("crates/a/src/print.rs", "fn f() {\n    println!(\"x\");\n    dbg!(1);\n}\n"),
            ("crates/a/src/safe.rs", "// unsafe\nconst A: &str = \"unsafe\";\nunsafe fn f() {}\n"),
            ("crates/a/tests/it/main.rs", "fn f() { println!(); }\n"),
            ("crates/mayfly/src/show.rs", "fn f() { println!(); }\n"),
            ("crates/sandbox/src/slot.rs", "unsafe fn f() {}\n"),
        ],
        &[],
        expect![[r#"
            crates/a/src/note.rs:1: a note to self: do it or drop it
            crates/a/src/print.rs:2: only the command line prints; use tracing or return the text
            crates/a/src/print.rs:3: dbg! is for the desk, not for the repository
            crates/a/src/safe.rs:3: unsafe belongs in crates/sandbox alone"#]],
    );
}

#[test]
fn a_crate_shows_what_it_is_for() {
    check(
        "windows",
        &[
            ("ARCHITECTURE.md", "```graph\na\nb\nc\n```\n"),
            ("crates/a/Cargo.toml", ""),
            ("crates/a/src/lib.rs", "pub fn logic() {}\n"),
            ("crates/b/Cargo.toml", ""),
            ("crates/c/Cargo.toml", ""),
            ("crates/c/src/lib.rs", "//! What fn means here.\n\nmod inside;\npub use inside::f;\n"),
        ],
        &[("a", &[]), ("b", &[]), ("c", &[])],
        expect![[r#"
            crates/a/src/lib.rs:1: start with //! and say what the room is for
            crates/a/src/lib.rs:1: a shop window has no logic: move it
            crates/b/Cargo.toml: no src/lib.rs: a crate needs its shop window"#]],
    );
}

#[test]
fn a_keyspace_has_one_owner() {
    check(
        "keyspaces",
        &[
            EMPTY_GRAPH,
            ("crates/a/src/keys.rs", "const A: Keyspace = Keyspace(1);\n"),
            (
                "crates/b/src/keys.rs",
                "const B: Keyspace = Keyspace(2);\npub const C: Keyspace = Keyspace::new(1);\n",
            ),
            ("crates/store/tests/it/main.rs", "const T: Keyspace = Keyspace(1);\n"),
        ],
        &[],
        expect!["crates/b/src/keys.rs:2: keyspace 1 belongs to crates/a/src/keys.rs:1 already"],
    );
}

#[test]
fn links_lead_somewhere() {
    let text = "[a](b.md#part) [c](missing.md) [d](#here) [e](mailto:f@g)\n\
                `[code](nowhere.md)`\n```\n[code](nowhere.md)\n```\n[up](../ARCHITECTURE.md)\n";
    check(
        "links",
        &[EMPTY_GRAPH, ("docs/a.md", text), ("docs/b.md", "")],
        &[],
        expect!["docs/a.md:1: the link to missing.md leads nowhere"],
    );
}

#[test]
fn the_graph_is_as_drawn() {
    check(
        "graph",
        &[("ARCHITECTURE.md", "Words.\n\n```graph\na -> b\nb -> c\nd\n```\n")],
        &[("a", &["b", "c", "serde"]), ("b", &["rusqlite"]), ("c", &[]), ("xtask", &["a"])],
        expect![[r#"
            crates/b/Cargo.toml: only store may know rusqlite
            ARCHITECTURE.md:3: a depends on c: draw it, or do without
            ARCHITECTURE.md:3: b does not depend on c any more: erase it
            ARCHITECTURE.md:3: the graph lacks `c`
            ARCHITECTURE.md:3: there is no crate d"#]],
    );
}

#[test]
fn a_missing_drawing_is_offered() {
    check(
        "undrawn",
        &[],
        &[("a", &["b"]), ("b", &[])],
        expect![[r#"
            ARCHITECTURE.md: draw the crate graph in it:
            ```graph
            a -> b
            b
            ```"#]],
    );
}
