//! `a && (b || c)`, whatever a, b and c are.

use super::PatternError;
use super::cursor::Cursor;

/// So deep may parentheses be.
const DEEPEST: usize = 32;

#[derive(Debug, Clone)]
pub(super) enum Condition<A> {
    Is(A),
    All(Vec<Condition<A>>),
    Any(Vec<Condition<A>>),
}

impl<A> Condition<A> {
    pub(super) fn parse(
        cursor: &mut Cursor<'_>,
        atom: &mut impl FnMut(&mut Cursor<'_>) -> Result<A, PatternError>,
    ) -> Result<Self, PatternError> {
        Self::any(cursor, atom, 0)
    }

    fn any(
        cursor: &mut Cursor<'_>,
        atom: &mut impl FnMut(&mut Cursor<'_>) -> Result<A, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        let mut parts = vec![Self::all(cursor, atom, depth)?];
        while cursor.takes("||") {
            parts.push(Self::all(cursor, atom, depth)?);
        }
        Ok(Self::only(parts, Self::Any))
    }

    fn all(
        cursor: &mut Cursor<'_>,
        atom: &mut impl FnMut(&mut Cursor<'_>) -> Result<A, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        let mut parts = vec![Self::one(cursor, atom, depth)?];
        while cursor.takes("&&") {
            parts.push(Self::one(cursor, atom, depth)?);
        }
        Ok(Self::only(parts, Self::All))
    }

    fn one(
        cursor: &mut Cursor<'_>,
        atom: &mut impl FnMut(&mut Cursor<'_>) -> Result<A, PatternError>,
        depth: usize,
    ) -> Result<Self, PatternError> {
        if !cursor.takes("(") {
            return Ok(Self::Is(atom(cursor)?));
        }
        if depth == DEEPEST {
            return Err(cursor.wrong("too many parentheses"));
        }
        let inner = Self::any(cursor, atom, depth + 1)?;
        cursor.expect(")", "no closing parenthesis")?;
        Ok(inner)
    }

    fn only(mut parts: Vec<Self>, many: impl Fn(Vec<Self>) -> Self) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                many(parts)
            }
        }
    }

    pub(super) fn holds(&self, is: &impl Fn(&A) -> bool) -> bool {
        match self {
            Self::Is(atom) => is(atom),
            Self::All(parts) => parts.iter().all(|part| part.holds(is)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(is)),
        }
    }
}
