//! The items of a CBOR document, read once from front to end.

use std::borrow::Cow;

use crate::budget::{Budget, SPENT};

/// What cannot be read, and why.
pub(super) type Broken = &'static str;

pub(super) struct Reader<'a> {
    rest: &'a [u8],
    budget: Budget,
}

/// The start of an item: what it is, or how much of it follows. No length means: until `Break`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Head {
    Integer(i128),
    Bytes(Option<usize>),
    Text(Option<usize>),
    Array(Option<usize>),
    Map(Option<usize>),
    Tag(u64),
    Bool(bool),
    Null,
    Float(f64),
    Break,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, budget: Budget::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// So many slots are about to be made.
    pub(super) fn spend(&self, slots: usize) -> Result<(), Broken> {
        if self.budget.allows(slots) { Ok(()) } else { Err(SPENT) }
    }

    pub(super) fn head(&mut self) -> Result<Head, Broken> {
        let first = self.take(1)?[0];
        let (major, info) = (first >> 5, first & 0x1F);
        if major == 7 {
            return self.simple(info);
        }
        let argument = match info {
            0..=23 => Some(u64::from(info)),
            24..=27 => Some(self.unsigned(1 << (info - 24))?),
            31 => None,
            _ => return Err("a reserved length in CBOR"),
        };
        match (major, argument) {
            (0, Some(value)) => Ok(Head::Integer(value.into())),
            (1, Some(value)) => Ok(Head::Integer(-1 - i128::from(value))),
            (2, length) => Ok(Head::Bytes(self.fitting(length)?)),
            (3, length) => Ok(Head::Text(self.fitting(length)?)),
            (4, length) => Ok(Head::Array(self.fitting(length)?)),
            (5, length) => Ok(Head::Map(self.fitting(length)?)),
            (6, Some(tag)) => Ok(Head::Tag(tag)),
            _ => Err("a number in CBOR has no value"),
        }
    }

    fn simple(&mut self, info: u8) -> Result<Head, Broken> {
        Ok(match info {
            20 => Head::Bool(false),
            21 => Head::Bool(true),
            22 | 23 => Head::Null,
            25 => Head::Float(half(self.unsigned(2)? as u16)),
            26 => Head::Float(f32::from_bits(self.unsigned(4)? as u32).into()),
            27 => Head::Float(f64::from_bits(self.unsigned(8)?)),
            31 => Head::Break,
            _ => return Err("an unknown simple value in CBOR"),
        })
    }

    /// The bytes of a string whose head was read.
    pub(super) fn string(
        &mut self,
        length: Option<usize>,
        is_text: bool,
    ) -> Result<Cow<'a, [u8]>, Broken> {
        if let Some(length) = length {
            return Ok(self.take(length)?.into());
        }
        let mut whole = Vec::new();
        loop {
            match self.head()? {
                Head::Bytes(Some(length)) if !is_text => whole.extend(self.take(length)?),
                Head::Text(Some(length)) if is_text => whole.extend(self.take(length)?),
                Head::Break => return Ok(whole.into()),
                _ => return Err("a string in CBOR has pieces that are none"),
            }
        }
    }

    pub(super) fn text(&mut self, length: Option<usize>) -> Result<Cow<'a, str>, Broken> {
        const BROKEN: Broken = "a text in CBOR is not UTF-8";
        Ok(match self.string(length, true)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map_err(|_| BROKEN)?.into(),
            Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|_| BROKEN)?.into(),
        })
    }

    /// Skips the rest of an item whose head was read. `depth` is how much deeper it may go.
    pub(super) fn skip(&mut self, head: Head, depth: usize) -> Result<(), Broken> {
        let deeper = depth.checked_sub(1).ok_or(TOO_DEEP)?;
        match head {
            Head::Bytes(length) => self.string(length, false).map(|_| ()),
            Head::Text(length) => self.string(length, true).map(|_| ()),
            Head::Array(length) => self.skip_items(length, 1, deeper),
            Head::Map(length) => self.skip_items(length, 2, deeper),
            Head::Tag(_) => {
                let tagged = self.head()?;
                self.skip(tagged, deeper)
            }
            Head::Break => Err(STRAY),
            _ => Ok(()),
        }
    }

    fn skip_items(
        &mut self,
        length: Option<usize>,
        each: usize,
        depth: usize,
    ) -> Result<(), Broken> {
        let mut left = Items(length);
        while let Some(head) = left.next(self)? {
            self.skip(head, depth)?;
            for _ in 1..each {
                let head = self.head()?;
                self.skip(head, depth)?;
            }
        }
        Ok(())
    }

    fn unsigned(&mut self, size: usize) -> Result<u64, Broken> {
        Ok(self.take(size)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// Every element takes a byte at least, so what is longer than the rest is a lie.
    fn fitting(&self, length: Option<u64>) -> Result<Option<usize>, Broken> {
        let fits = |length: u64| usize::try_from(length).ok().filter(|l| *l <= self.rest.len());
        length.map(|length| fits(length).ok_or(CUT)).transpose()
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(CUT)?;
        self.rest = rest;
        Ok(taken)
    }
}

const CUT: Broken = "the CBOR ends too early";
const STRAY: Broken = "a break in CBOR where nothing is to end";
pub(super) const TOO_DEEP: Broken = "the CBOR is nested too deeply";

/// What is left of an array or a map: so many items, or all until a break.
pub(super) struct Items(pub(super) Option<usize>);

impl Items {
    /// The head of the next item; none after the last.
    pub(super) fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<Head>, Broken> {
        match &mut self.0 {
            Some(0) => return Ok(None),
            Some(left) => *left -= 1,
            None => {}
        }
        match (reader.head()?, self.0) {
            (Head::Break, None) => Ok(None),
            (Head::Break, Some(_)) => Err(STRAY),
            (head, _) => Ok(Some(head)),
        }
    }
}

/// A float of 16 bits.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f64::from(bits & 0x3FF));
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2.0_f64.powi(exponent - 15),
    }
}
