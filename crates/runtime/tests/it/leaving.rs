use std::sync::Arc;

use crate::support::Room;

/// An unhandled rejection is answered, and then the process ends: it takes no further call.
#[tokio::test]
async fn an_instance_that_says_so_is_not_used_again() {
    let room = Room::new();
    let module = "export const handler = async () => {
        Promise.reject(new Error('later'));
        await new Promise((done) => setTimeout(done, 60_000));
    };";
    let function = room.node(module).await;
    let (told, finish) = function.call_within("r1", "{}", 3_000).await;
    assert!(told.contains("UnhandledPromiseRejection"), "{told}");
    assert!(!finish.reusable);
    function.gone().await;
}

/// A client of the Runtime API ends after an error it cannot go on from, without a word.
#[tokio::test]
async fn an_instance_that_ends_after_its_answer_is_not_used_again() {
    let room = Room::new();
    let program = r#"
id, headers, body = next_event()
respond(id, body)
sys.exit(0)
"#;
    let function = room.provided(program).await;
    let (told, finish) = function.call_within("r1", "1", 3_000).await;
    assert_eq!((told.as_str(), finish.reusable), ("1", false));
}

#[tokio::test]
async fn an_instance_that_is_slow_to_ask_gets_its_event_when_it_asks() {
    let room = Room::new();
    let program = r#"
while True:
    id, headers, body = next_event()
    respond(id, body)
    time.sleep(0.3)
"#;
    let function = room.provided(program).await;
    for event in ["1", "2", "3"] {
        let (told, finish) = function.call_within(event, event, 3_000).await;
        assert_eq!((told.as_str(), finish.reusable), (event, true));
    }
}

#[tokio::test]
async fn an_instance_is_asked_to_end_before_it_is_killed() {
    let room = Room::new();
    let module = "
import atexit
atexit.register(lambda: print('goodbye', flush=True))
def handler(event, context): pass
";
    let function = room.python(module).await;
    let id: Arc<str> = "r1".into();
    function.begin(&id).await;
    function.stop().await;
    let exit = function.gone().await;
    assert_eq!(exit.status, sandbox::Status::Code(0));
    assert!(room.log().await.contains(&"r1 goodbye".to_owned()));
}

#[tokio::test]
async fn an_instance_that_does_not_listen_is_killed() {
    let room = Room::new();
    let module = "
import threading, time, os
def handler(event, context):
    threading.Thread(target=lambda: time.sleep(60)).start()
    os.close(3)
    return 1
";
    let function = room.python(module).await;
    // Whatever it answers, it must go.
    let _ = function.call_within("r1", "{}", 3_000).await;
    function.stop().await;
    function.gone().await;
}
