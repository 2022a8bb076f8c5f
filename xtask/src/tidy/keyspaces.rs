//! The first byte of a key says whose it is: no two crates may declare the same one.

use std::collections::BTreeMap;

use super::{House, Report, source};

pub(super) fn check(house: &House<'_>, report: &mut Report) {
    let mut owners: BTreeMap<u64, String> = BTreeMap::new();
    for file in house.with_extension("rs").filter(|file| !file.is_test()) {
        for (number, line) in source::code(&file.text).lines().enumerate() {
            let Some(keyspace) = declared(line) else { continue };
            let place = format!("{}:{}", file.path.display(), number + 1);
            if let Some(owner) = owners.get(&keyspace) {
                let message = format!("keyspace {keyspace} belongs to {owner} already");
                report.add(&file.path, Some(number + 1), message);
            } else {
                owners.insert(keyspace, place);
            }
        }
    }
}

/// The number in `const NAME: Keyspace = Keyspace(7);`, or with `Keyspace::new(7)`.
fn declared(line: &str) -> Option<u64> {
    let value = line.trim_start().split_once('=').filter(|_| source::has_word(line, "const"))?.1;
    let value = value.trim_start();
    let (_, after) =
        value.split_once("Keyspace(").or_else(|| value.split_once("Keyspace::new("))?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
