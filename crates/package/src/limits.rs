/// How big a package may be, unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub files: usize,
    pub bytes: u64,
}

impl Default for Limits {
    /// Lambda's limit for an unzipped package, and more files than any sane one has.
    fn default() -> Self {
        Self { files: 50_000, bytes: 250 * 1024 * 1024 }
    }
}
