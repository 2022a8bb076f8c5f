//! Which events of a batch are taken. Pure.

use std::ops::Range;

use super::GroupsError;

const EVENTS_MAX: usize = 10_000;
const BATCH_BYTES_MAX: usize = 1_048_576;
/// What each event counts beside its text.
const EVENT_BYTES: usize = 26;
const HOUR_MS: u64 = 60 * 60 * 1000;
const SPAN_MS: u64 = 24 * HOUR_MS;
const FUTURE_MS: u64 = 2 * HOUR_MS;
const PAST_MS: u64 = 14 * 24 * HOUR_MS;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputEvent {
    pub at_ms: u64,
    pub text: String,
}

/// Which events were not taken, by their places in the batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rejected {
    /// The first that is too far in the future.
    pub too_new_from: Option<usize>,
    /// The first that is not too old any more.
    pub too_old_until: Option<usize>,
    /// The first that the group's retention would not delete at once.
    pub expired_until: Option<usize>,
}

/// The events to take, or why none is taken.
pub(super) fn batch(
    events: &[InputEvent],
    retention_days: Option<u32>,
    now_ms: u64,
) -> Result<(Range<usize>, Rejected), GroupsError> {
    let invalid = |text: &str| Err(GroupsError::Invalid(text.to_owned()));
    if events.is_empty() || events.len() > EVENTS_MAX {
        let rule = match events.len() {
            0 => "have length greater than or equal to 1",
            _ => "have length less than or equal to 10000",
        };
        return Err(GroupsError::constraint("[...]", "logEvents", rule));
    }
    if let Some(at) = events.iter().position(|event| event.text.is_empty()) {
        let member = format!("logEvents.{}.member.message", at + 1);
        let rule = "have length greater than or equal to 1";
        return Err(GroupsError::constraint("", &member, rule));
    }
    let size = |event: &InputEvent| event.text.len() + EVENT_BYTES;
    if let Some(size) = events.iter().map(size).find(|size| *size > BATCH_BYTES_MAX) {
        return invalid(&format!(
            "Log event too large: {size} bytes exceeds limit of {BATCH_BYTES_MAX}"
        ));
    }
    let total: usize = events.iter().map(size).sum();
    if total > BATCH_BYTES_MAX {
        return invalid(&format!(
            "Upload too large: {total} bytes exceeds limit of {BATCH_BYTES_MAX}"
        ));
    }
    if !events.is_sorted_by_key(|event| event.at_ms) {
        return invalid(
            "Log events in a single PutLogEvents request must be in chronological order.",
        );
    }
    // They are in order, so each kind is at one end.
    let place = |bound_ms: u64| events.partition_point(|event| event.at_ms < bound_ms);
    let too_old = place(now_ms.saturating_sub(PAST_MS));
    let kept_ms = retention_days.map_or(0, |days| now_ms.saturating_sub(u64::from(days) * SPAN_MS));
    let expired = place(kept_ms);
    let too_new = place(now_ms.saturating_add(FUTURE_MS).saturating_add(1));
    let start = too_old.max(expired);
    let taken = start..too_new.max(start);
    let rejected = Rejected {
        too_new_from: Some(too_new).filter(|at| *at < events.len()),
        too_old_until: Some(too_old).filter(|at| *at > 0),
        expired_until: Some(expired).filter(|at| *at > too_old),
    };
    if let Some([first, .., last]) = events.get(taken.clone())
        && last.at_ms - first.at_ms > SPAN_MS
    {
        return invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 \
             hours.",
        );
    }
    Ok((taken, rejected))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 100 * SPAN_MS;

    fn events(times: &[u64]) -> Vec<InputEvent> {
        times.iter().map(|at_ms| InputEvent { at_ms: *at_ms, text: "x".into() }).collect()
    }

    #[test]
    fn what_is_too_old_or_too_new_is_left_out() {
        let rejected = |too_new_from, too_old_until, expired_until| Rejected {
            too_new_from,
            too_old_until,
            expired_until,
        };
        for (times, days, taken, expected) in [
            (&[NOW][..], None, 0..1, rejected(None, None, None)),
            (&[NOW, NOW + FUTURE_MS], None, 0..2, rejected(None, None, None)),
            (&[NOW, NOW + FUTURE_MS + 1], None, 0..1, rejected(Some(1), None, None)),
            (&[NOW - PAST_MS - 1, NOW - PAST_MS], None, 1..2, rejected(None, Some(1), None)),
            (&[0, NOW, u64::MAX], None, 1..2, rejected(Some(2), Some(1), None)),
            (&[NOW - SPAN_MS - 1, NOW - SPAN_MS], Some(1), 1..2, rejected(None, None, Some(1))),
            (&[0, NOW - SPAN_MS - 1, NOW], Some(1), 2..3, rejected(None, Some(1), Some(2))),
            (&[0], None, 1..1, rejected(None, Some(1), None)),
            (&[u64::MAX], Some(1), 0..0, rejected(Some(0), None, None)),
        ] {
            assert_eq!(batch(&events(times), days, NOW).unwrap(), (taken, expected), "{times:?}");
        }
    }

    #[test]
    fn batches_that_are_not_taken_say_why() {
        let text = |text: String| vec![InputEvent { at_ms: NOW, text }];
        let full = "x".repeat(BATCH_BYTES_MAX - EVENT_BYTES);
        assert!(batch(&text(full.clone()), None, NOW).is_ok());
        let half = InputEvent { at_ms: NOW, text: full[..full.len() / 2].to_owned() };
        for (events, why) in [
            (vec![], "greater than or equal to 1"),
            (events(&[NOW; 10_001]), "less than or equal to 10000"),
            (text(String::new()), "logEvents.1.member.message"),
            (text(full + "x"), "Log event too large: 1048577 bytes exceeds limit of 1048576"),
            (vec![half; 3], "Upload too large: "),
            (events(&[NOW, NOW - 1]), "chronological order"),
            (events(&[NOW - SPAN_MS - 1, NOW]), "more than 24 hours"),
        ] {
            let error = batch(&events, None, NOW).unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
            assert_eq!(error.code(), "InvalidParameterException");
        }
    }
}
