mod archives;
mod build;
mod detect;
mod hostile;
mod install;
mod manifest;
mod project;
mod unpack;
