//! Slots that wait for a program of the function's own.

use std::time::Duration;

use crate::support::{LISTEN, Room, SPEAK, Seeded, config};

async fn parked(runtime: &str, file: (&str, &str)) -> Seeded {
    let handler = if runtime == "http" { "exec python3 server.py" } else { "any words" };
    let room = Room::new();
    let start = room.prepare(config(runtime, handler), &[file]);
    assert!(room.launcher.may_park(&start.function));
    let seed = room.launcher.park(&start).await.unwrap();
    Seeded { room, start, seed }
}

async fn answers(parked: Seeded, answer: &str) {
    let (first, seeded) = parked.start().await.unwrap();
    assert!(seeded);
    // The next one may be ready by now, or not.
    let (second, _) = parked.start().await.unwrap();
    let third = parked.seeded().await;
    for instance in [first, second, third] {
        assert_eq!(instance.call("r", "7").await, answer);
    }
}

#[tokio::test]
async fn a_program_with_a_loop_of_its_own_finds_all_there() {
    let program = "while True:\n    id, _, body = next_event()\n    respond(id, body)\n";
    let program = format!("{SPEAK}{program}");
    answers(parked("provided", ("bootstrap", &program)).await, "7").await;
}

#[tokio::test]
async fn a_server_finds_its_port() {
    let program = "
while True:
    connection, _ = listener.accept()
    if head_of(connection): reply(connection, b'8')
    connection.close()
";
    let program = format!("{LISTEN}{program}");
    answers(parked("http", ("server.py", &program)).await, "8").await;
}

/// Nobody runs it a second time in a slot of another kind.
#[tokio::test]
async fn a_program_that_ends_is_not_started_twice() {
    let program = "#!/bin/sh\necho it ran\nexit 3\n";
    let parked = parked("provided", ("bootstrap", program)).await;
    let error = parked.start().await.map(drop).unwrap_err();
    assert!(error.failure.message("r").contains("exit status 3"), "{error:?}");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let log = parked.room.log().await;
    assert_eq!(log.iter().filter(|line| line.contains("it ran")).count(), 1, "{log:?}");
}
