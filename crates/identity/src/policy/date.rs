//! Points in time as conditions write them: ISO 8601 in its shorter and longer forms, or seconds
//! since 1970.

const NANOS: i128 = 1_000_000_000;

/// Nanoseconds since 1970. None for a text that is no point in time.
pub(super) fn parse(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    // Four digits are a year, every other plain number counts seconds.
    if digits.len() != 4 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<i64>().ok().map(|seconds| i128::from(seconds) * NANOS);
    }
    let mut reader = Reader(text.as_bytes());
    let sign = if reader.take(b"-") { -1 } else { 1 };
    let year = sign * reader.number(1, 9)?;
    let (mut month, mut day) = (1, 1);
    if reader.take(b"-") {
        month = reader.number(1, 2).filter(|month| (1..=12).contains(month))?;
        if reader.take(b"-") {
            day = reader.number(1, 2).filter(|day| (1..=days_in(year, month)).contains(day))?;
        }
    }
    let time = if reader.take(b"Tt") { reader.time()? } else { 0 };
    let offset = reader.offset()?;
    let seconds = days_before(year, month, day) * 86_400 - offset;
    reader.0.is_empty().then(|| i128::from(seconds) * NANOS + time)
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    /// Takes one of these bytes off the front.
    fn take(&mut self, any: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| any.contains(byte));
        self.0 = &self.0[usize::from(found)..];
        found
    }

    /// A number of so many digits.
    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length < least || length > most {
            return None;
        }
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    /// The time of day, as far as it is given.
    fn time(&mut self) -> Option<i128> {
        let starts = |reader: &Self| reader.0.first().is_some_and(u8::is_ascii_digit);
        if !starts(self) {
            return Some(0);
        }
        let hour = self.number(1, 2).filter(|hour| *hour < 24)?;
        let (mut minute, mut second, mut nanos) = (0, 0, 0);
        if self.take(b":") {
            minute = self.number(1, 2).filter(|minute| *minute < 60)?;
            if self.take(b":") {
                second = self.number(1, 2).filter(|second| *second <= 60)?;
                if self.take(b".,") {
                    let before = self.0.len();
                    let fraction = self.number(1, 9)?;
                    let digits = u32::try_from(before - self.0.len()).ok()?;
                    nanos = i128::from(fraction) * 10_i128.pow(9 - digits);
                }
            }
        }
        Some(i128::from(hour * 3_600 + minute * 60 + second) * NANOS + nanos)
    }

    /// Seconds east of Greenwich.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.0.first() {
            None => return Some(0),
            Some(b'Z' | b'z') => {
                self.take(b"Zz");
                return Some(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.take(b"+-");
        let hours = match self.number(4, 4) {
            Some(both) => return Some(sign * (both / 100 * 3_600 + both % 100 * 60)),
            None => self.number(2, 2).filter(|hours| *hours < 24)?,
        };
        let minutes = if self.take(b":") { self.number(2, 2).filter(|m| *m < 60)? } else { 0 };
        Some(sign * (hours * 3_600 + minutes * 60))
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to this day of the Gregorian calendar.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    let leaps = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    // 719,162 days lie between the first day of year 1 and 1970-01-01.
    before * 365 + leaps - 719_162 + months + day - 1
}

#[cfg(test)]
mod tests {
    use super::{NANOS, parse};

    #[test]
    fn points_in_time_are_understood_in_every_form() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2000-02-29T12:30:00Z", Some(951_827_400)),
            ("2024-12-31T23:59:59+01:00", Some(1_735_685_999)),
            ("2024-12-31T23:59:59+0100", Some(1_735_685_999)),
            ("2024-12-31", Some(1_735_603_200)),
            ("2024-12", Some(1_733_011_200)),
            ("2024", Some(1_704_067_200)),
            ("1735603200", Some(1_735_603_200)),
            ("-292275054", Some(-292_275_054)),
            ("1900-01-01", Some(-2_208_988_800)),
            ("2019-07-01t2:00:00-23", Some(1_562_029_200)),
            ("2023-02-29", None),
            ("234-13", None),
            ("2016-12-13t2:00:00.593194+1", None),
            ("2016-12-13t2:00:00.1999999999+10:59", None),
            ("9223372036854775808", None),
            ("tomorrow", None),
            ("", None),
            ("-", None),
            ("2024-12-31T23:59:59ZZ", None),
        ] {
            assert_eq!(parse(text), seconds.map(|seconds: i128| seconds * NANOS), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.25Z"), Some(NANOS / 4));
        assert!(parse("01T").is_some());
    }
}
