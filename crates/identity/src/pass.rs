//! Passes: what makes an address open by itself for a while, whoever asks.
//!
//! Nothing of a pass is stored. It says until when it is good, under a signature that only this
//! platform can make: `Expires=1893456000&Signature=5f1c…`. The key follows from the owner's secret,
//! so whoever replaces that ends all passes.

use crate::keyed;

/// Why a pass does not open its address. The texts are S3's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassRefused {
    #[error("Access Denied")]
    Missing,
    #[error(
        "The request signature we calculated does not match the signature you provided. \
         Check your key and signing method."
    )]
    Mismatch,
    #[error("Request has expired")]
    Expired,
}

/// Makes passes, and knows its own.
pub struct Passes {
    key: [u8; 32],
}

impl Passes {
    pub(crate) fn new(owner_secret: &str) -> Self {
        Self { key: keyed::hash(owner_secret.as_bytes(), b"mayfly pass 1") }
    }

    /// The query that opens this path until then.
    pub fn query(&self, path: &str, until_s: u64) -> String {
        let signature = hex::encode(keyed::hash(&self.key, &text(path, until_s)));
        format!("Expires={until_s}&Signature={signature}")
    }

    /// Whether a path may be read with this query now.
    pub fn check(&self, path: &str, query: &str, now_s: u64) -> Result<(), PassRefused> {
        let (expires, signature) = read(query).ok_or(PassRefused::Missing)?;
        let until_s = expires.parse().map_err(|_| PassRefused::Mismatch)?;
        let mut hash = [0; 32];
        hex::decode_to_slice(signature, &mut hash).map_err(|_| PassRefused::Mismatch)?;
        if !keyed::is_hash(&self.key, &text(path, until_s), &hash) {
            return Err(PassRefused::Mismatch);
        }
        // Only whoever had a pass is told that it is too late.
        if now_s > until_s { Err(PassRefused::Expired) } else { Ok(()) }
    }
}

/// Keys stay out of logs, even by accident.
impl std::fmt::Debug for Passes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passes")
    }
}

fn text(path: &str, until_s: u64) -> Vec<u8> {
    format!("{until_s} {path}").into_bytes()
}

/// When a pass ends, and its signature. What else a query says means nothing here.
fn read(query: &str) -> Option<(&str, &str)> {
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(key, value)| (key == name).then_some(value))
    };
    Some((value("Expires")?, value("Signature")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/_packages/abc";

    #[test]
    fn a_pass_opens_one_path_until_its_time() {
        let passes = Passes::new("secret");
        let query = passes.query(PATH, 1_000);
        let more = format!("x=1&{query}&Expires=9");
        let (expires, signature) = query.split_once('&').unwrap();
        let turned = format!("{signature}&{expires}");
        for (path, query, now_s, expected) in [
            (PATH, query.as_str(), 0, Ok(())),
            (PATH, &query, 1_000, Ok(())),
            (PATH, &query, 1_001, Err(PassRefused::Expired)),
            (PATH, &more, 1_000, Ok(())),
            (PATH, &turned, 1_000, Ok(())),
            ("/_packages/abd", &query, 0, Err(PassRefused::Mismatch)),
            ("/_packages/abd", &query, 1_001, Err(PassRefused::Mismatch)),
            (PATH, expires, 0, Err(PassRefused::Missing)),
            (PATH, signature, 0, Err(PassRefused::Missing)),
            (PATH, "", 0, Err(PassRefused::Missing)),
        ] {
            assert_eq!(passes.check(path, query, now_s), expected, "{path}?{query} at {now_s}");
        }
    }

    #[test]
    fn a_pass_that_was_changed_opens_nothing() {
        let passes = Passes::new("secret");
        let query = passes.query(PATH, 1_000);
        let last = if query.ends_with('0') { '1' } else { '0' };
        for changed in [
            query.replace("1000", "1001"),
            query.replace("1000", "10000000000000000000000"),
            query.replace("1000", "-1"),
            query.replace("1000", ""),
            format!("{}{last}", &query[..query.len() - 1]),
            query[..query.len() - 2].to_owned(),
            format!("{query}00"),
            format!("{query}é"),
            "Expires=1000&Signature=".to_owned(),
        ] {
            let refused = passes.check(PATH, &changed, 0);
            assert_eq!(refused, Err(PassRefused::Mismatch), "{changed}");
        }
        assert_eq!(Passes::new("other").check(PATH, &query, 0), Err(PassRefused::Mismatch));
    }
}
