use http::Request;

use crate::support::{Room, Told};

const INVOKE: &str = "/2015-03-31/functions/f/invocations";

#[tokio::test]
async fn only_those_with_keys_are_let_in() {
    let room = Room::new().await;
    let dry = || Request::post(INVOKE).header("X-Amz-Invocation-Type", "DryRun");
    assert_eq!(room.ask(&room.admin(), dry(), "").await.status, 204);
    let told = room.ask(&room.strangers(), dry(), "").await;
    assert_eq!((told.status, told.code.as_deref()), (403, Some("UnrecognizedClientException")));
}

#[tokio::test]
async fn a_function_calls_the_functions_that_its_manifest_says() {
    let room = Room::new().await;
    let dry = || Request::post(INVOKE).header("X-Amz-Invocation-Type", "DryRun");
    let session = room.session();
    let denied = |told: &Told| {
        assert_eq!((told.status, told.code.as_deref()), (403, Some("AccessDeniedException")));
    };
    let told = room.ask(session.credentials(), dry(), "").await;
    denied(&told);
    let message = "User: arn:aws:sts::000000000000:assumed-role/mayfly.caller/caller is not \
                   authorized to perform: lambda:InvokeFunction on resource: \
                   arn:aws:lambda:us-east-1:000000000000:function:f because no identity-based \
                   policy allows the lambda:InvokeFunction action";
    assert!(told.body.contains(message), "{}", told.body);
    let why = room.refusals().await.pop().unwrap().why;
    assert!(why.ends_with("; `uses` in its manifest can grant it"), "{why}");

    room.grant(&["function:f"]).await;
    assert_eq!(room.ask(session.credentials(), dry(), "").await.status, 204);
    let another = INVOKE.replace("/f/", "/f2/");
    denied(&room.ask(session.credentials(), Request::post(another), "").await);
    denied(&room.ask(session.credentials(), Request::delete("/2015-03-31/functions/f"), "").await);

    // What a deploy takes away is gone at once.
    room.grant(&["queue:f"]).await;
    denied(&room.ask(session.credentials(), dry(), "").await);

    let keys = session.credentials().clone();
    drop(session);
    let told = room.ask(&keys, dry(), "").await;
    assert_eq!((told.status, told.code.as_deref()), (403, Some("UnrecognizedClientException")));
}

#[tokio::test]
async fn which_function_is_meant() {
    let room = Room::new().await;
    for (path, expected) in [
        ("/2015-03-31/functions/f/invocations", 204),
        ("/2015-03-31/functions/f:$LATEST/invocations", 204),
        ("/2015-03-31/functions/f%3A%24LATEST/invocations", 204),
        ("/2015-03-31/functions/f/invocations?Qualifier=$LATEST", 204),
        ("/2015-03-31/functions/f/invocations?Qualifier=%24LATEST", 204),
        ("/2015-03-31/functions/f/invocations?Qualifier=7", 404),
        ("/2015-03-31/functions/f:live/invocations", 404),
        ("/2015-03-31/functions/g/invocations", 404),
        ("/2015-03-31/functions/F/invocations", 404),
        ("/2015-03-31/functions/f", 404),
        ("/2015-03-31/functions/f/invocations/", 204),
        ("/2015-03-31/", 404),
    ] {
        let request = Request::post(path).header("X-Amz-Invocation-Type", "DryRun");
        let told = room.ask(&room.admin(), request, "").await;
        assert_eq!(told.status, expected, "{path}: {told:?}");
        match (expected, told.body.contains("Function not found: arn:aws:lambda:")) {
            (404, true) => assert_eq!(told.code.as_deref(), Some("ResourceNotFoundException")),
            (404, false) => assert_eq!(told.code.as_deref(), Some("UnknownOperationException")),
            _ => {}
        }
    }
    let told = room.ask(&room.admin(), Request::get(INVOKE), "").await;
    assert_eq!((told.status, told.code.as_deref()), (404, Some("UnknownOperationException")));
}

#[tokio::test]
async fn what_has_two_readings_is_refused() {
    let room = Room::new().await;
    for path in [
        "/2015-03-31/functions/..%2F/invocations",
        "/2015-03-31/functions/g/../f/invocations",
        "/2015-03-31/functions/g/%2e%2e/f/invocations",
    ] {
        let request = Request::post(path).header("X-Amz-Invocation-Type", "DryRun");
        let told = room.ask(&room.admin(), request, "").await;
        // Or no operation has such an address at all.
        let codes = ["InvalidRequestException", "UnknownOperationException"];
        assert!(told.code.is_some_and(|code| codes.contains(&&*code)), "{path}");
    }
}

#[tokio::test]
async fn bodies_have_largest_sizes() {
    let room = Room::new().await;
    let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    for (kind, bytes) in
        [("RequestResponse", runtime::EVENT_BYTES_MAX + 1), ("Event", 1024 * 1024 + 1)]
    {
        let request = Request::post(INVOKE).header("X-Amz-Invocation-Type", kind);
        let told = room.ask(&room.admin(), request, &text(bytes)).await;
        let expected = (413, Some("RequestTooLargeException"));
        assert_eq!((told.status, told.code.as_deref()), expected, "{kind}");
    }
    let request = Request::post(INVOKE).header("X-Amz-Invocation-Type", "Event");
    assert_eq!(room.ask(&room.admin(), request, &text(1024 * 1024)).await.status, 202);
}

#[tokio::test]
async fn what_fails_to_start_is_an_error_of_the_function() {
    let room = Room::new().await;
    let told = room.ask(&room.admin(), Request::post(INVOKE), "{}").await;
    assert_eq!((told.status, told.code), (200, None));
    assert!(told.body.contains("there is no blob"), "{}", told.body);
}

#[tokio::test]
async fn markers_that_nobody_gave_are_no_danger() {
    let room = Room::new().await;
    for marker in ["f:18446744073709551615", "f:18446744073709551616", "f:", ":1", "f", "\u{0}:1"] {
        let marker = hex::encode(marker);
        for query in ["FunctionVersion=ALL&", ""] {
            let path = format!("/2015-03-31/functions/?{query}Marker={marker}");
            let told = room.ask(&room.admin(), Request::get(&path), "").await;
            assert!(told.status == 200 || told.status == 400, "{path}: {told:?}");
        }
    }
}
