//! The fuzzer's own target.

use crate::fuzz;

/// A way through seven doors, each of which looks at one byte: followed step by step where the code
/// tells its branches, and not found by chance. `cargo xtask fuzz maze` arrives.
#[test]
fn maze() {
    fuzz(env!("CARGO_MANIFEST_DIR"), "maze", |bytes| {
        let doors = *b"m\xe9\x90\x12y\xc3!";
        let mut passed = 0;
        for (door, byte) in doors.iter().zip(bytes) {
            if byte != door {
                break;
            }
            passed += 1;
        }
        assert!(passed < doors.len(), "arrived");
    });
}
