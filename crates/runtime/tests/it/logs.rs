use std::time::Duration;

use crate::support::{Pace, Room};

#[tokio::test]
async fn lines_belong_to_the_call_that_printed_them() {
    let room = Room::new();
    let module = "
import sys
print('loading')
def handler(event, context):
    print('one', event)
    print('two', event, file=sys.stderr)
    sys.stdout.write('no newline')
";
    let function = room.python(module).await;
    function.call("r1", "1").await;
    function.call("r2", "2").await;
    let mut log = room.log().await;
    let mut seen: Vec<_> = log.drain(..).filter(|line| !line.contains("INIT_START")).collect();
    seen.sort();
    assert_eq!(
        seen,
        [
            "- loading",
            "r1 no newline",
            "r1 one 1",
            "r1 two 1",
            "r2 no newline",
            "r2 one 2",
            "r2 two 2"
        ]
    );
}

/// What was printed before the end of an answer is there when the answer is, however busy the
/// platform is with the answer.
#[tokio::test]
async fn the_last_line_belongs_to_its_call() {
    let room = Room::new();
    let module = "export const handler = awslambda.streamifyResponse(async (event, stream) => {
        for (let n = 0; n < 16; n++) stream.write(Buffer.alloc(32768));
        stream.end();
        console.log('last');
    });";
    let function = room.node(module).await;
    for n in 0..100 {
        function.stream(&format!("r{n}"), Pace::default()).await;
    }
    let log = room.log().await;
    let of = |n: usize| log.iter().filter(|line| line.starts_with(&format!("r{n} "))).count();
    let counts: Vec<_> = (0..100).map(of).collect();
    assert_eq!(counts, [1; 100]);
}

#[tokio::test]
async fn a_traceback_is_one_event() {
    let room = Room::new();
    let program = r#"
id, headers, body = next_event()
import traceback
try:
    1/0
except ZeroDivisionError:
    traceback.print_exc()
respond(id, b"1")
next_event()
"#;
    let function = room.provided(program).await;
    function.call("r1", "{}").await;
    let log = room.log().await;
    let whole = |line: &&String| {
        line.starts_with("r1 Traceback") && line.ends_with("ZeroDivisionError: division by zero")
    };
    assert!(log.iter().any(|line| whole(&line)), "{log:#?}");
}

/// Each pipe is read, however much comes through another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_on_one_pipe_holds_up_no_other() {
    let room = Room::new();
    let module = "
import os, subprocess
def handler(event, context):
    floods = [subprocess.Popen(['yes']) for _ in range(2)]
    for _ in range(32): os.write(2, (b'y' * 1023 + b'\\n') * 16)
    for flood in floods: flood.kill()
    return 'done'
";
    let function = room.python(module).await;
    let (told, _) = function.call_within("r1", "{}", 60_000).await;
    assert_eq!(told, r#""done""#);
}

/// One call's end is no reason to cut the line another call is printing.
#[tokio::test]
async fn the_lines_of_a_server_stay_whole() {
    let room = Room::new();
    let server = room
        .server(
            "
count = 0
while True:
    connection, _ = listener.accept()
    if head_of(connection):
        count += 1
        os.write(1, (b'the first half, ' if count % 2 else b'and the second\\n'))
        reply(connection)
    connection.close()
",
        )
        .await;
    server.get("/").await;
    server.get("/").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let log = room.log().await;
    assert!(log.contains(&"- the first half, and the second".to_owned()), "{log:#?}");
}
