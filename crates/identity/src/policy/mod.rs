//! Policies: JSON documents that say who may do what, and the decision they lead to.
//!
//! A document is parsed once, with IAM's own words for what is wrong with it, and evaluated any
//! number of times. Evaluation is pure: it reads no clock and no store.
//!
//! ```ignore
//! let document = Document::parse(text, Kind::Identity)?;
//! let request = Request { caller, action: "s3:GetObject", resource: arn, context };
//! let decision = evaluate(&request, &Policies { identity: vec![policy], ..Default::default() });
//! ```

mod arn;
mod caller;
mod condition;
mod context;
mod date;
mod demands;
mod document;
mod evaluate;
mod glob;
mod malformed;
mod net;
mod number;
mod operand;
mod operator;
mod principal;
mod raw;
mod read;
mod shapes;
mod statement;
mod template;

pub use caller::{Caller, SessionCaller, UserCaller};
pub use context::Context;
pub use document::{Document, Kind, TEXT_MAX, counted_length};
pub use evaluate::{
    Decision, Grant, Matched, Policies, Policy, Request, Source, Verdict, evaluate,
};
pub use malformed::Malformed;
pub use principal::Pinned;
pub use statement::{Effect, Statement};
