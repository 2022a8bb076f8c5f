//! One log event as people read it: time, level, text.

use api::{LogLevel, LogLine, LogSource};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Style, printable_lines};

/// How the time of an event is written.
#[derive(Debug, Clone)]
pub enum Clock {
    /// For a person: short, in their zone.
    Local(TimeZone),
    /// For other programs: RFC 3339, UTC.
    Utc,
}

impl Clock {
    pub fn text(&self, at_us: u64) -> String {
        let at = i64::try_from(at_us).ok().and_then(|us| Timestamp::from_microsecond(us).ok());
        let Some(at) = at else { return "?".to_owned() };
        match self {
            Self::Local(zone) => {
                at.to_zoned(zone.clone()).strftime("%b %d %H:%M:%S%.3f").to_string()
            }
            Self::Utc => at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        }
    }
}

/// The event with its newline. Further lines of its text are indented below the first.
pub fn log_line(line: &LogLine, clock: &Clock, colour: bool) -> String {
    let (name, style) = level(line);
    let time = clock.text(line.at_us);
    let indent = " ".repeat(time.chars().count() + 9);
    let body_style = match style {
        Style::Dim | Style::Red => style,
        _ => Style::Plain,
    };
    let mut out = format!(
        "{}  {}  ",
        Style::Dim.paint(&time, colour),
        style.paint(&format!("{name:<5}"), colour)
    );
    for (number, text) in printable_lines(&line.text, colour).enumerate() {
        if number > 0 {
            out += &indent;
        }
        out += &body_style.paint(text.trim_end(), colour);
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

/// A plain print has no level: it is named after where it went.
fn level(line: &LogLine) -> (&'static str, Style) {
    match (line.level, line.source) {
        (LogLevel::Trace, _) => ("TRACE", Style::Dim),
        (LogLevel::Debug, _) => ("DEBUG", Style::Dim),
        (LogLevel::Warn, _) => ("WARN", Style::Yellow),
        (LogLevel::Error, _) => ("ERROR", Style::Red),
        (LogLevel::Fatal, _) => ("FATAL", Style::Red),
        (_, LogSource::Platform) => ("", Style::Dim),
        (LogLevel::Info, _) => ("INFO", Style::Green),
        (LogLevel::Unknown, LogSource::Stdout) => ("out", Style::Plain),
        (LogLevel::Unknown, LogSource::Stderr) => ("err", Style::Plain),
    }
}
