//! Packs as whoever runs functions sees them. The registries themselves are asked by the black-box
//! tests; here installers are scripts.

mod install;
