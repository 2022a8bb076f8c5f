//! Numbers as people say them.

/// How long ago, in one unit.
pub fn ago(then_ms: u64, now_ms: u64) -> String {
    let seconds = now_ms.saturating_sub(then_ms) / 1_000;
    match seconds {
        0..5 => "just now".to_owned(),
        5..60 => format!("{seconds}s ago"),
        60..3_600 => format!("{}m ago", seconds / 60),
        3_600..172_800 => format!("{}h ago", seconds / 3_600),
        _ => format!("{}d ago", seconds / 86_400),
    }
}

/// A size, in powers of 1024.
pub fn bytes(bytes: u64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    if bytes < 1_024 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1_024.0;
    let mut unit = 0;
    while size >= 1_023.95 && unit + 1 < units.len() {
        size /= 1_024.0;
        unit += 1;
    }
    let digits = if size < 9.95 { 1 } else { 0 };
    format!("{size:.digits$} {}", units[unit])
}

/// A duration given in microseconds, to about three digits.
pub fn micros(us: u64) -> String {
    let ms = us as f64 / 1_000.0;
    match us {
        0..1_000 => format!("{us} µs"),
        1_000..10_000 => format!("{ms:.2} ms"),
        10_000..100_000 => format!("{ms:.1} ms"),
        100_000..1_000_000 => format!("{ms:.0} ms"),
        1_000_000..60_000_000 => format!("{:.2} s", ms / 1_000.0),
        60_000_000..3_600_000_000 => {
            format!("{} min {} s", us / 60_000_000, us / 1_000_000 % 60)
        }
        _ => format!("{} h {} min", us / 3_600_000_000, us / 60_000_000 % 60),
    }
}

/// A duration that somebody chose, exactly.
pub fn span(ms: u64) -> String {
    let parts = [
        (ms / 3_600_000, "h"),
        (ms / 60_000 % 60, "min"),
        (ms / 1_000 % 60, "s"),
        (ms % 1_000, "ms"),
    ];
    let present = parts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<_> = present.map(|(number, unit)| format!("{number} {unit}")).collect();
    if parts.is_empty() { "0 s".into() } else { parts.join(" ") }
}

/// A count with its digits in groups of three.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count of things, with the thing's name in the right number.
pub fn many(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(number))
}

/// The rate that a count in an hour comes to.
pub fn per_minute(in_an_hour: u64) -> String {
    let rate = in_an_hour as f64 / 60.0;
    match in_an_hour {
        0 => "0/min".to_owned(),
        1..6 => "< 0.1/min".to_owned(),
        6..600 => format!("{rate:.1}/min"),
        600..36_000 => format!("{rate:.0}/min"),
        _ => format!("{:.0}/s", rate / 60.0),
    }
}

/// A part of a whole.
pub fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (0, _) | (_, 0) => "0 %".to_owned(),
        _ => {
            let percent = part as f64 * 100.0 / whole as f64;
            let digits = if percent < 9.95 { 1 } else { 0 };
            format!("{percent:.digits$} %")
        }
    }
}
