use crate::support::{Room, is_running, sleeper};

#[tokio::test]
async fn an_event_there_and_back() {
    let room = Room::new();
    let function = room.python("def handler(event, context): return {'got': event}").await;
    assert_eq!(function.call("r1", r#"{"a": [1, "x"]}"#).await, r#"{"got": {"a": [1, "x"]}}"#);
    assert_eq!(function.call("r2", "null").await, r#"{"got": null}"#);
}

#[tokio::test]
async fn what_a_function_is_told_of_its_call() {
    let room = Room::new();
    let module = "
import os
def handler(event, context):
    keys = 'AWS_LAMBDA_FUNCTION_NAME AWS_REGION _HANDLER AWS_ENDPOINT_URL TZ'.split()
    return [context.aws_request_id, context.invoked_function_arn, 0 < context.get_remaining_time_in_millis() <= 3000] + [os.environ[k] for k in keys]
";
    let function = room.python(module).await;
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
    let expected = format!(
        r#"["r1", "{arn}", true, "f", "us-east-1", "app.handler", "http://127.0.0.1:9", ":UTC"]"#
    );
    assert_eq!(function.call("r1", "{}").await, expected);
}

#[tokio::test]
async fn an_error_is_told_and_the_instance_goes_on() {
    let room = Room::new();
    let module = "
count = 0
def handler(event, context):
    global count
    count += 1
    if event == 'fail': raise ValueError('no')
    return count
";
    let function = room.python(module).await;
    let (told, finish) = function.call_within("r1", r#""fail""#, 3_000).await;
    assert!(
        told.starts_with(r#"Function: {"errorMessage": "no", "errorType": "ValueError""#),
        "{told}"
    );
    assert!(finish.reusable);
    assert_eq!(function.call("r2", "{}").await, "2");
}

#[tokio::test]
async fn a_call_that_takes_too_long_takes_the_instance_with_it() {
    let room = Room::new();
    let sleeper = sleeper();
    let module = format!(
        "
import subprocess, time
def handler(event, context):
    subprocess.Popen(['setsid', 'sleep', '{sleeper}'])
    while True: time.sleep(60)
"
    );
    let function = room.python(&module).await;
    let (told, finish) = function.call_within("r1", "{}", 500).await;
    let message = "RequestId: r1 Error: Task timed out after 0.50 seconds; if it needs longer, \
                   raise its `timeout`";
    let json = format!(r#"{{"errorMessage":"{message}","errorType":"Sandbox.Timedout"}}"#);
    assert_eq!(told, format!("Timeout: {json}"));
    assert!(!finish.reusable);
    function.gone().await;
    assert!(!is_running(&sleeper), "a child lives on");
}

#[tokio::test]
async fn a_program_that_ends_in_a_call_says_how() {
    let room = Room::new();
    for (module, expected) in [
        ("import sys\ndef handler(e, c): sys.exit(3)", "exit status 3"),
        ("import os\ndef handler(e, c): os._exit(4)", "exit status 4"),
        ("import os\ndef handler(e, c): os.kill(os.getpid(), 11)", "signal: segmentation fault"),
    ] {
        let function = room.python(module).await;
        let (told, finish) = function.call_within("r1", "{}", 3_000).await;
        let message = format!("RequestId: r1 Error: Runtime exited with error: {expected}");
        let json = format!(r#"{{"errorMessage":"{message}","errorType":"Runtime.ExitError"}}"#);
        assert_eq!(told, format!("Exit: {json}"));
        assert!(!finish.reusable);
    }
}

#[tokio::test]
async fn an_answer_has_a_largest_size() {
    let room = Room::new();
    let module = "def handler(event, context): return 'x' * event";
    let function = room.python(module).await;
    let most = runtime::PAYLOAD_BYTES_MAX - 2;
    let (told, finish) = function.call_within("r1", &most.to_string(), 10_000).await;
    assert_eq!((told.len(), finish.bytes_out), (most + 2, most as u64 + 2));
    let (told, finish) = function.call_within("r2", &(most + 1).to_string(), 10_000).await;
    assert!(told.contains("Function.ResponseSizeTooLarge") && told.contains("6291556"), "{told}");
    assert!(finish.reusable);
    assert_eq!(function.call("r3", "1").await, r#""x""#);
}
