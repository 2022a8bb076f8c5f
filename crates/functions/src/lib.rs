//! What is deployed: functions, their configuration, their versions and their code packages.
//!
//! The registry answers from memory and commits to the store; a deploy changes all functions of
//! an app in one commit or none. This room must never know how a function runs.

mod config;
mod cors;
mod declared;
mod error;
mod label;
mod layers;
mod name;
mod record;
mod referred;
mod registry;
mod revision;
mod runtime;
mod settings;
mod stored;
mod url;
mod uses;

pub use config::{BOUNDS, Bounds, Destination, Egress, FunctionConfig, is_reserved};
pub use cors::Cors;
pub use declared::{AttachedLayer, Declared};
pub use error::Error;
pub use label::{Label, Variant};
pub use layers::{LayerVersion, Layers};
pub use name::{AppName, FunctionName, InvalidName};
pub use record::{Function, VersionId};
pub use referred::referred_packages;
pub use registry::{Change, Changed, Draft, Entry, Events, Registry, Spec, Tried, Unresolved};
pub use revision::Revision;
pub use runtime::{KNOWN_RUNTIMES, Runtime, UnknownRuntime};
pub use settings::{Alias, EventSettings, Provisioned, ResourcePolicy, RuntimeUpdates, Settings};
pub use url::{DeclaredUrl, Url, UrlAuth, UrlTerms};
pub use uses::{InvalidUse, Use, UseAccess, UseKind};
