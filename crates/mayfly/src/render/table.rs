//! Aligned columns, two spaces apart, nothing drawn around them.

use super::Style;

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

    /// For numbers.
    pub fn right(text: impl Into<String>) -> Self {
        Self { right: true, ..Self::new(text) }
    }

    #[must_use]
    pub fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

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

    pub fn render(&self, colour: bool) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column| self.rows.iter().filter_map(|r| r.get(column)).map(Cell::width).max();
        let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(self.indent);
            for (cell, width) in row.iter().zip(&widths) {
                let gap = " ".repeat(width - cell.width());
                let painted = cell.style.paint(&cell.text, colour);
                let (before, after) = if cell.right { (gap, "".into()) } else { ("".into(), gap) };
                line += &format!("{before}{painted}{after}  ");
            }
            out += line.trim_end();
            out.push('\n');
        }
        out
    }
}
