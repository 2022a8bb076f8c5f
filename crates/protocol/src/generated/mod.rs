//! What is made of the published models.

// Written by `cargo xtask codegen`; change operations.toml or the generator.

pub mod iam;
pub mod lambda;
pub mod logs;
pub mod sts;

services! {
    Iam(iam),
    Lambda(lambda),
    Logs(logs),
    Sts(sts),
}
