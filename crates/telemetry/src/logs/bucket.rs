//! A token bucket: so much at once, so much per second for long.

#[derive(Debug, Clone)]
pub(super) struct Bucket {
    tokens: u64,
    filled_us: u64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    pub(super) per_s: u64,
    pub(super) burst: u64,
}

impl Bucket {
    pub(super) fn full(rate: Rate, now_us: u64) -> Self {
        Self { tokens: rate.burst, filled_us: now_us }
    }

    pub(super) fn has(&mut self, tokens: u64, rate: Rate, now_us: u64) -> bool {
        let passed_us = now_us.saturating_sub(self.filled_us);
        let new = u128::from(passed_us) * u128::from(rate.per_s) / 1_000_000;
        let new = u64::try_from(new).unwrap_or(u64::MAX);
        // Less than a token is not lost: the clock of the bucket stays until there is one.
        if new > 0 || now_us < self.filled_us {
            self.tokens = self.tokens.saturating_add(new).min(rate.burst);
            self.filled_us = now_us;
        }
        self.tokens >= tokens.min(rate.burst)
    }

    pub(super) fn take(&mut self, tokens: u64) {
        self.tokens = self.tokens.saturating_sub(tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_the_rate() {
        let rate = Rate { per_s: 10, burst: 100 };
        let mut bucket = Bucket::full(rate, 0);
        assert!(bucket.has(100, rate, 0));
        bucket.take(100);
        assert!(!bucket.has(1, rate, 0));
        // Asking often does not keep it from filling.
        for now_us in (0..=100_000).step_by(1_000) {
            let has = bucket.has(1, rate, now_us);
            assert_eq!(has, now_us >= 100_000, "{now_us}");
        }
        assert!(!bucket.has(20, rate, 1_000_000));
        assert!(bucket.has(20, rate, 2_000_000));
        // More than the burst is let through when the bucket is full, never is no answer.
        assert!(bucket.has(1_000, rate, 60_000_000));
        // A clock that went back does not stop it for good.
        bucket.take(100);
        assert!(!bucket.has(10, rate, 0));
        assert!(bucket.has(10, rate, 1_000_000));
    }
}
