//! Requests in every protocol, as anybody writes them.

use bytes::Bytes;
use fuzzer::fuzz;

use crate::{route, violations};

/// Every request is read for what it asks, or refused in words.
#[test]
fn request() {
    fuzz(env!("CARGO_MANIFEST_DIR"), "request", |bytes| {
        let Some((parts, body)) = fuzzer::request(bytes) else { return };
        let body = Bytes::from(body);
        let call = match route(&parts, None, &body) {
            Ok(call) => call,
            Err(refusal) => return assert!(refusal.response("id").status().as_u16() >= 400),
        };
        match call.untyped_input(&parts, body) {
            Ok(slots) => {
                let input = call.operation.schema().input;
                // What breaks the model's constraints never gets a type.
                if violations(input, &slots).is_empty() {
                    let retyped = call.operation.retyped_input(slots.clone());
                    assert_eq!(retyped.ok(), Some(slots), "typed, it is what it was");
                }
            }
            Err(fault) => assert!(call.error(fault, "id").status().as_u16() >= 400),
        }
    });
}
