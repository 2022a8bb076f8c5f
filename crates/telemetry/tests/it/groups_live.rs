use telemetry::{GroupName, LiveNews, StreamName};

use crate::support::{memory, now_us, open, put};

#[tokio::test]
async fn puts_are_told_as_they_come() {
    let store = memory();
    let telemetry = open(&store);
    let groups = telemetry.groups();
    let (group, stream) = (GroupName::parse("g").unwrap(), StreamName::parse("s").unwrap());
    groups.create_group(&group, <_>::default()).await.unwrap();
    groups.create_stream(&group, &stream).await.unwrap();
    let now_ms = now_us() / 1000;
    put(groups, &group, &stream, &[(now_ms, "before")]).await;
    let mut live = groups.live();
    put(groups, &group, &stream, &[(now_ms - 5, "late"), (now_ms, "now")]).await;
    let Some(LiveNews::Put(told)) = live.next().await else { panic!("nothing came") };
    assert_eq!((&told.group, &told.stream), (&group, &stream));
    let texts: Vec<_> = told.events.iter().map(|event| event.text.as_str()).collect();
    assert_eq!(texts, ["late", "now"]);
    for n in 0..40 {
        put(groups, &group, &stream, &[(now_ms, &n.to_string())]).await;
    }
    let Some(LiveNews::Missed(missed)) = live.next().await else { panic!("nothing was missed") };
    assert_eq!(missed, 40 - 16);
}

#[tokio::test]
async fn one_group_as_it_is() {
    let store = memory();
    let telemetry = open(&store);
    let groups = telemetry.groups();
    let name = GroupName::parse("/aws/lambda/f").unwrap();
    assert!(matches!(groups.group(&name).await, Err(telemetry::GroupsError::NoGroup)));
    telemetry.log(crate::support::event("f", now_us(), "said"));
    let printed = groups.group(&name).await.unwrap();
    assert!(printed.stored_bytes > 0 && printed.retention_days.is_none());
    groups.put_retention(&name, 7).await.unwrap();
    let query = telemetry::GroupsQuery::default();
    let listed = groups.groups(query).await.unwrap().groups;
    assert_eq!(groups.group(&name).await.unwrap(), listed[0]);
}
