//! What is found out about a component before the compiler sees it.

mod parts;

use crate::Error;

/// What modules and components begin with, and then their version and layer.
const MAGIC: [u8; 4] = *b"\0asm";
const MODULE_LAYER: [u8; 2] = [0, 0];
const COMPONENT_LAYER: [u8; 2] = [1, 0];

/// Refuses what the compiler must not even see.
pub(crate) fn check(bytes: &[u8], bytes_max: usize) -> Result<(), Error> {
    if bytes.len() > bytes_max {
        return Err(Error::TooLarge { bytes: bytes.len(), most: bytes_max });
    }
    let Some(([m0, m1, m2, m3, _, _, l0, l1], _)) = bytes.split_first_chunk() else {
        return Err(Error::NotWasm);
    };
    match ([*m0, *m1, *m2, *m3], [*l0, *l1]) {
        (MAGIC, COMPONENT_LAYER) => parts::check(bytes),
        (MAGIC, MODULE_LAYER) => Err(Error::Module),
        _ => Err(Error::NotWasm),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_that(bytes: &[u8], expected: &str) {
        let outcome = check(bytes, 16).map_or_else(|error| error.to_string(), |()| "ok".into());
        assert!(outcome.starts_with(expected), "{outcome}");
    }

    #[test]
    fn only_components_pass() {
        check_that(b"\0asm\x0d\0\x01\0", "ok");
        check_that(b"\0asm\x01\0\0\0", "this is a WebAssembly module");
        check_that(b"", "this is not a WebAssembly component");
        check_that(b"\0asm", "this is not a WebAssembly component");
        check_that(b"#!/bin/sh\nexit", "this is not a WebAssembly component");
        check_that(&[0; 17], "the component has 17 bytes; the most is 16");
    }
}
