//! The command line from outside, and its pure parts beside what they print.

mod arguments;
mod client;
mod commands;
mod deploy;
mod doctor;
mod fake;
mod logs;
mod render;
mod usage;
