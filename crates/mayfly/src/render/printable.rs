//! Text of strangers on our terminal. What a function prints must not move the cursor, rename the
//! window or type into the shell.

use std::borrow::Cow;

/// Shows control characters instead of obeying them. Newlines and tabs stay; colours go.
pub fn printable(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// The lines of a text, each made printable; a function may colour its own lines if we do.
pub fn printable_lines(text: &str, colours: bool) -> impl Iterator<Item = Cow<'_, str>> {
    text.trim_end_matches('\n').split('\n').map(move |line| clean(line, colours))
}

fn clean(text: &str, keep_colours: bool) -> Cow<'_, str> {
    if !text.contains(unwelcome) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut coloured = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = colour_length(rest);
        let (piece, after) = rest.split_at(length.max(first.len_utf8()));
        rest = after;
        match first {
            _ if length > 0 => {
                coloured |= keep_colours;
                out.push_str(if keep_colours { piece } else { "" });
            }
            '\r' if rest.is_empty() || rest.starts_with('\n') => {}
            _ if unwelcome(first) => out.push(picture(first)),
            _ => out.push(first),
        }
    }
    if coloured {
        out.push_str("\x1b[0m");
    }
    Cow::Owned(out)
}

/// Unicode has a block of pictures of control characters in ASCII's order.
fn picture(control: char) -> char {
    let picture = matches!(control, '\0'..' ').then(|| 0x2400 + u32::from(control));
    picture.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn unwelcome(c: char) -> bool {
    // Marks that reorder text can make a line say what it does not.
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n' && c != '\t') || reorders
}

/// The length of the escape sequence for a colour or weight that the text starts with, or 0.
fn colour_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\x1b[") else { return 0 };
    let parameters = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b';').count();
    let complete = parameters <= 32 && rest.as_bytes().get(parameters) == Some(&b'm');
    if complete { 2 + parameters + 1 } else { 0 }
}
