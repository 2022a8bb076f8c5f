//! Texts made to fit a terminal: cut with `…`, or broken between words.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns of a terminal that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The beginning of a text that is too long, and `…`.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if columns(text) <= width {
        return text.into();
    }
    let mut room = width.saturating_sub(1);
    let fits = |c: &char| {
        let left = room.checked_sub(c.width().unwrap_or(0));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let kept: String = text.chars().take_while(fits).collect();
    if width == 0 { "".into() } else { format!("{}…", kept.trim_end()).into() }
}

/// Takes from the widest columns what is too much, down to the least each is worth showing at. Tells
/// how many columns are shown; those behind have no room. A column without a least is never cut.
pub(super) fn narrow(
    widths: &mut [usize],
    least: &[Option<usize>],
    gap: usize,
    room: usize,
) -> usize {
    let mut shown = widths.len();
    loop {
        let gaps = gap * shown.saturating_sub(1);
        let too_much = (widths.iter().take(shown).sum::<usize>() + gaps).saturating_sub(room);
        if too_much == 0 {
            return shown;
        }
        let can_give = |at: &usize| least[*at].is_some_and(|least| widths[*at] > least);
        let widest = (0..shown).filter(can_give).max_by_key(|at| (widths[*at], *at));
        match widest {
            Some(at) => widths[at] -= 1,
            None if shown > 1 => shown -= 1,
            None => {
                widths[0] = room;
                return 1;
            }
        }
    }
}

/// The lines of a text, broken between words. A word that is longer than a line stays whole, so that
/// it can be copied.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting() {
        for (text, width, expected) in [
            ("hello", 5, "hello"),
            ("hello!", 5, "hell…"),
            ("a  b", 3, "a…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("x", 1, "x"),
            ("xy", 1, "…"),
            ("xy", 0, ""),
        ] {
            assert_eq!(cut(text, width), expected, "{text} in {width}");
            assert!(columns(&cut(text, width)) <= width);
        }
    }

    #[test]
    fn the_widest_gives_first_and_the_last_goes_first() {
        let check = |widths: &[usize], room: usize, expected: &[usize]| {
            let mut narrowed = widths.to_vec();
            let least = [Some(4), None, Some(4)];
            let shown = narrow(&mut narrowed, &least, 2, room);
            assert_eq!(&narrowed[..shown], expected, "{widths:?} in {room}");
        };
        check(&[10, 6, 30], 50, &[10, 6, 30]);
        check(&[10, 6, 30], 40, &[10, 6, 20]);
        check(&[10, 6, 30], 28, &[9, 6, 9]);
        check(&[10, 6, 30], 18, &[4, 6, 4]);
        check(&[10, 6, 30], 17, &[4, 6]);
        check(&[10, 6, 30], 3, &[3]);
    }

    #[test]
    fn breaking() {
        let check = |text: &str, width, expected: &[&str]| {
            assert_eq!(wrap(text, width), expected, "{text} in {width}");
        };
        check("a few words", 11, &["a few words"]);
        check("a few words", 10, &["a few", "words"]);
        check("see http://127.0.0.1/x now", 5, &["see", "http://127.0.0.1/x", "now"]);
        check("two\nlines", 80, &["two", "lines"]);
        check("", 80, &[""]);
    }
}
