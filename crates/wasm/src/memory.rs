//! How much memory an instance may have.

use std::sync::Arc;

use wasmtime::ResourceLimiter;

use crate::account::Account;
use crate::meter::Meter;

/// What a table's entry takes in the engine.
const ENTRY_BYTES: usize = 16;

/// All memories and tables of an instance, together.
#[derive(Debug)]
pub(crate) struct Memory {
    limit: usize,
    used: usize,
    before: usize,
    refused: Option<Refused>,
    meter: Arc<Meter>,
    /// All instances of the same program.
    account: Arc<Account>,
}

/// Why an instance got no more memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    OwnLimit,
    /// All instances together have what there is.
    NoneLeft,
}

impl Memory {
    pub(crate) fn new(limit: usize, meter: Arc<Meter>, account: Arc<Account>) -> Self {
        Self { limit, used: 0, before: 0, refused: None, meter, account }
    }

    /// From here on, the memory is another call's.
    pub(crate) fn account_to(&mut self, meter: Arc<Meter>) {
        meter.memory(self.used);
        self.meter = meter;
        self.refused = None;
    }

    pub(crate) fn refused(&self) -> Option<Refused> {
        self.refused
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    fn grow(&mut self, by: usize) -> bool {
        self.before = self.used;
        let wanted = self.used.saturating_add(by);
        if wanted > self.limit {
            self.refused = Some(Refused::OwnLimit);
            return false;
        }
        if !self.account.take(by) {
            self.refused = Some(Refused::NoneLeft);
            return false;
        }
        self.used = wanted;
        self.meter.memory(wanted);
        true
    }

    fn grow_failed(&mut self) {
        self.account.give_back(self.used - self.before);
        self.used = self.before;
        self.refused = Some(Refused::OwnLimit);
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.account.give_back(self.used);
    }
}

impl ResourceLimiter for Memory {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.grow(desired.saturating_sub(current)))
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.grow_failed();
        Ok(())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.grow(desired.saturating_sub(current).saturating_mul(ENTRY_BYTES)))
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.grow_failed();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memories_and_tables_share_one_limit() {
        let meter = Arc::new(Meter::default());
        let all = Arc::new(Account::new(1_500));
        let mut memory = Memory::new(1_000, meter.clone(), all.clone());
        assert!(memory.memory_growing(0, 600, None).unwrap());
        assert!(memory.table_growing(0, 10, None).unwrap());
        assert_eq!(memory.refused(), None);
        assert!(!memory.memory_growing(600, 900, None).unwrap());
        assert_eq!(memory.refused(), Some(Refused::OwnLimit));
        assert!(memory.memory_growing(600, 840, None).unwrap());
        assert!(!memory.table_growing(10, usize::MAX, None).unwrap());
        assert_eq!(meter.usage().memory_peak_bytes, 1_000);
        let mut other = Memory::new(1_000, meter.clone(), all);
        assert!(!other.memory_growing(0, 600, None).unwrap());
        assert_eq!(other.refused(), Some(Refused::NoneLeft));
        drop(memory);
        assert!(other.memory_growing(0, 600, None).unwrap());
    }
}
