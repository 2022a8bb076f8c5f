//! Signatures, bodies in chunks and policies, as strangers write them.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use fuzzer::fuzz;
use http::HeaderMap;
use sha2::{Digest, Sha256};

use crate::canonical::SigningKey;
use crate::chunked::Chain;
use crate::claim::Proof;
use crate::policy::{Caller, Context, Document, Kind, Policies, Policy, Request, evaluate};
use crate::{ChunkDecoder, Chunking, Claim, Keyring, PayloadHash, Scope};

const HERE: &str = env!("CARGO_MANIFEST_DIR");
/// When all requests of the corpus were sent: 2026-01-02T03:04:05Z.
const THEN: Duration = Duration::from_secs(1_767_323_045);
const KEYS: &str = r#"
account = "000000000000"
access_key = "AKIAMAYFLYEXAMPLE000"
secret_key = "what strangers do not know"
"#;

/// Without the secret nobody is let in, whatever they write.
#[test]
fn signature() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("keys"), KEYS).unwrap();
    let keys = Keyring::open(&dir.path().join("keys")).unwrap();
    fuzz(HERE, "signature", |bytes| {
        let Some((parts, body)) = fuzzer::request(bytes) else { return };
        let Ok(claim) = Claim::read(&parts, SystemTime::UNIX_EPOCH + THEN) else { return };
        let hash = PayloadHash::Sha256(Sha256::digest(&body).into());
        for hash in [hash, claim.declared().unwrap_or(hash)] {
            let let_in = keys.check(&claim, &parts, hash);
            assert!(let_in.is_err(), "{parts:?}");
        }
    });
}

/// The corpus goes as deep as it should: to where only the secret is missing.
#[test]
fn the_corpus_is_refused_for_its_signatures() {
    let corpus = std::path::Path::new(HERE).join("fuzz/signature");
    for name in ["chunked", "date", "header", "s3", "token", "url"] {
        let (parts, _) = fuzzer::request(&std::fs::read(corpus.join(name)).unwrap()).unwrap();
        let claim = Claim::read(&parts, SystemTime::UNIX_EPOCH + THEN);
        assert!(claim.is_ok(), "{name}: {claim:?}");
    }
}

/// The same comes out of a body in chunks however it is cut, and never more than it announced.
#[test]
fn chunks() {
    fuzz(HERE, "chunks", |bytes| {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-decoded-content-length", 40.into());
        headers.insert("x-amz-trailer", http::HeaderValue::from_static("x-amz-checksum-crc32"));
        let decoded = |piece: usize| -> Result<Vec<u8>, String> {
            let mut decoder = ChunkDecoder::new(Chunking::Trailers, &headers, unused_chain())
                .map_err(|why| why.to_string())?;
            let mut data = Vec::new();
            for piece in bytes.chunks(piece) {
                let mut input = Bytes::copy_from_slice(piece);
                while let Some(found) = decoder.decode(&mut input).map_err(|why| why.to_string())? {
                    data.extend_from_slice(&found);
                }
            }
            decoder.finish().map_err(|why| why.to_string())?;
            Ok(data)
        };
        let whole = decoded(usize::MAX);
        assert_eq!(whole, decoded(1));
        assert_eq!(whole, decoded(7));
        assert!(whole.map_or(0, |data| data.len()) <= 40);
    });
}

/// Nothing is signed in these bodies.
fn unused_chain() -> Chain {
    let key = SigningKey::derive("", "", Scope { region: "", service: "" });
    Chain::new(Proof { key, at: String::new(), scope: String::new(), signature: [0; 32] })
}

/// A document that is taken is the same after it was written down; and deciding by it ends.
#[test]
fn policy() {
    let caller = Caller::Root { account: "000000000000".into() };
    let context = Context::new().with("aws:SourceIp", "10.0.0.1").with_all("aws:TagKeys", &["a"]);
    let asked = Request {
        caller: &caller,
        action: "lambda:InvokeFunction",
        resource: "arn:aws:lambda:us-east-1:000000000000:function:f",
        context: &context,
    };
    fuzz(HERE, "policy", |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        for kind in [Kind::Identity, Kind::Resource] {
            let Ok(document) = Document::parse(text, kind) else { continue };
            let written = document.to_json();
            let again = Document::parse(&written, kind);
            assert_eq!(again.as_ref(), Ok(&document), "{written}");
            let policy = Policy { name: "p".into(), document: document.into() };
            let policies = match kind {
                Kind::Identity => Policies { identity: vec![policy], ..Policies::default() },
                _ => Policies { resource: vec![policy], ..Policies::default() },
            };
            let decision = evaluate(&asked, &policies);
            let _ = decision.reason(asked.action);
        }
    });
}
