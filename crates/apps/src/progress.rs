//! What a build is doing, for whoever draws it.

use functions::FunctionName;

pub trait Progress: Send + Sync {
    /// Functions that share a package each get its steps.
    fn step(&self, function: &FunctionName, what: Step);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Running the project's own build.
    Building,
    /// Reading the function's files.
    Staging,
    Installing {
        tool: Tool,
    },
    InstalledFromCache {
        tool: Tool,
    },
    Packing {
        files: usize,
    },
    Packed {
        bytes: u64,
    },
    /// Nothing changed since the package was made.
    Unchanged {
        bytes: u64,
    },
}

/// What installs dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Pip,
    Npm,
}

impl Tool {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pip => "pip",
            Self::Npm => "npm",
        }
    }
}

/// Nobody looks.
impl Progress for () {
    fn step(&self, _: &FunctionName, _: Step) {}
}
