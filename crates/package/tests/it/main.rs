//! Archives from anybody, and the shelf they are unpacked on.

mod archives;
mod hostile;
mod shelf;
mod unpack;
