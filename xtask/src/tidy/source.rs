//! Rust source without its comments and literals, so that a check looks at code alone.

/// Replaces comments and the insides of string and character literals by spaces. Lines stay lines.
pub fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut kept = vec![b' '; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let skipped = literal_or_comment(text, at);
        if skipped == 0 {
            kept[at] = bytes[at];
            at += 1;
            // A name is taken whole: the `r` at its end does not start a raw string.
            while at < bytes.len() && is_name(bytes[at - 1]) && is_name(bytes[at]) {
                kept[at] = bytes[at];
                at += 1;
            }
        } else {
            let end = at + skipped;
            for (place, byte) in kept[at..end].iter_mut().zip(&bytes[at..end]) {
                *place = if *byte == b'\n' { b'\n' } else { b' ' };
            }
            at = end;
        }
    }
    // Bytes outside ASCII are either kept in full or blanked in full; nothing can be cut.
    String::from_utf8_lossy(&kept).into_owned()
}

fn is_name(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// How many bytes of comment or literal start at `at`; zero when it is code.
fn literal_or_comment(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return 0 };
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| {
        let after = rest.get(prefix.len()..).unwrap_or_default();
        let raw = prefix.ends_with('r') && after.trim_start_matches('#').starts_with('"');
        rest.starts_with(prefix) && (after.starts_with('"') || raw)
    });
    let prefix = prefix.unwrap_or_default();
    let body = &rest[prefix.len()..];
    let length = match body.as_bytes().first() {
        Some(b'"' | b'#') if prefix.ends_with('r') => raw_string(body),
        Some(b'"') => escaped(body, b'"'),
        Some(b'\'') if prefix.is_empty() && !is_lifetime(body) => escaped(body, b'\''),
        _ => return 0,
    };
    prefix.len() + length
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest.as_bytes().get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(body: &str) -> usize {
    let hashes = body.bytes().take_while(|byte| *byte == b'#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let start = hashes + 1;
    let found = body.get(start..).and_then(|inside| inside.find(&end));
    found.map_or(body.len(), |found| start + found + end.len())
}

fn escaped(body: &str, quote: u8) -> usize {
    let bytes = body.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Whether a quote starts `'name` and not `'n'`.
fn is_lifetime(body: &str) -> bool {
    let mut after = body.chars().skip(1);
    let first = after.next();
    first.is_some_and(|c| c == '_' || c.is_alphabetic()) && after.next() != Some('\'')
}

/// Whether `word` stands in `line` as a word of its own.
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].bytes().next_back().is_some_and(is_name);
        let after = line[at + word.len()..].bytes().next().is_some_and(is_name);
        !before && !after
    })
}
