//! The directory: what can be made, what cannot, and what it then lets people do.

mod built_in;
mod granted;
mod groups;
mod holdings;
mod keys;
mod limits;
mod policies;
mod restart;
mod roles;
mod sessions;
mod support;
mod trusted;
mod users;
