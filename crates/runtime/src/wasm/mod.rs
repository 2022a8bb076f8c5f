//! Functions that are WebAssembly components: they run in this process, without sandbox or program.
//!
//! What the pool takes for an instance is a component with its settings, which takes many calls at
//! once: each has a fresh instance of its own, or a kept one if the function wishes.

mod component;
mod components;
mod ending;
mod failure;
mod load;
mod settings;

pub use component::Component;
pub use components::Components;
