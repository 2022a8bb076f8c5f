use bytes::Bytes;

/// Keys from `start` (included) to `end` (excluded; `None` is the end of the store).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    pub(crate) start: Bytes,
    pub(crate) end: Option<Bytes>,
}

impl Range {
    pub fn all() -> Self {
        Range { start: Bytes::new(), end: None }
    }

    /// Every key that begins with `prefix`.
    pub fn prefix(prefix: impl AsRef<[u8]>) -> Self {
        let prefix = prefix.as_ref();
        Range { start: Bytes::copy_from_slice(prefix), end: after_prefix(prefix) }
    }

    /// `start` included, `end` excluded.
    pub fn from_to(start: impl AsRef<[u8]>, end: impl AsRef<[u8]>) -> Self {
        Range {
            start: Bytes::copy_from_slice(start.as_ref()),
            end: Some(Bytes::copy_from_slice(end.as_ref())),
        }
    }

    /// Every key behind `key`, without it.
    pub fn after(key: impl AsRef<[u8]>) -> Self {
        Range { start: successor(key.as_ref()), end: None }
    }

    /// The part of this range behind `key`: the next page of a scan whose last key it was.
    pub fn starting_after(mut self, key: impl AsRef<[u8]>) -> Self {
        self.start = self.start.max(successor(key.as_ref()));
        self
    }

    /// The part of this range from `key` on.
    pub fn starting_at(mut self, key: impl AsRef<[u8]>) -> Self {
        self.start = self.start.max(Bytes::copy_from_slice(key.as_ref()));
        self
    }

    /// The part of this range before `key`: the next page of a backward scan.
    pub fn ending_before(mut self, key: impl AsRef<[u8]>) -> Self {
        let key = Bytes::copy_from_slice(key.as_ref());
        self.end = Some(self.end.map_or(key.clone(), |end| end.min(key)));
        self
    }

    pub fn contains(&self, key: &[u8]) -> bool {
        self.start <= key && self.end.as_ref().is_none_or(|end| key < end)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.end.as_ref().is_some_and(|end| *end <= self.start)
    }

    pub(crate) fn overlaps(&self, other: &Range) -> bool {
        let below = |start: &Bytes, end: &Option<Bytes>| end.as_ref().is_none_or(|end| start < end);
        !self.is_empty()
            && !other.is_empty()
            && below(&self.start, &other.end)
            && below(&other.start, &self.end)
    }

    pub(crate) fn len_bytes(&self) -> usize {
        self.start.len() + self.end.as_ref().map_or(0, Bytes::len)
    }
}

/// The first key behind `key`: nothing sorts between a key and the same key with a zero appended.
fn successor(key: &[u8]) -> Bytes {
    let mut next = Vec::with_capacity(key.len() + 1);
    next.extend_from_slice(key);
    next.push(0);
    next.into()
}

/// The first key behind everything that begins with `prefix`, if there is one.
fn after_prefix(prefix: &[u8]) -> Option<Bytes> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut end = prefix[..=last].to_vec();
    end[last] += 1;
    Some(end.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_the_next_prefix_begins() {
        let end = |prefix: &[u8]| Range::prefix(prefix).end;
        assert_eq!(end(b"ab"), Some(Bytes::from_static(b"ac")));
        assert_eq!(end(b"a\xff\xff"), Some(Bytes::from_static(b"b")));
        assert_eq!(end(b"\xff"), None);
        assert_eq!(end(b""), None);
    }

    #[test]
    fn pages_stay_inside_the_range() {
        let range = Range::prefix("b").starting_after("b5").ending_before("b7");
        assert!(!range.contains(b"b5"));
        assert!(range.contains(b"b5\0"));
        assert!(range.contains(b"b6"));
        assert!(!range.contains(b"b7"));
        assert_eq!(Range::prefix("b").starting_after("a"), Range::prefix("b"));
        assert_eq!(Range::prefix("b").ending_before("c1"), Range::prefix("b"));
    }

    #[test]
    fn overlap_needs_a_common_key() {
        let range = Range::from_to;
        assert!(range("a", "c").overlaps(&range("b", "d")));
        assert!(!range("a", "b").overlaps(&range("b", "c")));
        assert!(!range("c", "a").overlaps(&Range::all()));
        assert!(Range::after("x").overlaps(&Range::all()));
    }
}
