use protocol::{Event, frame};

/// Frames that AWS's SDKs publish to test themselves with.
#[test]
fn frames_are_those_that_clients_know() {
    for (headers, payload, bytes) in [
        (&[][..], &b""[..], "0000001000000000 05c248eb 7d98c8ff"),
        (&[], b"{'foo':'bar'}", "0000001d00000000 fd528c5a 7b27666f6f273a27626172277d c3653936"),
        (
            &[("content-type", "application/json")],
            b"{'foo':'bar'}",
            "0000003d00000020 07fd8396 0c636f6e74656e742d74797065070010 \
             6170706c69636174696f6e2f6a736f6e 7b27666f6f273a27626172277d 8d9c08b1",
        ),
    ] {
        let framed = frame(&Event { headers, payload }).unwrap();
        let hex: String = framed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, bytes.replace([' ', '\n'], ""));
    }
}

#[test]
fn what_does_not_fit_a_frame_is_none() {
    let long = "x".repeat(65_536);
    assert!(frame(&Event { headers: &[("name", &long)], payload: b"" }).is_none());
    assert!(frame(&Event { headers: &[(&long[..256], "value")], payload: b"" }).is_none());
}
