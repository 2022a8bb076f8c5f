use xtask::{FuzzOptions, fuzz};

/// The compiler's counters reach the fuzzer, and lead it where chance does not.
#[test]
fn branches_are_followed() {
    let options = FuzzOptions { name: Some("maze".into()), seconds: 60, ..Default::default() };
    let error = fuzz(&options).unwrap_err().to_string();
    assert!(error.contains("ended with exit status: 101"), "{error}");
    let finds = xtask::target().join("fuzz/maze");
    let found = std::fs::read_dir(&finds).unwrap().flatten();
    let found = found.filter(|file| file.file_name().to_string_lossy().starts_with("panic-"));
    assert_eq!(found.count(), 1, "the way through");
    std::fs::remove_dir_all(finds).unwrap();
}

#[test]
fn a_target_that_is_not_there_is_told() {
    let options = FuzzOptions { name: Some("nothing".into()), ..Default::default() };
    let error = fuzz(&options).unwrap_err().to_string();
    assert_eq!(error, "there is no target \"nothing\"; `cargo xtask fuzz` names all");
}
