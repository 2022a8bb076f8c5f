use crate::support::Room;

#[tokio::test]
async fn packs_are_listed_and_strange_wishes_are_refused() {
    let room = Room::new().await;
    let list = room.ask("GET", "/runtime-packs", "").await;
    let packs = list.json()["packs"].as_array().unwrap().clone();
    assert_eq!((list.status, packs.len()), (200, 3));
    assert!(packs.iter().all(|pack| pack["state"] == "absent"), "{list:?}");
    for body in [r#"{"runtimes":["perl"]}"#, "{}", "nonsense"] {
        assert_eq!(room.ask("POST", "/runtime-packs", body).await.status, 400, "{body}");
    }
    let none = room.ask("POST", "/runtime-packs", r#"{"runtimes":[]}"#).await;
    assert_eq!((none.status, &none.json()["packs"]), (202, &serde_json::json!([])));
    for (id, status) in
        [("aws", 404), ("..%2F..%2Fetc", 400), ("aws-python3.10-0000000000000000", 404)]
    {
        let told = room.ask("DELETE", &format!("/runtime-packs/{id}"), "").await;
        assert_eq!(told.status, status, "{told:?}");
    }
}
