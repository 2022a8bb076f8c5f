//! The Rust programs that tests deploy as functions: a workspace of their own, so that what they
//! depend on is not what we ship.

use crate::steps::{cargo, run};

pub(crate) fn programs() -> anyhow::Result<()> {
    let mut build = cargo();
    build.args(["build", "--locked", "--target-dir"]).arg(crate::target().join("programs"));
    run(build.current_dir(crate::root().join("tests/programs")))
}
