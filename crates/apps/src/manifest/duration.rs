//! Lengths of time as people write them: `"500ms"`, `"3s"`, `"10m"`, `"6h"`.

/// The milliseconds of a text like `"3s"`; `None` when it is not a length of time.
pub(super) fn parse_ms(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit_ms = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit_ms)
}

/// The shortest exact way to write it.
pub(super) fn format_ms(ms: u64) -> String {
    match ms {
        ms if ms > 0 && ms % 3_600_000 == 0 => format!("{}h", ms / 3_600_000),
        ms if ms > 0 && ms % 60_000 == 0 => format!("{}m", ms / 60_000),
        ms if ms > 0 && ms % 1_000 == 0 => format!("{}s", ms / 1_000),
        ms => format!("{ms}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write() {
        let check = |text, ms| assert_eq!(parse_ms(text), ms, "{text}");
        check("500ms", Some(500));
        check("3s", Some(3_000));
        check("10m", Some(600_000));
        check("6h", Some(21_600_000));
        check("0s", Some(0));
        for no in
            ["", "s", "3", "3 s", "1h30m", "1.5s", "-3s", "3S", "3sec", "99999999999999999999s"]
        {
            check(no, None);
        }
        check("18446744073709551615h", None);
    }

    #[test]
    fn written_and_read_again_is_the_same() {
        for ms in [1, 100, 999, 1_000, 1_500, 60_000, 61_000, 900_000, 3_600_000, 86_400_000] {
            assert_eq!(parse_ms(&format_ms(ms)), Some(ms));
        }
    }
}
