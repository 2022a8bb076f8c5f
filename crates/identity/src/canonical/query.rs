//! The query as it is signed.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What stays as it is in paths and queries that are signed.
pub(super) const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Names and values of a query, decoded. A `+` stands for itself, as it does for our front doors.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (percent_decode_str(name).into(), percent_decode_str(value).into()))
}

/// Every parameter but those left out, encoded in one way, in order.
pub(super) fn canonical(query: &str, left_out: &[&str]) -> String {
    let encode = |bytes: &[u8]| percent_encode(bytes, UNRESERVED).to_string();
    let mut pairs: Vec<(String, String)> = pairs(query)
        .filter(|(name, _)| !left_out.iter().any(|left_out| left_out.as_bytes() == &**name))
        .map(|(name, value)| (encode(&name), encode(&value)))
        .collect();
    pairs.sort_unstable();
    let mut out = String::with_capacity(query.len());
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&name);
        out.push('=');
        out.push_str(&value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn parameters_are_encoded_in_one_way_and_in_order() {
        for (query, expected) in [
            ("", ""),
            ("&&", ""),
            ("acl", "acl="),
            ("acl=", "acl="),
            ("b=1&a=2", "a=2&b=1"),
            ("a=2&a=1&a", "a=&a=1&a=2"),
            ("B=1&a=2&C=3", "B=1&C=3&a=2"),
            ("a=b=c", "a=b%3Dc"),
            ("a=/?:@", "a=%2F%3F%3A%40"),
            ("a=%2f%2F", "a=%2F%2F"),
            ("a=x+y%20z", "a=x%2By%20z"),
            ("a=%zz%", "a=%25zz%25"),
            ("ሴ=bar", "%E1%88%B4=bar"),
            ("a=%ff", "a=%FF"),
            ("a-=1&a=2&a.=3", "a=2&a-=1&a.=3"),
            ("X=1&Sig=2&%53ig=3", "X=1"),
        ] {
            assert_eq!(canonical(query, &["Sig"]), expected, "{query}");
        }
    }
}
