//! Memory of many instances, added up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// What all instances of something have at once. Accounts are counted in the one above them too.
#[derive(Debug)]
pub(crate) struct Account {
    used: AtomicUsize,
    peak: AtomicUsize,
    limit: usize,
    above: Option<Arc<Account>>,
}

impl Account {
    pub(crate) fn new(limit: usize) -> Self {
        Self { used: AtomicUsize::new(0), peak: AtomicUsize::new(0), limit, above: None }
    }

    /// With no other limit than those above.
    pub(crate) fn below(above: Arc<Account>) -> Self {
        Self { above: Some(above), ..Self::new(usize::MAX) }
    }

    /// Counts so many bytes, if they fit here and above.
    pub(crate) fn take(&self, bytes: usize) -> bool {
        let used = self.used.fetch_add(bytes, Relaxed).saturating_add(bytes);
        let fits = used <= self.limit && self.above.as_ref().is_none_or(|above| above.take(bytes));
        if fits {
            self.peak.fetch_max(used, Relaxed);
        } else {
            self.used.fetch_sub(bytes, Relaxed);
        }
        fits
    }

    /// Gives back what was taken.
    pub(crate) fn give_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Relaxed);
        if let Some(above) = &self.above {
            above.give_back(bytes);
        }
    }

    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_above_is_counted_nowhere() {
        let above = Arc::new(Account::new(100));
        let [one, other] = [0, 1].map(|_| Account::below(above.clone()));
        assert!(one.take(60));
        assert!(!other.take(60));
        assert!(other.take(40));
        one.give_back(60);
        assert!(other.take(60));
        assert_eq!((one.peak(), other.peak(), above.peak()), (60, 100, 100));
        assert_eq!(one.used.load(Relaxed), 0);
    }
}
