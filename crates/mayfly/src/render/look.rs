//! The place where a text is shown: a terminal, or a file that knows neither colours nor an edge.

/// `false.into()` is a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    pub colour: bool,
    /// Columns of the terminal. What goes elsewhere is never cut.
    pub width: Option<usize>,
}

impl From<bool> for Look {
    fn from(colour: bool) -> Self {
        Self { colour, width: None }
    }
}
