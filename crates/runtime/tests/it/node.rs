use crate::support::Room;

#[tokio::test]
async fn an_event_there_and_back() {
    let room = Room::new();
    let module = "export const handler = async (event) => ({ got: event });";
    let function = room.node(module).await;
    assert_eq!(function.call("r1", r#"{"a":[1,"é"]}"#).await, r#"{"got":{"a":[1,"é"]}}"#);
}

#[tokio::test]
async fn a_program_that_ends_in_a_call_says_how() {
    let room = Room::new();
    let function = room.node("export const handler = () => process.exit(7);").await;
    let told = function.call("r1", "{}").await;
    assert!(told.contains("Runtime exited with error: exit status 7"), "{told}");
}
