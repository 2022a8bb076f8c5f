//! What a simulation says in the end.

/// The outcome of one simulation. Functions that stand for many count as many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Report {
    /// Calls simulated, not weighted.
    pub simulated_calls: u64,
    /// Cold calls, that did not find an instance ready, of all calls.
    pub cold_of_calls: f64,
    /// The same for the functions called once a minute or less: the ones that feel it.
    pub cold_of_rare_calls: f64,
    /// Slow calls, that waited more than 10 ms: a copy is cold, but nobody feels it.
    pub slow_of_calls: f64,
    pub slow_of_rare_calls: f64,
    /// The cold share of the function in the middle, and of the one worse than three quarters.
    pub cold_median: f64,
    pub cold_third_quartile: f64,
    /// Memory held by idle instances and zygotes, by zygotes alone, and by starting and busy
    /// instances, per 1,000 functions and day.
    pub idle_gb_h: f64,
    pub zygote_gb_h: f64,
    pub busy_gb_h: f64,
    /// The wait of all calls that were not refused.
    pub wait_mean_ms: f64,
    pub wait_p99_ms: u64,
    pub wait_p999_ms: u64,
    pub refused: f64,
    /// Jain's index of the functions' warm shares: 1 when all fare alike.
    pub fairness: f64,
    /// The most memory held at once by the functions simulated, not weighted.
    pub memory_peak_mb: u64,
}

impl Report {
    pub const HEAD: &str = "   cold calls  of rare     slow  of rare  median fn  3/4 fn  \
                            idle GB·h  zygotes    busy  wait mean      p99    p99.9  \
                            refused  fairness  peak GB";
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:>11.3} % {:>7.2} % {:>6.3} % {:>6.2} % {:>8.1} % {:>5.1} % {:>10.1} {:>8.1} {:>7.1} \
             {:>7.2} ms {:>5} ms {:>5} ms {:>6.2} % {:>9.3} {:>8.1}",
            100.0 * self.cold_of_calls,
            100.0 * self.cold_of_rare_calls,
            100.0 * self.slow_of_calls,
            100.0 * self.slow_of_rare_calls,
            100.0 * self.cold_median,
            100.0 * self.cold_third_quartile,
            self.idle_gb_h,
            self.zygote_gb_h,
            self.busy_gb_h,
            self.wait_mean_ms,
            self.wait_p99_ms,
            self.wait_p999_ms,
            100.0 * self.refused,
            self.fairness,
            self.memory_peak_mb as f64 / 1_024.0,
        )
    }
}
