//! The policy must stay free of clocks, I/O and chance, or the simulator would prove nothing.

use std::path::Path;

const BANNED: &[(&str, &str)] = &[
    ("std::time", "time comes in with every event"),
    ("Instant", "time comes in with every event"),
    ("tokio", "the driver waits, the policy decides"),
    ("std::thread", "the driver waits, the policy decides"),
    ("std::sync", "one owner, no locks"),
    ("std::fs", "no I/O"),
    ("std::net", "no I/O"),
    ("std::env", "settings come in as Limits"),
    ("std::process", "the driver starts processes"),
    ("tracing", "the driver logs what it does"),
    ("println", "no I/O"),
    ("rand::", "the same events must give the same actions"),
    ("uuid", "the same events must give the same actions"),
    ("unsafe", "nothing here needs it"),
];

#[test]
fn policy_is_pure() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy");
    let mut seen = 0;
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        seen += 1;
        let source = std::fs::read_to_string(&path).unwrap();
        for (number, line) in source.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            for (banned, why) in BANNED {
                assert!(!code.contains(banned), "{path:?}:{}: {banned}: {why}", number + 1);
            }
        }
    }
    assert!(seen > 10, "found only {seen} files in {dir:?}");
}
