//! Lines to events: stack traces stay in one piece.

use super::LONGEST_EVENT;
use crate::{Level, Printed};

const TRACEBACK: &str = "Traceback (most recent call last):";
const GROUP_TRACEBACK: &str = "+ Exception Group Traceback (most recent call last):";
const DURING: &str = "During handling of the above exception, another exception occurred:";
const CAUSE: &str = "The above exception was the direct cause of the following exception:";

#[derive(Debug, Default)]
pub(super) struct Join {
    held: Option<Held>,
}

/// An event that the next line may still belong to.
#[derive(Debug)]
struct Held {
    at_us: u64,
    text: String,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    /// In a Python traceback: the first line that is not indented ends it.
    Frames,
    /// In the traceback of an exception group, drawn with bars.
    Group,
    /// A traceback's last line has been seen.
    Traced,
    /// …and a blank line after it, which belongs to it only if a chained traceback follows.
    Gap {
        at_us: u64,
    },
    /// "During handling of …" has been seen: a traceback should follow.
    Chained,
}

impl Join {
    pub(super) fn line(&mut self, at_us: u64, line: String, out: &mut Vec<Printed>) {
        let next = self.held.as_ref().and_then(|held| continues(held.shape, at_us, &line));
        if let (Some(held), Some(shape)) = (&mut self.held, next) {
            if held.text.len() + line.len() + 2 <= LONGEST_EVENT {
                held.take(&line, shape);
            } else {
                // A trace without an end: it goes on in an event of its own.
                self.flush(out);
                self.held = Some(Held { at_us, text: line, shape });
            }
            return;
        }
        self.flush(out);
        let shape = begins(&line);
        self.held = Some(Held { at_us, text: line, shape });
    }

    pub(super) fn flush(&mut self, out: &mut Vec<Printed>) {
        let Some(Held { at_us, text, shape }) = self.held.take() else { return };
        out.push(Printed { at_us, level: Level::guess(&text), text });
        if let Shape::Gap { at_us } = shape {
            out.push(Printed { at_us, level: Level::Unknown, text: String::new() });
        }
    }

    pub(super) fn holds_back(&self) -> bool {
        self.held.is_some()
    }
}

impl Held {
    fn take(&mut self, line: &str, shape: Shape) {
        if !matches!(shape, Shape::Gap { .. }) {
            if matches!(self.shape, Shape::Gap { .. }) {
                self.text.push('\n');
            }
            self.text.push('\n');
            self.text.push_str(line);
        }
        self.shape = shape;
    }
}

fn begins(line: &str) -> Shape {
    if line.starts_with(TRACEBACK) {
        Shape::Frames
    } else if line.trim_start().starts_with(GROUP_TRACEBACK) {
        Shape::Group
    } else {
        Shape::Plain
    }
}

/// Whether `line` belongs to an event of this shape, and what shape the event has then.
fn continues(shape: Shape, at_us: u64, line: &str) -> Option<Shape> {
    let chained = || (line == DURING || line == CAUSE).then_some(Shape::Chained);
    let next = match shape {
        Shape::Plain => None,
        Shape::Frames if line.is_empty() || is_indented(line) => Some(Shape::Frames),
        Shape::Frames => Some(Shape::Traced),
        Shape::Group if is_drawn(line) => Some(Shape::Group),
        Shape::Group | Shape::Traced if line.is_empty() => Some(Shape::Gap { at_us }),
        Shape::Group | Shape::Traced | Shape::Gap { .. } => chained(),
        Shape::Chained if line.is_empty() => Some(Shape::Chained),
        Shape::Chained => Some(begins(line)).filter(|shape| *shape != Shape::Plain),
    };
    let may_have_stack = matches!(shape, Shape::Plain | Shape::Traced);
    next.or_else(|| (may_have_stack && is_stack_line(line)).then_some(shape))
}

fn is_indented(line: &str) -> bool {
    // The no-break space is what Lambda's Python client indents with.
    line.starts_with([' ', '\t', '\u{a0}'])
}

fn is_drawn(line: &str) -> bool {
    is_indented(line) && line.trim_start().starts_with(['|', '+'])
}

/// What Java and JavaScript write below the first line of an error.
fn is_stack_line(line: &str) -> bool {
    if line.starts_with("Caused by: ") {
        return true;
    }
    let inner = line.trim_start();
    is_indented(line)
        && (inner.starts_with("at ")
            || inner.starts_with("Caused by: ")
            || inner.starts_with("Suppressed: ")
            || inner.starts_with("[cause]: ")
            || (inner.starts_with("... ") && inner.ends_with(" more")))
}
