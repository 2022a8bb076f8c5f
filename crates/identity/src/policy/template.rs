//! A text of a policy in which wildcards and variables may stand: `home/${aws:username}/*`.

use std::borrow::Cow;

use super::Context;
use super::glob::{Glob, Token};

/// No key or default is longer, so that looking for the end of a variable stays cheap.
const VARIABLE_MAX: usize = 512;

/// The colons before the last field of an ARN.
const ARN_COLONS: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wildcards {
    /// `*` and `?` stand for themselves.
    None,
    Anywhere,
    /// As in `Resource`: a `*` inside a segment stays inside it, one at its end goes beyond.
    /// Variables stand in the last field alone.
    Arn,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) wildcards: Wildcards,
    pub(super) ignore_case: bool,
    /// Policies of the first version know no variables.
    pub(super) variables: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    source: String,
    body: Body,
    ignore_case: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Body {
    Fixed(Glob),
    Varying(Vec<Piece>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Token(Token),
    Variable { key: String, default: Option<String> },
}

impl Template {
    pub(super) fn parse(source: &str, style: Style) -> Self {
        let pieces = Pieces { rest: source, style, colons: 0, found: Vec::new() }.read();
        let tokens: Option<Vec<Token>> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Token(token) => Some(*token),
                Piece::Variable { .. } => None,
            })
            .collect();
        let body = match tokens {
            Some(tokens) => Body::Fixed(glob(tokens.into_iter(), style.ignore_case)),
            None => Body::Varying(pieces),
        };
        Self { source: source.to_owned(), body, ignore_case: style.ignore_case }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// None when a variable has no value in this request.
    pub(super) fn matches(&self, text: &str, context: &Context) -> Option<bool> {
        let text = if self.ignore_case { Cow::Owned(lower(text)) } else { Cow::Borrowed(text) };
        let pieces = match &self.body {
            Body::Fixed(glob) => return Some(glob.matches(&text)),
            Body::Varying(pieces) => pieces,
        };
        let mut tokens = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Token(token) => tokens.push(*token),
                // What a variable brings is taken as it is: it holds no wildcards.
                Piece::Variable { key, default } => {
                    let value = context.single(key).or(default.as_deref())?;
                    tokens.extend(value.chars().map(Token::Char));
                }
            }
        }
        Some(glob(tokens.into_iter(), self.ignore_case).matches(&text))
    }
}

fn glob(tokens: impl Iterator<Item = Token>, ignore_case: bool) -> Glob {
    if !ignore_case {
        return tokens.collect();
    }
    let mut lowered = Vec::new();
    for token in tokens {
        match token {
            Token::Char(c) => lowered.extend(c.to_lowercase().map(Token::Char)),
            other => lowered.push(other),
        }
    }
    lowered.into_iter().collect()
}

/// Character by character, as in the pattern.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

struct Pieces<'a> {
    rest: &'a str,
    style: Style,
    colons: usize,
    found: Vec<Piece>,
}

impl Pieces<'_> {
    fn read(mut self) -> Vec<Piece> {
        let arn = self.style.wildcards == Wildcards::Arn && self.rest != "*";
        while let Some(c) = self.rest.chars().next() {
            if c == '$' && self.style.variables && self.variable(arn) {
                continue;
            }
            self.rest = &self.rest[c.len_utf8()..];
            self.colons += usize::from(c == ':');
            let token = match c {
                '*' | '?' if self.style.wildcards == Wildcards::None => Token::Char(c),
                '?' => Token::One,
                '*' if arn && self.in_head() && !self.ends_segment() => Token::ManyInSegment,
                '*' => Token::Many,
                c => Token::Char(c),
            };
            self.found.push(Piece::Token(token));
        }
        // A resource that names only the first fields means all that the others may be.
        let missing = if arn { ARN_COLONS.saturating_sub(self.colons) } else { 0 };
        for token in [Token::Char(':'), Token::Many].repeat(missing) {
            self.found.push(Piece::Token(token));
        }
        self.found
    }

    fn in_head(&self) -> bool {
        self.colons < ARN_COLONS
    }

    fn ends_segment(&self) -> bool {
        self.rest.is_empty() || self.rest.starts_with(':')
    }

    /// Takes one `${…}` off the front, if there is one.
    fn variable(&mut self, arn: bool) -> bool {
        let Some((piece, length)) = variable(self.rest) else { return false };
        if arn && self.in_head() && matches!(piece, Piece::Variable { .. }) {
            return false;
        }
        self.found.push(piece);
        self.rest = &self.rest[length..];
        true
    }
}

fn variable(text: &str) -> Option<(Piece, usize)> {
    let inside = text.strip_prefix("${")?;
    let end = inside.bytes().take(VARIABLE_MAX).position(|byte| matches!(byte, b',' | b'}'))?;
    let (name, after) = inside.split_at(end);
    let (default, after) = match after.strip_prefix(',') {
        None => (None, after),
        Some(after) => {
            let quoted = after.trim_start_matches(' ').strip_prefix('\'')?;
            let end = quoted.bytes().take(VARIABLE_MAX).position(|byte| byte == b'\'')?;
            (Some(&quoted[..end]), quoted[end + 1..].trim_start_matches(' '))
        }
    };
    let length = text.len() - after.strip_prefix('}')?.len();
    let piece = match (name.trim(), default) {
        ("", _) => return None,
        ("*", None) => Piece::Token(Token::Char('*')),
        ("?", None) => Piece::Token(Token::Char('?')),
        ("$", None) => Piece::Token(Token::Char('$')),
        (name, default) => {
            Piece::Variable { key: name.to_lowercase(), default: default.map(str::to_owned) }
        }
    };
    Some((piece, length))
}

/// The six fields of an ARN in a condition, a variable counting as one piece of text. None when
/// there are fewer and the last is no open end.
pub(super) fn arn_fields(source: &str, variables: bool) -> Option<Vec<&str>> {
    let (mut fields, mut start, mut at) = (Vec::new(), 0, 0);
    while at < source.len() && fields.len() < ARN_COLONS {
        let rest = &source[at..];
        match variable(rest).filter(|_| variables) {
            Some((_, length)) => at += length,
            None if rest.starts_with(':') => {
                fields.push(&source[start..at]);
                at += 1;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    fields.push(&source[start..]);
    let open = fields.last().is_some_and(|last| last.ends_with('*'));
    if fields.len() <= ARN_COLONS && !open {
        return None;
    }
    fields.resize(ARN_COLONS + 1, "*");
    Some(fields)
}
