//! How much memory an instance may have.

use std::sync::Arc;

use wasmtime::ResourceLimiter;

use crate::meter::Meter;

/// What a table's entry takes in the engine.
const ENTRY_BYTES: usize = 16;

/// All memories and tables of an instance, together.
#[derive(Debug)]
pub(crate) struct Memory {
    limit: usize,
    used: usize,
    before: usize,
    refused: bool,
    meter: Arc<Meter>,
}

impl Memory {
    pub(crate) fn new(limit: usize, meter: Arc<Meter>) -> Self {
        Self { limit, used: 0, before: 0, refused: false, meter }
    }

    /// From here on, the memory is another call's.
    pub(crate) fn account_to(&mut self, meter: Arc<Meter>) {
        meter.memory(self.used);
        self.meter = meter;
        self.refused = false;
    }

    pub(crate) fn refused(&self) -> bool {
        self.refused
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    fn grow(&mut self, by: usize) -> bool {
        self.before = self.used;
        match self.used.checked_add(by).filter(|wanted| *wanted <= self.limit) {
            Some(wanted) => {
                self.used = wanted;
                self.meter.memory(wanted);
                true
            }
            None => {
                self.refused = true;
                false
            }
        }
    }

    fn grow_failed(&mut self) {
        self.used = self.before;
        self.refused = true;
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
        let mut memory = Memory::new(1000, meter.clone());
        assert!(memory.memory_growing(0, 600, None).unwrap());
        assert!(memory.table_growing(0, 10, None).unwrap());
        assert!(!memory.refused());
        assert!(!memory.memory_growing(600, 900, None).unwrap());
        assert!(memory.refused());
        assert!(memory.memory_growing(600, 840, None).unwrap());
        assert!(!memory.table_growing(10, usize::MAX, None).unwrap());
        assert_eq!(meter.usage().memory_peak_bytes, 1000);
    }
}
