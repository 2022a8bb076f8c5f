//! What a call costs.

use crate::Outcome;

/// The milliseconds a call is billed for: as on Lambda since August 2025, the time to start the
/// instance counts like the time of the call, and their sum is rounded up once.
///
/// `init_us` is given for the call that waited for the start, and not when the instance was
/// provisioned. A call that never reached an instance costs nothing.
pub fn billed_ms(outcome: Outcome, duration_us: u64, init_us: Option<u64>) -> u64 {
    match outcome {
        Outcome::Throttled | Outcome::Expired | Outcome::RecursiveLoop => 0,
        _ => duration_us.saturating_add(init_us.unwrap_or(0)).div_ceil(1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_lambda_reports_it() {
        for (outcome, duration_us, init_us, expected) in [
            (Outcome::Ok, 1_230, None, 2),
            (Outcome::Ok, 27_784_310, Some(2_866_550), 30_651),
            (Outcome::FunctionError, 31_595_260, Some(2_732_510), 34_328),
            (Outcome::Timeout, 3_000_000, None, 3_000),
            (Outcome::Ok, 0, None, 0),
            (Outcome::Throttled, 5_000, None, 0),
            (Outcome::Ok, u64::MAX, Some(1), u64::MAX / 1000 + 1),
        ] {
            assert_eq!(billed_ms(outcome, duration_us, init_us), expected, "{duration_us}");
        }
    }
}
