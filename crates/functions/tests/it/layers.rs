//! Layers come, stay and go.

use functions::{LayerVersion, Layers, ResourcePolicy};
use store::{Faults, Store};

fn open(faults: &Faults) -> Layers {
    let store = Store::in_memory_with(store::Options::default(), faults.clone()).unwrap();
    Layers::open(store).unwrap()
}

fn layer(name: &str, code: &[u8]) -> LayerVersion {
    let package = Some(blob::Hash::of(code));
    LayerVersion { name: name.into(), package, bytes: 7, ..LayerVersion::default() }
}

fn newest(layers: &Layers) -> String {
    let all: Vec<_> =
        layers.newest().iter().map(|layer| format!("{}:{}", layer.name, layer.number)).collect();
    all.join(" ")
}

#[tokio::test]
async fn numbers_are_never_given_again() {
    let faults = Faults::new();
    let layers = open(&faults);
    for (name, number) in [("a", 1), ("b", 1), ("a", 2), ("a", 3)] {
        assert_eq!(layers.publish(layer(name, name.as_bytes())).await.unwrap().number, number);
    }
    layers.remove("a", 3).await.unwrap();
    layers.remove("b", 1).await.unwrap();
    layers.remove("b", 9).await.unwrap();
    faults.crash();
    let layers = open(&faults);
    assert_eq!(newest(&layers), "a:2");
    assert_eq!(layers.publish(layer("a", b"x")).await.unwrap().number, 4);
    assert_eq!(layers.publish(layer("b", b"x")).await.unwrap().number, 2);
    assert_eq!(newest(&layers), "a:4 b:2");
    let numbers: Vec<_> = layers.versions("a").iter().map(|layer| layer.number).collect();
    assert_eq!(numbers, [4, 2, 1]);
}

#[tokio::test]
async fn what_is_said_of_one_stays() {
    let faults = Faults::new();
    let layers = open(&faults);
    layers.publish(layer("a", b"code")).await.unwrap();
    let policy = ResourcePolicy { document: "{}".into(), ..ResourcePolicy::default() };
    layers.set_policy("a", 1, Some(policy.clone())).await.unwrap();
    assert!(layers.set_policy("a", 2, None).await.unwrap().is_none());
    faults.crash();
    let layers = open(&faults);
    let expected = LayerVersion { number: 1, policy: Some(policy), ..layer("a", b"code") };
    assert_eq!(*layers.get("a", 1).unwrap(), expected);
    assert_eq!(layers.packages(), [blob::Hash::of(b"code")]);
}
