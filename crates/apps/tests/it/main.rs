mod build;
mod components;
mod detect;
mod install;
mod manifest;
mod mistakes;
mod project;
mod roundtrip;
