//! Whether instances can start as copies of a program that has loaded the function's code.

use runtime::{Hosts, Interpreter};

use super::Check;

/// `slots`: whether there is a place for copies.
pub(super) fn checks(slots: bool) -> Vec<Check> {
    let made = tempfile::tempdir().and_then(|folder| Ok((Hosts::install(folder.path())?, folder)));
    let (hosts, _folder) = match made {
        Ok(made) => made,
        Err(error) => return vec![super::no_folder("copies", &error)],
    };
    let supported = runtime::all().iter().filter(|one| one.supported());
    std::thread::scope(|scope| {
        let tries: Vec<_> =
            supported.map(|one| scope.spawn(|| check(&hosts, one, slots))).collect();
        tries.into_iter().filter_map(|check| check.join().ok()).collect()
    })
}

fn check(hosts: &Hosts, interpreter: &Interpreter, slots: bool) -> Check {
    let name = format!("{} {}", interpreter.language.name(), interpreter.version_text());
    match runtime::try_copying(hosts, interpreter) {
        Ok(()) if slots => Check::good(name, "functions start as copies of a loaded one"),
        Ok(()) => Check::warn(
            name,
            "its programs can be copied, but there are no slots for copies here",
            "see \"slots for copies\" above; until then functions start in interpreters that run already",
        ),
        Err(why) => Check::warn(
            name,
            why,
            "its functions load their code at each start, in interpreters that run already; another \
             release of it may do better",
        ),
    }
}
