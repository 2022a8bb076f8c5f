//! Installs every edition from the registries and prints what came out, for the `.tree` files:
//! `cargo run -p packs --example pins -- PYTHON NODE`.

use packs::{EDITIONS, Error, Interpreter, Language, Packs, Source};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut words = std::env::args().skip(1);
    let (python, node) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let dir = std::env::temp_dir().join(format!("mayfly-pins-{}", std::process::id()));
    for edition in &EDITIONS {
        let path = if edition.language == Language::Python { &python } else { &node };
        let interpreter = Interpreter { path: path.into(), version: (3, 11, 0) };
        let packs = Packs::new(&dir);
        match packs.install(edition, &Source::Registry, &[interpreter], &|_| ()).await {
            Ok(()) => println!("{edition}: as pinned"),
            Err(Error::Other { found, .. }) => println!("{edition}: {found}"),
            Err(error) => println!("{edition}: {error}"),
        }
    }
    std::fs::remove_dir_all(&dir).ok();
}
