//! An event's message, and after it what it says of the single case: `it broke name=value`.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};

use crate::render::printable;

#[derive(Debug, Default)]
pub(super) struct Fields {
    message: String,
    rest: String,
}

impl Fields {
    /// Everything on one line, and nothing in it that steers a terminal.
    pub(super) fn line(&self) -> String {
        let line = format!("{}{}", self.message, self.rest);
        printable(&line).replace('\n', "\\n").replace('\t', " ")
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.rest, " {name}={value:?}"),
        };
    }
}
