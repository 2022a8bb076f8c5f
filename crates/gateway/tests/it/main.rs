//! Which function a request is addressed to, and what becomes of requests at its door.

mod door;
mod support;
mod target;
