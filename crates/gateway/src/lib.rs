//! Public HTTP to functions: function URLs for now.
//!
//! A request becomes the event of Lambda's function URLs (payload format 2.0) and the function's
//! answer a response; HTTP servers get the request as it is. This room must never know a store.

mod address;
mod cors;
mod event;
#[cfg(test)]
mod fuzz;
mod gateway;
mod outside;
mod response;
mod stream;

pub use gateway::{Gateway, MayCall, Target, target};
pub use outside::Origin;
