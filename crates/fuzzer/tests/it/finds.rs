use std::panic::{AssertUnwindSafe, catch_unwind};

use fuzzer::fuzz;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

fn panics(name: &str, target: impl Fn(&[u8])) -> Option<String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| fuzz(HERE, name, target)));
    outcome.err().map(|told| *told.downcast::<String>().unwrap())
}

#[test]
fn what_panics_is_found_shortened_and_kept() {
    // Three steps from what the corpus has.
    let buggy = |bytes: &[u8]| {
        assert!(bytes.first() != Some(&b'm') || bytes.get(1) != Some(&b'a') || bytes.len() < 10);
    };
    let told = panics("buggy", buggy).unwrap();
    assert!(told.contains("`cargo xtask fuzz buggy --input "), "{told}");
    let path = told.split('"').nth(1).unwrap();
    let kept = std::fs::read(path).unwrap();
    assert_eq!((&kept[..2], kept.len()), (&b"ma"[..], 10), "{told}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn inputs_differ_and_have_a_largest_size() {
    let seen = std::cell::RefCell::new(std::collections::HashSet::new());
    let told = panics("buggy", |bytes| {
        assert!(bytes.len() <= 64 * 1024);
        if seen.borrow().len() < 10_000 {
            seen.borrow_mut().insert(bytes.to_vec());
        }
    });
    assert_eq!((told, seen.borrow().len()), (None, 10_000));
}

#[test]
fn a_target_without_a_corpus_is_a_mistake() {
    let told = panics("nothing", |_| {}).unwrap();
    assert!(told.contains("holds no corpus"), "{told}");
}
