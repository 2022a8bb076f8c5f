//! Names and values as URLs and forms carry them.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use crate::Fault;

/// Far more than any operation has; what has more is not meant for us.
const PAIRS_MAX: usize = 20_000;

/// Pairs of names and values, in their order.
pub(crate) type Pairs = Vec<(String, String)>;

/// Reads `a=b&c=d`. What is not UTF-8 after decoding is refused.
pub(crate) fn parse(text: &[u8]) -> Result<Pairs, Fault> {
    let mut pairs = Pairs::new();
    for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        if pairs.len() == PAIRS_MAX {
            let message = format!("a request has at most {PAIRS_MAX} parameters");
            return Err(Fault::new(400, "MalformedQueryString", message));
        }
        let at = memchr::memchr(b'=', pair).unwrap_or(pair.len());
        let (name, value) = (&pair[..at], pair.get(at + 1..).unwrap_or_default());
        pairs.push((decode(name)?, decode(value)?));
    }
    Ok(pairs)
}

fn decode(text: &[u8]) -> Result<String, Fault> {
    let spaced: Cow<'_, [u8]> = match memchr::memchr(b'+', text) {
        None => text.into(),
        Some(_) => text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect(),
    };
    label(&spaced)
}

/// Decodes what stands in a path, exactly once.
pub(crate) fn label(text: &[u8]) -> Result<String, Fault> {
    let decoded: Cow<'_, [u8]> = percent_decode(text).into();
    String::from_utf8(decoded.into_owned()).map_err(|_| {
        Fault::new(400, "MalformedQueryString", "a parameter of the request is not UTF-8")
    })
}
