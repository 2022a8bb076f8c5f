//! The same as an ordinary user.

#[test]
fn nobody_gets_the_same_promises() {
    crate::support::as_nobody(
        &["starts::", "refuse::files", "files::locked", "ends::daemons", "fallback::daemons"],
        &[],
    );
}
