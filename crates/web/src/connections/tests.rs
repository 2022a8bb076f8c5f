use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt;
use tokio::time::{advance, timeout};

use super::*;
use crate::full_body;

const LIMITS: Limits = Limits { all: 8, peer: 4, kept: 2, requests: 3 };

fn peer(ip: &str) -> Peer {
    Peer::outside(ip.parse().unwrap())
}

async fn is_cut(place: &Place) -> bool {
    timeout(Duration::ZERO, place.standing().is_cut_off()).await.is_ok()
}

fn admit(connections: &Connections, ip: &str, count: usize) -> Vec<Place> {
    (0..count).map(|_| connections.admit(peer(ip)).unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_takes_the_place_of_the_one_that_was_silent_longest() {
    let connections = Connections::new(LIMITS);
    let mut places = Vec::new();
    for _ in 0..4 {
        places.push(connections.admit(peer("10.0.0.1")).unwrap());
        advance(Duration::from_millis(10)).await;
    }
    // The first has asked something, so the second was silent longest.
    let serving = places[0].standing().begin().unwrap();
    let newcomer = connections.admit(peer("10.0.0.1"));
    assert!(newcomer.is_some() && is_cut(&places[1]).await && !is_cut(&places[0]).await);
    assert_eq!(connections.count(), 4);
    drop(places.remove(1));
    assert_eq!(connections.count(), 4, "its place is not given away twice");
    drop((newcomer, serving, places));
    assert_eq!(connections.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_is_served_is_left_alone() {
    let connections = Connections::new(LIMITS);
    let places = admit(&connections, "10.0.0.1", 3);
    let _serving: Vec<_> = places.iter().map(|place| place.standing().begin().unwrap()).collect();
    let fourth = connections.admit(peer("10.0.0.1")).unwrap();
    assert!(fourth.standing().begin().is_none(), "a peer may have so many unanswered");
    let other = connections.admit(peer("10.0.0.2")).unwrap();
    assert!(other.standing().begin().is_some(), "which is no affair of others");
    assert!(connections.admit(peer("10.0.0.1")).is_some() && is_cut(&fourth).await);
}

#[tokio::test(start_paused = true)]
async fn the_peer_that_has_most_makes_room_and_places_are_kept_for_this_machine() {
    let connections = Connections::new(LIMITS);
    let many = admit(&connections, "10.0.0.1", 4);
    let few = admit(&connections, "10.0.0.2", 2);
    // Six of eight: the last two are for this machine's own.
    let third = admit(&connections, "10.0.0.3", 1);
    let mut cut = 0;
    for place in &many {
        cut += usize::from(is_cut(place).await);
    }
    assert_eq!((cut, connections.count()), (1, 6));
    let owner = admit(&connections, "127.0.0.1", 2);
    assert_eq!(connections.count(), 8);
    for place in few.iter().chain(&third).chain(&owner) {
        assert!(!is_cut(place).await);
    }
}

#[tokio::test(start_paused = true)]
async fn unread_connections_make_room_after_a_second() {
    let connections = Connections::new(Limits { requests: 100, ..LIMITS });
    let places = admit(&connections, "10.0.0.1", 4);
    let serving: Vec<_> = places.iter().map(|place| place.standing().begin().unwrap()).collect();
    places[2].standing().has_written(None);
    assert!(connections.admit(peer("10.0.0.1")).is_none());
    advance(Duration::from_secs(2)).await;
    assert!(connections.admit(peer("10.0.0.1")).is_some() && is_cut(&places[2]).await);
    drop(serving);
}

/// After how many seconds of sweeps a connection is cut off.
async fn lasts(pressed: bool, each_second: impl Fn(&Standing)) -> Option<u32> {
    let connections = Connections::new(LIMITS);
    let place = connections.admit(peer("10.0.0.1")).unwrap();
    let _serving = place.standing().begin();
    for second in 1..100 {
        each_second(place.standing());
        advance(Duration::from_secs(1)).await;
        connections.sweep(pressed);
        if is_cut(&place).await {
            return Some(second);
        }
    }
    None
}

#[tokio::test(start_paused = true)]
async fn who_reads_slower_than_the_least_rate_is_cut_off() {
    let slow = |bytes: usize| {
        move |standing: &Standing| {
            standing.has_written(Some(bytes));
            standing.has_written(None);
        }
    };
    assert_eq!(lasts(false, slow(0)).await, Some(15));
    assert_eq!(lasts(false, slow(500)).await, Some(15));
    assert_eq!(lasts(false, slow(2_000)).await, None);
    assert_eq!(lasts(true, slow(0)).await, Some(2).or(Some(1)));
    assert_eq!(lasts(true, |_| {}).await, None, "who is not read from, not who waits");
}

#[tokio::test(start_paused = true)]
async fn who_asks_nothing_is_cut_off() {
    let connections = Connections::new(LIMITS);
    let (silent, asks) = (
        connections.admit(peer("10.0.0.1")).unwrap(),
        connections.admit(peer("10.0.0.1")).unwrap(),
    );
    for _ in 0..31 {
        drop(asks.standing().begin());
        advance(Duration::from_secs(1)).await;
        connections.sweep(false);
    }
    assert!(is_cut(&silent).await && !is_cut(&asks).await);
}

#[tokio::test(start_paused = true)]
async fn noise_is_cut_off() {
    let connections = Connections::new(LIMITS);
    let place = connections.admit(peer("10.0.0.1")).unwrap();
    let standing = place.standing();
    let _serving = standing.begin();
    standing.has_read(200_000);
    standing.has_read_of_a_body(150_000);
    standing.has_read(250_000);
    assert!(!is_cut(&place).await);
    standing.has_read(100_000);
    assert!(is_cut(&place).await);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_not_taken_is_cut_off_though_its_connection_lives() {
    let connections = Connections::new(LIMITS);
    let place = connections.admit(peer("10.0.0.1")).unwrap();
    let serving = place.standing().begin().unwrap();
    let answer = Response::new(full_body(Bytes::from(vec![1; 1_000_000])));
    let mut answer = serving.until_taken(answer).into_body();
    let mut taken = 0;
    for _ in 0..5 {
        taken += answer.frame().await.unwrap().unwrap().into_data().unwrap().len();
        advance(Duration::from_secs(1)).await;
        connections.sweep(true);
        assert!(!is_cut(&place).await);
    }
    assert_eq!(taken, 5 * 64 * 1024);
    for _ in 0..16 {
        advance(Duration::from_secs(1)).await;
        connections.sweep(false);
    }
    assert!(is_cut(&place).await);
}
