use bytes::Bytes;

/// The first byte of every key: who owns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keyspace(pub u8);

/// Builds a key from fields so that keys sort as their fields do.
///
/// Numbers are big-endian. Texts and byte strings end with a terminator that sorts below
/// everything, so no key of one text is a prefix of a key of another text:
/// `Range::prefix(Key::in_space(KS).text("ab"))` finds nothing of `"abc"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Vec<u8>);

/// A zero inside a text becomes two bytes, so that the terminator is unmistakable and still sorts
/// below any continuation of the text.
pub(crate) const ESCAPED_ZERO: [u8; 2] = [0, 0xff];
pub(crate) const TERMINATOR: [u8; 2] = [0, 1];

/// Flipping the sign bit makes negative numbers sort below positive ones.
pub(crate) const SIGN: u64 = 1 << 63;

impl Key {
    pub fn in_space(space: Keyspace) -> Self {
        Key(vec![space.0])
    }

    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            match byte {
                0 => self.0.extend_from_slice(&ESCAPED_ZERO),
                other => self.0.push(*other),
            }
        }
        self.0.extend_from_slice(&TERMINATOR);
        self
    }

    /// Bytes of a length that both sides know, as they are.
    pub fn fixed<const N: usize>(mut self, bytes: &[u8; N]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn u8(mut self, number: u8) -> Self {
        self.0.push(number);
        self
    }

    pub fn u32(self, number: u32) -> Self {
        self.fixed(&number.to_be_bytes())
    }

    pub fn u64(self, number: u64) -> Self {
        self.fixed(&number.to_be_bytes())
    }

    pub fn i64(self, number: i64) -> Self {
        self.u64(number.cast_unsigned() ^ SIGN)
    }

    /// Sorts the largest number first: for "newest first" without a backward scan.
    pub fn u64_descending(self, number: u64) -> Self {
        self.u64(!number)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Key {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Key> for Bytes {
    fn from(key: Key) -> Bytes {
        key.0.into()
    }
}
