//! From data to text. Everything here is pure: data in, text out.

mod detail;
mod facts;
mod fit;
mod human;
mod list;
mod logline;
mod look;
mod printable;
mod refusals;
mod style;
mod table;
mod url;
mod versions;

pub use detail::detail;
pub use fit::wrap;
pub use human::{ago, bytes, count, many, micros, per_minute, percent, span};
pub use list::list;
pub use logline::{Clock, log_line};
pub use look::Look;
pub use printable::{printable, printable_lines};
pub use refusals::refusals;
pub use style::Style;
pub use table::{Cell, Table};
