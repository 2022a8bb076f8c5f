//! What is kept ready for a function's next instances to be made of quickly.

use crate::stems::Stems;
use crate::zygote::{End, Zygote};

/// Dropping it ends it; the instances made of it live on.
#[derive(Debug)]
pub enum Seed {
    /// A program that has loaded the function's code, to be copied.
    Zygote(Zygote),
    /// Interpreters that run already, where the program cannot be copied.
    Stems(Stems),
}

impl Seed {
    /// How instances are made of it, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Zygote(_) => "as copies of a loaded one".into(),
            Self::Stems(stems) => format!("in an interpreter that runs already: {}", stems.why()),
        }
    }

    /// What it holds in memory, in MB.
    pub fn weight_mb(&self) -> u32 {
        match self {
            Self::Zygote(zygote) => zygote.weight_mb(),
            Self::Stems(stems) => stems.weight_mb(),
        }
    }

    /// Waits for its end, without keeping it from being dropped.
    pub fn ended(&self) -> impl Future<Output = End> + Send + 'static {
        let mut end = match self {
            Self::Zygote(zygote) => zygote.watch(),
            Self::Stems(stems) => stems.watch(),
        };
        async move {
            let known = end.wait_for(Option::is_some).await;
            known.ok().and_then(|end| end.clone()).unwrap_or(End::Gone)
        }
    }
}
