//! What is kept ready for a function's next instances to be made of quickly.

mod choose;
mod parked;
mod shelf;
mod stem;

use crate::zygote::{End, Zygote};

pub(crate) use parked::Parked;
pub(crate) use shelf::Ready;
use shelf::Shelf;
use stem::Stem;

/// Dropping it ends it; the instances made of it live on.
#[derive(Debug)]
pub enum Seed {
    /// A program that has loaded the function's code, to be copied.
    Zygote(Zygote),
    /// An interpreter that runs already, where the program cannot be copied.
    Stem(Stems),
    /// A slot with all but the program, where that is the function's own.
    Slot(Slots),
}

/// Interpreters that run already.
#[derive(Debug)]
pub struct Stems {
    pub(crate) shelf: Shelf<Stem>,
    /// Why the function's programs are not copied.
    why: String,
}

/// Slots where only the program is missing.
#[derive(Debug)]
pub struct Slots(pub(crate) Shelf<Parked>);

impl Seed {
    /// How instances are made of it, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Zygote(_) => "as copies of a loaded one".into(),
            Self::Stem(stems) => format!("in an interpreter that runs already: {}", stems.why),
            Self::Slot(_) => "in a sandbox that is ready".into(),
        }
    }

    /// Whether what is made of it shares its memory, or has what it has done behind it.
    pub fn is_begun(&self) -> bool {
        !matches!(self, Self::Slot(_))
    }

    /// What it holds in memory, in MB.
    pub fn weight_mb(&self) -> u32 {
        match self {
            Self::Zygote(zygote) => zygote.weight_mb(),
            Self::Stem(stems) => stems.shelf.weight_mb(),
            Self::Slot(Slots(shelf)) => shelf.weight_mb(),
        }
    }

    /// Waits for its end, without keeping it from being dropped.
    pub fn ended(&self) -> impl Future<Output = End> + Send + 'static {
        let mut end = match self {
            Self::Zygote(zygote) => zygote.watch(),
            Self::Stem(stems) => stems.shelf.watch(),
            Self::Slot(Slots(shelf)) => shelf.watch(),
        };
        async move {
            let known = end.wait_for(Option::is_some).await;
            known.ok().and_then(|end| end.clone()).unwrap_or(End::Gone)
        }
    }
}
