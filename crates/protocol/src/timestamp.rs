//! Moments as messages carry them: to the millisecond, in one of three spellings.

use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// A moment, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// How a timestamp is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `1700000000.5`
    EpochSeconds,
    /// `2023-11-14T22:13:20.500Z`
    DateTime,
    /// `Tue, 14 Nov 2023 22:13:20 GMT`
    HttpDate,
}

/// The years 0001 to 9999, which every spelling can say.
const FIRST_MS: i64 = -62_135_596_800_000;
const LAST_MS: i64 = 253_402_300_799_999;

impl Timestamp {
    /// A moment; one outside the years 1 to 9999 becomes the nearest inside.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(FIRST_MS, LAST_MS))
    }

    pub fn millis(self) -> i64 {
        self.0
    }

    /// None for what is no number or outside the years 1 to 9999.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let millis = (seconds * 1_000.0).round();
        // Both bounds are far below 2^53, where every whole number is a float.
        let inside = millis >= FIRST_MS as f64 && millis <= LAST_MS as f64;
        inside.then_some(Self(millis as i64))
    }

    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    pub fn parse(text: &str, format: TimestampFormat) -> Option<Self> {
        let at = match format {
            TimestampFormat::EpochSeconds => {
                return Self::from_seconds(text.parse::<f64>().ok()?);
            }
            TimestampFormat::DateTime => text.parse::<jiff::Timestamp>().ok()?,
            TimestampFormat::HttpDate => rfc2822::parse(text).ok()?.timestamp(),
        };
        let millis = at.as_millisecond();
        (FIRST_MS..=LAST_MS).contains(&millis).then_some(Self(millis))
    }

    pub fn spell(self, format: TimestampFormat) -> String {
        let spelled = match format {
            TimestampFormat::EpochSeconds => return self.epoch(),
            TimestampFormat::DateTime if self.0 % 1_000 == 0 => "%Y-%m-%dT%H:%M:%SZ",
            TimestampFormat::DateTime => "%Y-%m-%dT%H:%M:%S.%3fZ",
            TimestampFormat::HttpDate => "%a, %d %b %Y %H:%M:%S GMT",
        };
        // Every value inside the bounds is one that jiff knows.
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        at.to_zoned(TimeZone::UTC).strftime(spelled).to_string()
    }

    /// `1700000000.5`, without a fraction where there is none.
    fn epoch(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        match part {
            0 => format!("{sign}{whole}"),
            part => format!("{sign}{whole}.{part:03}").trim_end_matches('0').to_owned(),
        }
    }
}

impl From<std::time::SystemTime> for Timestamp {
    fn from(at: std::time::SystemTime) -> Self {
        let millis = match at.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
        };
        Self::from_millis(millis)
    }
}
