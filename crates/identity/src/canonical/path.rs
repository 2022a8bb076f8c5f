//! The path as it is signed.

use percent_encoding::{percent_decode_str, percent_encode};

use super::is_s3;
use super::query::UNRESERVED;

/// S3 signs the path encoded once and leaves it as it is otherwise. All others sign the path that
/// was sent without its detours (`.`, `..`, `//`), and encoded once more.
pub(super) fn canonical(path: &str, service: &str) -> String {
    let mut out = String::with_capacity(path.len() + path.len() / 2 + 1);
    if is_s3(service) {
        for (at, segment) in path.split('/').enumerate() {
            if at > 0 {
                out.push('/');
            }
            // A client may have sent a letter as it is and signed it encoded, or the other way
            // round. It is the same key, so both are signed as one.
            let plain: Vec<u8> = percent_decode_str(segment).collect();
            out.extend(percent_encode(&plain, UNRESERVED));
        }
        return out;
    }
    let segments = without_detours(path);
    for segment in &segments {
        out.push('/');
        out.extend(percent_encode(segment.as_bytes(), UNRESERVED));
    }
    let is_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if segments.is_empty() || is_folder {
        out.push('/');
    }
    out
}

fn without_detours(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            name => segments.push(name),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn s3_signs_what_is_sent_and_all_others_what_is_meant() {
        for (path, s3, others) in [
            ("/", "/", "/"),
            ("", "", "/"),
            ("//", "//", "/"),
            ("/./", "/./", "/"),
            ("/./example", "/./example", "/example"),
            ("/example/..", "/example/..", "/"),
            ("/one/two/../..", "/one/two/../..", "/"),
            ("/one/two/..", "/one/two/..", "/one/"),
            ("/../../one", "/../../one", "/one"),
            ("//one//two//", "//one//two//", "/one/two/"),
            ("/one/...", "/one/...", "/one/..."),
            ("/a b/", "/a%20b/", "/a%20b/"),
            ("/a%20b/", "/a%20b/", "/a%2520b/"),
            ("/ሴ", "/%E1%88%B4", "/%E1%88%B4"),
            ("/%e1%88%b4", "/%E1%88%B4", "/%25e1%2588%25b4"),
            ("/a%2Fb", "/a%2Fb", "/a%252Fb"),
            ("/a(b)+c", "/a%28b%29%2Bc", "/a%28b%29%2Bc"),
            ("/-._~Az09", "/-._~Az09", "/-._~Az09"),
            ("/%", "/%25", "/%25"),
            ("*", "%2A", "/%2A"),
        ] {
            assert_eq!(canonical(path, "s3"), s3, "{path}");
            assert_eq!(canonical(path, "lambda"), others, "{path}");
        }
    }
}
