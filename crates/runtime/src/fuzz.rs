//! Frames, as a function's own code can write them.

use bytes::BytesMut;
use fuzzer::fuzz;

use crate::PAYLOAD_BYTES_MAX;
use crate::frames::{take, wanted};

/// However they are cut, the same comes out; and a length is only a claim, for which no memory is held.
#[test]
fn frames() {
    let read = |bytes: &[u8], piece: usize| {
        let (mut buffer, mut told) = (BytesMut::new(), Vec::new());
        for piece in bytes.chunks(piece) {
            buffer.extend_from_slice(piece);
            loop {
                match wanted(&buffer).and_then(|_| take(&mut buffer)) {
                    Ok(Some((call, answer))) => told.push(format!("{call} {answer:?}")),
                    Ok(None) => break,
                    Err(error) => {
                        told.push(error.to_string());
                        return told;
                    }
                }
            }
            assert!(buffer.capacity() <= 2 * PAYLOAD_BYTES_MAX + 64 * 1024 + bytes.len());
        }
        told
    };
    fuzz(env!("CARGO_MANIFEST_DIR"), "frames", |bytes| {
        let whole = read(bytes, usize::MAX);
        assert_eq!(whole, read(bytes, 3));
        assert_eq!(whole, read(bytes, 100));
    });
}
