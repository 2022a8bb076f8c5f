//! What a slot's file system is made of: an empty root, and from the host no more than a list allows.

mod etc;
mod furnish;
mod host;
mod system;
mod view;

pub(crate) use etc::USER;
pub(crate) use furnish::{Furniture, furnish, furnish_nested};
pub(crate) use host::on_host;
pub(crate) use system::System;
pub(crate) use view::View;

/// Where a program finds its code.
pub(crate) const CODE: &str = "/var/task";
pub(crate) const LAYERS: &str = "/opt";
/// Where the packages of a provider's runtime are.
pub(crate) const RUNTIME: &str = "/var/runtime";
pub(crate) const TMP: &str = "/tmp";
