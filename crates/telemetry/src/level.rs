//! How serious an event is: told by a frame, or guessed from how loggers write their lines.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
    /// Nothing in the event says.
    #[default]
    Unknown,
}

/// A level stands near the beginning of a line or nowhere.
const HEAD_BYTES: usize = 160;
/// Names of loggers included.
const LONGEST_MARK: usize = 64;
const ESCAPE: u8 = 0x1b;
/// Bigger JSON is not worth parsing for one word.
const JSON_BYTES: usize = 64 * 1024;

impl Level {
    /// Guesses from a line as Python's, Node's, Rust's, Java's and Go's usual loggers write it, or
    /// from a JSON log record.
    pub fn guess(text: &str) -> Self {
        if text.starts_with('{') && text.len() <= JSON_BYTES {
            return from_json(text);
        }
        let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
        if head.starts_with("Traceback (most recent call last):")
            || head.trim_start().starts_with("+ Exception Group Traceback")
            || (head.starts_with("thread '") && head.contains("' panicked at"))
        {
            return Self::Error;
        }
        let line = memchr::memchr(b'\n', head.as_bytes()).map_or(head, |end| &head[..end]);
        from_words(line)
    }

    fn from_word(word: &str) -> Option<Self> {
        const WORDS: [(&str, Level); 12] = [
            ("TRACE", Level::Trace),
            ("DEBUG", Level::Debug),
            ("INFO", Level::Info),
            ("NOTICE", Level::Info),
            ("WARN", Level::Warn),
            ("WARNING", Level::Warn),
            ("ERR", Level::Error),
            ("ERROR", Level::Error),
            ("SEVERE", Level::Error),
            ("CRITICAL", Level::Fatal),
            ("FATAL", Level::Fatal),
            ("PANIC", Level::Fatal),
        ];
        if !(3..=8).contains(&word.len()) {
            return None;
        }
        let found = WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        found.map(|(_, level)| *level)
    }

    /// pino's and bunyan's numbers.
    fn from_number(number: f64) -> Self {
        match number as i64 {
            1..=14 => Self::Trace,
            15..=24 => Self::Debug,
            25..=34 => Self::Info,
            35..=44 => Self::Warn,
            45..=54 => Self::Error,
            55..=64 => Self::Fatal,
            _ => Self::Unknown,
        }
    }
}

/// Walks over what stands before a message (times, ids, things in brackets) until a level comes or
/// the message begins, so that an ordinary sentence with the word "ERROR" in it is not an error.
fn from_words(line: &str) -> Level {
    let plain = without_colours(line);
    for word in plain.split_ascii_whitespace() {
        if word.len() <= LONGEST_MARK
            && let Some(level) = from_mark(word)
        {
            return level;
        }
        let wrapped = is_wrapped(word);
        let is_value = || word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'=');
        if !(wrapped || is_value() || matches!(word, "-" | "undefined")) {
            return Level::Unknown;
        }
    }
    Level::Unknown
}

/// A level as loggers write it: `ERROR`, `[error]`, `error:`, `level=error` or `ERROR:root:…`.
fn from_mark(word: &str) -> Option<Level> {
    if let Some(level) = word.strip_prefix("level=").or_else(|| word.strip_prefix("lvl=")) {
        return Level::from_word(level.trim_matches('"'));
    }
    let shouted = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase());
    let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let first = bare.split(':').next().unwrap_or(bare);
    let accepted = shouted(first) || (first == bare && is_wrapped(word));
    Level::from_word(first).filter(|_| accepted)
}

fn is_wrapped(word: &str) -> bool {
    word.starts_with(['[', '<', '(', '|']) || word.ends_with([':', ']', '|'])
}

fn without_colours(line: &str) -> Cow<'_, str> {
    if memchr::memchr(ESCAPE, line.as_bytes()).is_none() {
        return Cow::Borrowed(line);
    }
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == char::from(ESCAPE) {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    Word(String),
    Number(f64),
    Other(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
struct JsonRecord {
    level: Option<Told>,
    #[serde(rename = "log.level")]
    ecs_level: Option<Told>,
    severity: Option<Told>,
    levelname: Option<Told>,
}

fn from_json(text: &str) -> Level {
    let Ok(record) = serde_json::from_str::<JsonRecord>(text) else { return Level::Unknown };
    let told = record.level.or(record.ecs_level).or(record.severity).or(record.levelname);
    match told {
        Some(Told::Word(word)) => Level::from_word(&word).unwrap_or_default(),
        Some(Told::Number(number)) => Level::from_number(number),
        Some(Told::Other(_)) | None => Level::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::Level::{self, *};

    #[test]
    fn lines_as_loggers_write_them() {
        for (text, expected) in [
            ("[ERROR]\t2024-01-01T00:00:00.000Z\tid\tboom", Error),
            ("[ERROR] ValueError: boom", Error),
            ("2024-01-01T00:00:00.000Z\t6b5b…\tWARN\tcareful", Warn),
            ("2024-01-01T00:00:00.000Z\tundefined\tERROR\tUncaught Exception", Error),
            ("ERROR: no such file", Error),
            ("error: no such file", Error),
            ("WARNING:root:careful", Warn),
            ("WARN careful", Warn),
            ("2024-01-01 00:00:00,123 - app1 - DEBUG - x", Debug),
            ("2024-01-01T00:00:00Z  INFO mayfly: ready", Info),
            ("\u{1b}[2m2024-01-01T00:00:00Z\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m app: x", Error),
            ("time=2024-01-01T00:00:00Z level=error msg=x", Error),
            ("[12:00:01] [main/FATAL]: no", Unknown),
            ("Traceback (most recent call last):\n  File", Error),
            ("thread 'main' panicked at src/main.rs:1:1:", Error),
            (r#"{"level":"error","msg":"x"}"#, Error),
            (r#"{"timestamp":"…","level":"WARN","message":"x"}"#, Warn),
            (r#"{"level":50,"msg":"x"}"#, Error),
            (r#"{"severity":"CRITICAL"}"#, Fatal),
            (r#"{"level":["error"]}"#, Unknown),
            (r#"{"level":"error""#, Unknown),
            ("the ERROR was mine", Unknown),
            ("Info about errors", Unknown),
            ("", Unknown),
            ("héllo wörld", Unknown),
        ] {
            assert_eq!(Level::guess(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_head_cut_inside_a_character_is_no_panic() {
        for n in 150..170 {
            assert_eq!(Level::guess(&format!("{}é", "1".repeat(n))), Unknown);
        }
    }
}
