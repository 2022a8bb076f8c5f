//! Bodies that come in chunks: the example of S3, bodies cut anywhere, and bodies tampered with.

use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use http_body_util::{BodyExt, StreamBody};
use identity::{
    BodyError, Checksum, ChecksumAlgorithm, Chunking, Claim, Denied, Keyring, PayloadHash, Refused,
    Scope, SignedBody, sign,
};
use proptest::prelude::*;

use crate::support::{S3_SECRET, head, owned_by, s3_now};

/// The example in the documentation of S3: 65 KiB of the letter `a` in three chunks.
const SEED: &str = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
const CHUNKS: [(usize, &str); 3] = [
    (65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
    (1_024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
    (0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
];

/// The same with a trailer.
const TRAILER_SEED: &str = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
const TRAILER_CHUNKS: [(usize, &str); 3] = [
    (65_536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"),
    (1_024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"),
    (0, "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"),
];
const TRAILERS: &str = "x-amz-checksum-crc32c:sOO8/Q==\r\n\
    x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

fn keys() -> Keyring {
    owned_by("AKIAIOSFODNN7EXAMPLE", S3_SECRET, None)
}

fn parts(hash: &str, seed: &str, trailer: Option<&str>) -> Parts {
    let mut headers = vec![
        ("content-encoding", "aws-chunked"),
        ("content-length", if trailer.is_none() { "66824" } else { "66946" }),
        ("host", "s3.amazonaws.com"),
        ("x-amz-content-sha256", hash),
        ("x-amz-date", "20130524T000000Z"),
        ("x-amz-decoded-content-length", "66560"),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
    ];
    headers.extend(trailer.map(|trailer| ("x-amz-trailer", trailer)));
    let signed: Vec<_> = headers
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| trailer.is_none() || *name != "content-length")
        .collect();
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
         SignedHeaders={},Signature={seed}",
        signed.join(";")
    );
    headers.push(("authorization", &authorization));
    head("PUT", "/examplebucket/chunkObject.txt", &headers)
}

fn signed() -> Parts {
    parts("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", SEED, None)
}

fn with_trailer() -> Parts {
    let crc = Some("x-amz-checksum-crc32c");
    parts("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", TRAILER_SEED, crc)
}

fn wire(chunks: &[(usize, &str)], end: &str) -> Vec<u8> {
    let mut wire = Vec::new();
    for (size, signature) in chunks {
        wire.extend(format!("{size:x};chunk-signature={signature}\r\n").bytes());
        wire.extend(vec![b'a'; *size]);
        wire.extend(if *size > 0 { "\r\n" } else { "" }.bytes());
    }
    wire.extend(end.bytes());
    wire
}

/// Reads a body that comes in these pieces; gives its size and its trailers.
async fn read(parts: &Parts, pieces: Vec<Bytes>) -> Result<(usize, HeaderMap), Refused> {
    let claim = Claim::read(parts, s3_now())?;
    let (_, body) = keys().admit_stream(&claim, parts, stream(pieces))?;
    drained(body).await
}

type Frames = Vec<Result<http_body::Frame<Bytes>, std::convert::Infallible>>;

fn stream(
    pieces: Vec<Bytes>,
) -> impl http_body::Body<Data = Bytes, Error = std::convert::Infallible> + Unpin {
    let frames: Frames =
        pieces.into_iter().map(|piece| Ok(http_body::Frame::data(piece))).collect();
    StreamBody::new(Iter(frames.into_iter()))
}

struct Iter(std::vec::IntoIter<Result<http_body::Frame<Bytes>, std::convert::Infallible>>);

impl futures_core::Stream for Iter {
    type Item = Result<http_body::Frame<Bytes>, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

async fn drained<B>(mut body: SignedBody<B>) -> Result<(usize, HeaderMap), Refused>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    let (mut size, mut trailers) = (0, HeaderMap::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match error {
            BodyError::Refused(refused) => refused,
            BodyError::BrokenOff => panic!("it does not break off"),
        })?;
        match frame.into_data() {
            Ok(data) => size += data.len(),
            Err(frame) => trailers = frame.into_trailers().unwrap(),
        }
    }
    Ok((size, trailers))
}

fn now<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn the_examples_are_right() {
    let whole = wire(&CHUNKS, "\r\n");
    assert_eq!(whole.len(), 66_824);
    let (size, trailers) = now(read(&signed(), vec![whole.into()])).unwrap();
    assert_eq!((size, trailers.len()), (66_560, 0));

    let whole = wire(&TRAILER_CHUNKS, &format!("{TRAILERS}\r\n"));
    let (size, trailers) = now(read(&with_trailer(), vec![whole.into()])).unwrap();
    assert_eq!(size, 66_560);
    let [checksum] = &Checksum::all(&trailers).unwrap()[..] else { panic!("one checksum") };
    assert_eq!(checksum.algorithm, ChecksumAlgorithm::Crc32c);
    assert_eq!(checksum.value, [0xb0, 0xe3, 0xbc, 0xfd]);
}

#[test]
fn line_ends_may_differ_behind_the_last_chunk() {
    for end in [
        TRAILERS.replace("\r\n", "\n"),
        TRAILERS.replacen("\r\n", "\n\r\n", 1) + "\r\n\r\n",
        TRAILERS.to_owned(),
    ] {
        let whole = wire(&TRAILER_CHUNKS, &end);
        assert!(now(read(&with_trailer(), vec![whole.into()])).is_ok(), "{end:?}");
    }
}

#[test]
fn chunks_out_of_place_are_refused() {
    let [first, second, last] = CHUNKS;
    let replayed = (1_024, first.1);
    for (what, chunks, end, refused) in [
        ("left out", vec![first, last], "\r\n", Refused::Mismatch),
        ("turned round", vec![second, first, last], "\r\n", Refused::Mismatch),
        ("with another's signature", vec![first, replayed, last], "\r\n", Refused::Mismatch),
        ("without the last", vec![first, second], "", Refused::Truncated),
        (
            "with something behind",
            vec![first, second, last],
            "\r\nx",
            Refused::Trailers("none were announced"),
        ),
        (
            "repeated",
            vec![first, second, second, last],
            "\r\n",
            Refused::Chunks("there is more than x-amz-decoded-content-length says"),
        ),
    ] {
        let found = now(read(&signed(), vec![wire(&chunks, end).into()]));
        assert_eq!(found.unwrap_err(), refused, "{what}");
    }
}

#[test]
fn trailers_that_are_not_those_announced_are_refused() {
    let line = "x-amz-checksum-crc32c:sOO8/Q==\r\n";
    let signature = TRAILERS.strip_prefix(line).unwrap();
    for (what, end) in [
        ("no signature", line.to_owned()),
        ("no checksum", signature.to_owned()),
        ("neither", String::new()),
        ("behind the signature", format!("{signature}{line}")),
        ("another value", TRAILERS.replace("sOO8/Q", "sOO8/A")),
        ("not base64", TRAILERS.replace("sOO8/Q==", "sOO8/Q=")),
        ("too short", TRAILERS.replace("sOO8/Q==", "sOO8")),
        ("another name", TRAILERS.replace("crc32c", "crc32")),
        ("twice", format!("{line}{TRAILERS}")),
        ("no name", format!("x\r\n{TRAILERS}")),
        ("a broken signature", TRAILERS.replace("signature:d", "signature:x")),
        ("another signature", TRAILERS.replace("signature:d", "signature:e")),
        ("a flood", format!("{TRAILERS}{}", "\r\n".repeat(8_192))),
    ] {
        let whole = wire(&TRAILER_CHUNKS, &end);
        assert!(now(read(&with_trailer(), vec![whole.into()])).is_err(), "{what}");
    }
}

#[test]
fn a_length_that_was_not_signed_is_refused() {
    let claim = |parts: &Parts| {
        let claim = Claim::read(parts, s3_now()).unwrap();
        keys().admit_stream(&claim, parts, stream(Vec::new())).map(drop)
    };
    // Signed with other headers, so the chain is never begun.
    let mut wrong = signed();
    wrong.headers.insert("x-amz-decoded-content-length", "66561".parse().unwrap());
    assert_eq!(claim(&wrong), Err(Refused::Mismatch));
}

const WORDS: &str = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";

/// A body whose chunks are not signed, of this length when they are taken apart.
fn with_trailers_alone(length: &str, trailer: &str) -> Parts {
    let headers =
        [("host", "h"), ("x-amz-decoded-content-length", length), ("x-amz-trailer", trailer)];
    let mut parts = head("PUT", "/bucket/key", &headers);
    let hash = PayloadHash::Chunked(Chunking::Trailers);
    let scope = Scope { region: "us-east-1", service: "s3" };
    sign(&mut parts, hash, keys().admin(), scope, s3_now()).unwrap();
    parts
}

#[test]
fn chunks_without_signatures_have_a_length_and_trailers() {
    let crc = "x-amz-checksum-crc32";
    let signed = WORDS.replace("5\r", &format!("5;chunk-signature={SEED}\r"));
    for (length, trailer, body, fine) in [
        ("11", crc, WORDS.to_owned(), true),
        ("11", " X-Amz-Checksum-Crc32 ", WORDS.replace("\r\n\r\n", "\n"), true),
        ("11", crc, WORDS.replace("hello", "HELLO"), true),
        ("0", "", "0\r\n\r\n".into(), true),
        ("10", crc, WORDS.to_owned(), false),
        ("12", crc, WORDS.to_owned(), false),
        ("11", "", WORDS.to_owned(), false),
        ("11", "x-amz-checksum-sha1", WORDS.to_owned(), false),
        ("11", "x-amz-checksum-crc32,x-amz-checksum-crc32", WORDS.to_owned(), false),
        ("11", "x-amz-meta-a", WORDS.to_owned(), false),
        ("11", crc, WORDS.replace("hello\r\n", "hello"), false),
        ("11", crc, WORDS.replace("hello\r\n", "hello!\r\n"), false),
        ("11", crc, WORDS.replace("5\r\n", "-5\r\n"), false),
        ("11", crc, WORDS.replace("5\r\n", &format!("{}5\r\n", "0".repeat(200))), false),
        ("11", crc, WORDS.replace("0\r\nx", "x"), false),
        ("11", crc, signed, false),
        ("", crc, WORDS.to_owned(), false),
        ("+11", crc, WORDS.to_owned(), false),
    ] {
        let found = now(read(&with_trailers_alone(length, trailer), vec![body.clone().into()]));
        assert_eq!(found.is_ok(), fine, "{length} {trailer} {body:?}: {found:?}");
    }
}

#[tokio::test]
async fn a_whole_body_is_taken_out_of_its_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let sizes = web::Sizes::in_dir(folder.path().join("spool"));
    let shares = web::Budget::open(sizes).unwrap().shares([]);

    let crc = "x-amz-checksum-crc32";
    let admit = async |most: usize, body: &'static str| {
        let mut parts = with_trailers_alone("11", crc);
        let hash = PayloadHash::Chunked(Chunking::Trailers);
        let scope = Scope { region: "us-east-1", service: "s3" };
        sign(&mut parts, hash, keys().admin(), scope, std::time::SystemTime::now()).unwrap();
        let body = http_body_util::Full::new(Bytes::from(body));
        keys().admit(&parts, body, most, &shares).await
    };
    assert_eq!(admit(11, WORDS).await.unwrap().1, "hello world");
    assert!(matches!(admit(10, WORDS).await, Err(Denied::TooLarge { most: 10 })));
    assert!(matches!(admit(11, "5\r\nhel").await, Err(Denied::Refused(Refused::Truncated))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_of_any_size_are_the_same_body(
        trailer in any::<bool>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let end = format!("{TRAILERS}\r\n");
        let (parts, whole) = match trailer {
            true => (with_trailer(), wire(&TRAILER_CHUNKS, &end)),
            false => (signed(), wire(&CHUNKS, "\r\n")),
        };
        let whole = Bytes::from(whole);
        // Most of it is data; the cuts are to be where the lines are.
        let near = |cut: prop::sample::Index| match cut.index(3) {
            0 => cut.index(120),
            1 => 65_500 + cut.index(300),
            _ => 66_600 + cut.index(whole.len() - 66_600),
        };
        let mut cuts: Vec<usize> = cuts.into_iter().map(near).collect();
        cuts.extend([0, whole.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|pair| whole.slice(pair[0]..pair[1])).collect();
        prop_assert_eq!(now(read(&parts, pieces)).unwrap().0, 66_560);
    }

    #[test]
    fn a_body_changed_anywhere_is_refused(
        trailer in any::<bool>(),
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
    ) {
        let (parts, mut whole) = match trailer {
            true => (with_trailer(), wire(&TRAILER_CHUNKS, TRAILERS)),
            false => (signed(), wire(&CHUNKS, "")),
        };
        let places = [at.index(120), 65_500 + at.index(300), whole.len() - 1 - at.index(260)];
        let at = places[at.index(3)];
        let before = whole[at];
        whole[at] ^= 1 << bit;
        // Letters of hex and of names in the other case, and blanks for blanks, are the same.
        let same_case = before.eq_ignore_ascii_case(&whole[at]);
        let blank = before.is_ascii_whitespace() || whole[at].is_ascii_whitespace();
        prop_assume!(!same_case && !blank);
        prop_assert!(now(read(&parts, vec![whole.into()])).is_err());
    }

    #[test]
    fn a_body_cut_short_is_refused(trailer in any::<bool>(), left in any::<prop::sample::Index>()) {
        let (parts, mut whole) = match trailer {
            true => (with_trailer(), wire(&TRAILER_CHUNKS, TRAILERS)),
            false => (signed(), wire(&CHUNKS, "")),
        };
        // The line end behind everything says nothing that is missed.
        whole.truncate(left.index(whole.len() - 2));
        prop_assert!(now(read(&parts, vec![whole.into()])).is_err());
    }

    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = now(read(&signed(), vec![Bytes::from(bytes.clone())]));
        let _ = now(read(&with_trailer(), vec![Bytes::from(bytes.clone())]));
        let unsigned = with_trailers_alone("20", "x-amz-checksum-crc32");
        let _ = now(read(&unsigned, vec![Bytes::from(bytes)]));
    }
}
