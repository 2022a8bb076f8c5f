//! What a slot promises, tried on this machine with real programs.

mod account;
mod death;
mod ends;
mod fallback;
mod files;
mod nest;
mod network;
mod pool;
mod refuse;
mod rest;
mod starts;
mod support;
mod user;
mod view;
mod way;
mod zygote;
