//! Zygotes: programs that have loaded a function's code and serve nobody, but are copied into a
//! sandbox of its own for each new instance. One per function version, never shared.

mod channel;
mod grow;
mod keep;
mod selftest;

pub(crate) use channel::Order;
pub(crate) use grow::Zygote;
pub use keep::Zygotes;
pub use selftest::try_copying;
