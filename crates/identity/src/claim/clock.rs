//! When a request was signed, and whether that was not too long ago.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// A client's clock and ours, and how far they may be apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    pub(super) signed_s: i64,
    pub(super) now_s: i64,
    pub(super) allowed_s: i64,
}

impl Clocks {
    pub(super) fn is_late(self) -> bool {
        self.now_s.saturating_sub(self.allowed_s) > self.signed_s
    }

    pub(super) fn is_early(self) -> bool {
        self.now_s.saturating_add(self.allowed_s) < self.signed_s
    }

    pub(crate) fn expired(self) -> String {
        let bound = text(self.now_s.saturating_sub(self.allowed_s));
        let (signed, now) = (text(self.signed_s), text(self.now_s));
        format!("Signature expired: {signed} is now earlier than {bound} ({now} - {})", self.span())
    }

    pub(crate) fn not_yet(self) -> String {
        let bound = text(self.now_s.saturating_add(self.allowed_s));
        let (signed, now) = (text(self.signed_s), text(self.now_s));
        format!(
            "Signature not yet current: {signed} is still later than {bound} ({now} + {})",
            self.span()
        )
    }

    fn span(self) -> String {
        match self.allowed_s {
            seconds if seconds % 60 == 0 => format!("{} min.", seconds / 60),
            seconds => format!("{seconds} sec."),
        }
    }
}

pub(super) fn seconds(at: SystemTime) -> i64 {
    match at.duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
    }
}

/// Reads `20150830T123600Z`; gives seconds since the epoch.
pub(super) fn basic(at: &str) -> Option<i64> {
    let plain = at.strip_suffix('Z').filter(|plain| plain.len() == 15)?;
    let is_form = plain.bytes().enumerate().all(|(place, byte)| match place {
        8 => byte == b'T',
        _ => byte.is_ascii_digit(),
    });
    let time = DateTime::strptime("%Y%m%dT%H%M%S", Some(plain).filter(|_| is_form)?).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// Reads the `Date` header, which may have either form.
pub(super) fn http(date: &str) -> Option<i64> {
    basic(date).or_else(|| {
        let parser = rfc2822::DateTimeParser::new();
        Some(parser.parse_timestamp(date).ok()?.as_second())
    })
}

/// Writes `20150830T123600Z`.
pub(super) fn text(at_s: i64) -> String {
    // What is no time at all can only be a bound far away; then the first second will do.
    let at = Timestamp::from_second(at_s).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_strictly() {
        assert_eq!(basic("20150830T123600Z"), Some(1_440_938_160));
        assert_eq!(http("Sun, 30 Aug 2015 12:36:00 GMT"), Some(1_440_938_160));
        assert_eq!(http("20150830T123600Z"), Some(1_440_938_160));
        for wrong in [
            "",
            "Z",
            "20150830",
            "20150830T123600",
            "20150830t123600Z",
            "20150830T123600+",
            "+2015083T123600Z",
            "20151330T123600Z",
            "20150830T1236001Z",
            "2015-08-30T12:36Z",
            "2015083éT12360Z",
        ] {
            assert_eq!(basic(wrong), None, "{wrong}");
            assert_eq!(http(wrong), None, "{wrong}");
        }
        assert_eq!(text(1_440_938_160), "20150830T123600Z");
    }

    #[test]
    fn what_is_too_late_or_too_early_is_told_with_the_bound() {
        let clocks = |signed_s, allowed_s| Clocks { signed_s, now_s: 1_440_938_160, allowed_s };
        assert_eq!(
            clocks(1_440_930_000, 300).expired(),
            "Signature expired: 20150830T102000Z is now earlier than 20150830T123100Z \
             (20150830T123600Z - 5 min.)"
        );
        assert_eq!(
            clocks(1_440_940_000, 61).not_yet(),
            "Signature not yet current: 20150830T130640Z is still later than 20150830T123701Z \
             (20150830T123600Z + 61 sec.)"
        );
        let far = Clocks { signed_s: i64::MIN, now_s: i64::MAX, allowed_s: i64::MAX };
        assert!(far.is_late() && !far.is_early());
        assert!(far.expired().starts_with("Signature expired"));
    }
}
