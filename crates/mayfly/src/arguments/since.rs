//! Points in time: `10m`, `2h`, `3d`, or RFC 3339.

use std::time::Duration;

use jiff::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    Ago(Duration),
    AtMs(u64),
}

const HELP: &str = "write it as 30s, 10m, 2h, 3d, or as 2026-01-31T12:00:00Z";

impl Since {
    pub fn parse(text: &str) -> Result<Self, String> {
        let unit = text.chars().last().unwrap_or_default();
        let unit_seconds: u64 = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return Self::parse_instant(text),
        };
        // The units are one byte long.
        let number = &text[..text.len() - 1];
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(HELP.into());
        }
        let seconds = number.parse::<u64>().ok().and_then(|n| n.checked_mul(unit_seconds));
        seconds.map(|s| Self::Ago(Duration::from_secs(s))).ok_or_else(|| HELP.into())
    }

    fn parse_instant(text: &str) -> Result<Self, String> {
        let at: Timestamp = text.parse().map_err(|_| HELP)?;
        u64::try_from(at.as_millisecond()).map(Self::AtMs).map_err(|_| HELP.into())
    }

    /// As milliseconds since 1970.
    pub fn ms(self, now_ms: u64) -> u64 {
        match self {
            Self::Ago(ago) => {
                now_ms.saturating_sub(u64::try_from(ago.as_millis()).unwrap_or(now_ms))
            }
            Self::AtMs(at) => at,
        }
    }
}
