use proptest::prelude::*;
use telemetry::{LONGEST_EVENT, Level, Printed, TelemetryFrames};

const NOW_US: u64 = 1_700_000_000_000_000;

fn frame(kind: u32, at_us: u64, text: &[u8]) -> Vec<u8> {
    let mut frame = kind.to_be_bytes().to_vec();
    frame.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
    frame.extend(at_us.to_be_bytes());
    frame.extend(text);
    frame
}

fn read(bytes: &[u8], chunk: usize) -> Vec<Printed> {
    let mut frames = TelemetryFrames::new();
    let mut events: Vec<Printed> =
        bytes.chunks(chunk.max(1)).flat_map(|chunk| frames.push(NOW_US, chunk)).collect();
    events.extend(frames.flush(NOW_US));
    events
}

fn found(bytes: &[u8]) -> Vec<(Level, u64, String)> {
    let events = read(bytes, usize::MAX);
    events.into_iter().map(|it| (it.level, NOW_US - it.at_us, it.text)).collect()
}

#[test]
fn levels_times_and_newlines_are_exact() {
    let mut bytes = Vec::new();
    for level in 0..=6 {
        bytes.extend(frame(0xa55a_0003 + 4 * level, NOW_US - 5, b"one\ntwo\n"));
    }
    bytes.extend(frame(0xa55a_0002, NOW_US, br#"{"level":"error"}"#));
    bytes.extend(frame(0xa55a_0003, NOW_US, b""));
    let events = found(&bytes);
    let levels: Vec<Level> = events.iter().map(|(level, ..)| *level).collect();
    use Level::*;
    assert_eq!(levels, [Unknown, Trace, Debug, Info, Warn, Error, Fatal, Error, Unknown]);
    assert!(events[..7].iter().all(|(_, age, text)| *age == 5 && text == "one\ntwo"));
}

#[test]
fn the_oldest_frames_have_no_time() {
    let mut bytes = 0xa55a_0001_u32.to_be_bytes().to_vec();
    bytes.extend([0, 0, 0, 2, b'h', b'i']);
    bytes.extend(frame(0xa55a_0003, NOW_US, b"next"));
    let texts: Vec<_> = found(&bytes).into_iter().map(|(_, age, text)| (age, text)).collect();
    assert_eq!(texts, [(0, "hi".to_owned()), (0, "next".to_owned())]);
}

#[test]
fn a_lie_about_time_is_not_believed() {
    for at_us in [0, NOW_US + 1, u64::MAX, NOW_US - 3_600_000_000] {
        assert_eq!(found(&frame(0xa55a_0003, at_us, b"x"))[0].1, 0, "{at_us}");
    }
}

#[test]
fn what_is_no_frame_is_text_until_the_next_frame() {
    let mut bytes = b"plain\nlines \xa5\x5a".to_vec();
    bytes.extend(frame(0xa55a_0017, NOW_US, b"framed"));
    bytes.extend(frame(0xa55a_0007, NOW_US, b"again"));
    // A kind and a length that cannot be.
    bytes.extend([0xa5, 0x5a, 0, 0xff]);
    bytes.extend([0xa5, 0x5a, 0, 3, 0xff, 0, 0, 0]);
    bytes.extend(frame(0xa55a_0003, NOW_US, b"found again"));
    bytes.extend(&frame(0xa55a_0003, NOW_US, b"cut off here, not finished")[..20]);
    let texts: Vec<String> = found(&bytes).into_iter().map(|(.., text)| text).collect();
    assert_eq!(
        texts,
        [
            "plain",
            "lines \u{fffd}Z",
            "framed",
            "again",
            "\u{fffd}Z\0\u{fffd}\u{fffd}Z\0\u{3}\u{fffd}\0\0\0",
            "found again",
            "cut ",
        ]
    );
}

#[test]
fn a_long_frame_comes_in_pieces_and_is_not_held() {
    let text = "é".repeat(LONGEST_EVENT).into_bytes();
    let events = read(&frame(0xa55a_000f, NOW_US, &text), 64 * 1024);
    assert!(events.iter().all(|it| it.text.len() <= LONGEST_EVENT && it.level == Level::Info));
    assert_eq!(events.iter().map(|it| it.text.as_str()).collect::<String>().as_bytes(), text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn chunks_do_not_matter(
        parts in prop::collection::vec(
            prop_oneof![
                3 => (0u32..0x20, prop::collection::vec(any::<u8>(), 0..40))
                    .prop_map(|(low, text)| frame(0xa55a_0000 + low, NOW_US, &text)),
                1 => prop::collection::vec(any::<u8>(), 0..12),
                1 => Just(b"text\n".to_vec()),
                1 => Just(vec![0xa5, 0x5a, 0, 3, 0, 5, 0, 0]),
                1 => Just(frame(0xa55a_0003, NOW_US, &vec![b'y'; LONGEST_EVENT + 1])),
            ],
            0..8,
        ),
        chunk in prop_oneof![1usize..40, Just(LONGEST_EVENT), Just(LONGEST_EVENT + 1)],
    ) {
        let bytes = parts.concat();
        let (whole, chunked) = (read(&bytes, usize::MAX), read(&bytes, chunk));
        prop_assert!(whole == chunked, "{} and {} events", whole.len(), chunked.len());
    }
}
