//! Aligned columns, two spaces apart, nothing drawn around them, never wider than the terminal.

use super::fit::{columns, cut, narrow};
use super::{Look, Style};

#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// For numbers, which are shown whole or not at all.
    pub fn right(text: impl Into<String>) -> Self {
        Self { right: true, ..Self::new(text) }
    }

    #[must_use]
    pub fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    fn width(&self) -> usize {
        columns(&self.text)
    }
}

const GAP: usize = 2;
/// Texts are not cut to less than this, or than their heading.
const LEAST: usize = 8;

#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
    headed: bool,
    indent: usize,
}

impl Table {
    /// A table with a line of headings. The first row of data decides their alignment.
    pub fn new(headings: &[&str]) -> Self {
        let heading = |text: &&str| Cell::new(*text).style(Style::Dim);
        Self { rows: vec![headings.iter().map(heading).collect()], headed: true, indent: 0 }
    }

    pub fn plain() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn indent(self, indent: usize) -> Self {
        Self { indent, ..self }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        if let (true, [headings]) = (self.headed, self.rows.as_mut_slice()) {
            for (heading, cell) in headings.iter_mut().zip(&cells) {
                heading.right = cell.right;
            }
        }
        self.rows.push(cells);
    }

    /// The columns it takes when nothing is cut.
    pub fn width(&self) -> usize {
        let widths = self.widths();
        self.indent + widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column| self.rows.iter().filter_map(|r| r.get(column)).map(Cell::width).max();
        (0..columns).map(|column| width(column).unwrap_or(0)).collect()
    }

    /// To what each column can be cut, if it can.
    fn least(&self, columns: usize) -> Vec<Option<usize>> {
        let least = |column| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            let heading = self.rows.first().filter(|_| self.headed).and_then(|row| row.get(column));
            let heading = heading.map_or(0, Cell::width);
            (!cells.any(|cell: &Cell| cell.right)).then_some(heading.max(LEAST))
        };
        (0..columns).map(least).collect()
    }

    pub fn render(&self, look: impl Into<Look>) -> String {
        let Look { colour, width } = look.into();
        let mut widths = self.widths();
        if let Some(width) = width {
            let least = self.least(widths.len());
            let shown = narrow(&mut widths, &least, GAP, width.saturating_sub(self.indent));
            widths.truncate(shown);
        }
        let mut out = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (cell, width) in row.iter().zip(&widths) {
                let text = cut(&cell.text, *width);
                let gap = " ".repeat(width - columns(&text));
                let painted = cell.style.paint(&text, colour);
                let (before, after) = if cell.right { (gap, "".into()) } else { ("".into(), gap) };
                line += &format!("{before}{painted}{after}{}", " ".repeat(GAP));
            }
            out += line.trim_end();
            out.push('\n');
        }
        out
    }
}
