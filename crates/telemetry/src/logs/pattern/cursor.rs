//! A place in the text of a pattern.

use super::PatternError;
use super::regex::Regex;

/// A pattern in braces or brackets may have so many regular expressions.
const REGEXES_MAX: usize = 2;

pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    regexes: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, regexes: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Passes over blanks, and then over this if it is what comes.
    pub(super) fn takes(&mut self, what: &str) -> bool {
        self.blank();
        let is_next = self.rest().starts_with(what);
        self.at += if is_next { what.len() } else { 0 };
        is_next
    }

    pub(super) fn expect(&mut self, what: &str, why: &'static str) -> Result<(), PatternError> {
        if self.takes(what) { Ok(()) } else { Err(self.wrong(why)) }
    }

    /// Passes over a word of letters in either case.
    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        self.blank();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let is_next = rest[..end].eq_ignore_ascii_case(word);
        self.at += if is_next { end } else { 0 };
        is_next
    }

    /// Takes characters for as long as they are of the kind; perhaps none.
    pub(super) fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Takes a text in quotes; a backslash makes a quote or a backslash part of it.
    pub(super) fn quoted(&mut self, quote: char) -> Result<String, PatternError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match (c, chars.peek().map(|(_, next)| *next)) {
                (c, _) if c == quote => {
                    self.at += at + c.len_utf8();
                    return Ok(text);
                }
                ('\\', Some(next)) if next == quote || next == '\\' => {
                    text.push(next);
                    chars.next();
                }
                (c, _) => text.push(c),
            }
        }
        self.at = start;
        Err(self.wrong("a quote without its end"))
    }

    /// Takes a regular expression between percent signs.
    pub(super) fn regex(&mut self) -> Result<Regex, PatternError> {
        let inside = &self.rest()[1..];
        let Some(end) = inside.find('%') else {
            return Err(self.wrong("a regular expression without its second %"));
        };
        self.at += end + 2;
        Regex::parse(&inside[..end])
    }

    /// Like [`Cursor::regex`], where there may be two only.
    pub(super) fn one_of_two_regexes(&mut self) -> Result<Regex, PatternError> {
        self.regexes += 1;
        if self.regexes > REGEXES_MAX { Err(PatternError::Regexes) } else { self.regex() }
    }

    pub(super) fn end(&mut self) -> Result<(), PatternError> {
        self.blank();
        if self.rest().is_empty() { Ok(()) } else { Err(self.wrong("something after the end")) }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.blank();
        self.rest().is_empty()
    }

    pub(super) fn wrong(&self, why: &'static str) -> PatternError {
        PatternError::Syntax { why, at: self.text[..self.at].chars().count() + 1 }
    }
}
