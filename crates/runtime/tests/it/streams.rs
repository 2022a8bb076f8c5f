use crate::support::{Pace, Room};

const PIECES: &str = "
export const handler = awslambda.streamifyResponse(async (event, stream) => {
    for (let n = 0; n < 24; n++) {
        const piece = Buffer.alloc(32768, n);
        if (!stream.write(piece)) await new Promise((go) => stream.once('drain', go));
    }
    stream.end();
";

/// Every byte in its place.
fn check(bytes: &[u8], expected_pieces: usize) {
    let expected: Vec<u8> = (0..expected_pieces).flat_map(|n| vec![n as u8; 32_768]).collect();
    assert_eq!(bytes.len(), expected.len());
    assert!(bytes == expected, "bytes are not where they were written");
}

#[tokio::test]
async fn a_stream_arrives_whole() {
    let room = Room::new();
    let function = room.node(&format!("{PIECES}}});")).await;
    for each_ms in [0, 5] {
        let pace = Pace { first_ms: 0, each_ms };
        let (bytes, error, finish) = function.stream("r1", pace).await;
        assert_eq!((error, finish.failure.is_none(), finish.reusable), (None, true, true));
        assert_eq!(finish.bytes_out, 24 * 32_768);
        check(&bytes, 24);
    }
}

/// What was said before the end counts, at the pace of the reader.
#[tokio::test]
async fn a_slow_reader_gets_all_of_a_program_that_is_gone() {
    let room = Room::new();
    let program = r#"
id, headers, body = next_event()
head = ["Transfer-Encoding: chunked", "Lambda-Runtime-Function-Response-Mode: streaming"]
stream = send("POST", f"/invocation/{id}/response", b"", head)
for n in range(24):
    stream.sendall(b"8000\r\n" + bytes([n]) * 32768 + b"\r\n")
stream.sendall(b"0\r\n\r\n")
answer(stream)
os._exit(0)
"#;
    let function = room.provided(program).await;
    let (bytes, error, finish) = function.stream("r1", Pace { first_ms: 0, each_ms: 40 }).await;
    assert_eq!((error, finish.failure), (None, None));
    check(&bytes, 24);
    assert!(!finish.reusable);
}

/// The program ends while a piece waits for its reader.
#[tokio::test]
async fn no_piece_is_lost_when_the_program_ends() {
    let room = Room::new();
    let module = format!(
        "{PIECES}
    await new Promise((done) => stream.once('finish', done));
    process.exit(0);
}});"
    );
    let function = room.node(&module).await;
    let (bytes, error, finish) = function.stream("r1", Pace { first_ms: 0, each_ms: 30 }).await;
    // It ended before it said that the stream was over: all pieces, and then the error.
    assert!(error.unwrap().contains("Runtime exited"), "{finish:?}");
    check(&bytes, 24);
}

#[tokio::test]
async fn a_stream_that_breaks_off_never_looks_finished() {
    let room = Room::new();
    let module = "
export const handler = awslambda.streamifyResponse(async (event, stream) => {
    for (let n = 0; n < 24; n++) stream.write(Buffer.alloc(32768, n));
    throw new Error('half-way');
});";
    let function = room.node(module).await;
    let (_, error, finish) = function.stream("r1", Pace { first_ms: 800, each_ms: 0 }).await;
    assert!(error.as_ref().is_some_and(|text| text.contains("half-way")), "{error:?}");
    assert!(finish.failure.is_some());
}

#[tokio::test]
async fn a_reader_that_goes_away_does_not_stop_the_function() {
    let room = Room::new();
    let function = room.node(&format!("{PIECES} console.log('to the end'); }});")).await;
    let id: std::sync::Arc<str> = "r1".into();
    function.begin(&id).await;
    let call = runtime::Call {
        info: crate::support::info("r1"),
        input: runtime::Input::Event("{}".into()),
        shares: crate::support::shares(),
    };
    let (_, finish) = function.0.call(call, std::time::Duration::from_secs(5), drop).await;
    assert_eq!((finish.failure, finish.reusable), (None, true));
    assert!(room.log().await.iter().any(|line| line.starts_with("r1 ")));
}

/// A program that speaks the hosts' protocol wrongly fails its own call, and nothing else.
#[tokio::test]
async fn a_stream_without_a_head_is_a_failure() {
    let room = Room::new();
    let module = "
import os, struct, sys
def handler(event, context):
    host = sys._getframe()
    while not isinstance(host.f_locals.get('call'), int):
        host = host.f_back
    call = host.f_locals['call']
    frame = lambda kind, payload=b'': struct.pack('<IBI', len(payload) + 5, kind, call) + payload
    kinds = {'end': [(135, b'')], 'chunk': [(134, b'x'), (135, b'')],
             'value': [(133, b'{}'), (134, b'x'), (131, b'1')]}
    os.write(5, b''.join(frame(*one) for one in kinds[event['kind']]))
    import time; time.sleep(60)
";
    for (kind, streams) in [("end", false), ("chunk", false), ("value", true)] {
        let function = room.python(module).await;
        let event = format!(r#"{{"kind": "{kind}"}}"#);
        if streams {
            let (bytes, error, finish) = function.stream_of("r1", &event, Pace::default()).await;
            assert_eq!(bytes, b"x", "{kind}");
            assert!(error.is_some() && finish.failure.is_some(), "{kind}");
        } else {
            let (told, finish) = function.call_within("r1", &event, 3_000).await;
            assert!(told.starts_with("Broken: "), "{kind}: {told}");
            assert!(!finish.reusable);
        }
    }
}
