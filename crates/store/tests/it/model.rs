//! Random batches against a `BTreeMap`: same outcomes, same rows, same ranges.

use std::collections::BTreeMap;

use proptest::prelude::*;
use store::{Batch, Range, Store};

use crate::place::{Place, together};

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

#[derive(Debug, Clone)]
enum Check {
    Absent(Vec<u8>),
    Present(Vec<u8>),
    Equals(Vec<u8>, Vec<u8>),
}

#[derive(Debug, Clone)]
enum Write {
    Put(Vec<u8>, Vec<u8>),
    Delete(Vec<u8>),
    DeleteRange(Vec<u8>, Vec<u8>),
}

type Both = (Vec<Check>, Vec<Write>);

#[derive(Debug, Clone)]
enum Step {
    Commit(Vec<Both>),
    Scan(Vec<u8>, Vec<u8>, usize),
    Snapshot,
    Reopen,
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(vec![0u8, 1, 255]), 1..4)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0u8..3, 0..2)
}

fn batch() -> impl Strategy<Value = Both> {
    let check = prop_oneof![
        key().prop_map(Check::Absent),
        key().prop_map(Check::Present),
        (key(), value()).prop_map(|(key, value)| Check::Equals(key, value)),
    ];
    let write = prop_oneof![
        6 => (key(), value()).prop_map(|(key, value)| Write::Put(key, value)),
        2 => key().prop_map(Write::Delete),
        1 => (key(), key()).prop_map(|(from, to)| Write::DeleteRange(from, to)),
    ];
    (prop::collection::vec(check, 0..2), prop::collection::vec(write, 0..5))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::collection::vec(batch(), 1..6).prop_map(Step::Commit),
        3 => (key(), key(), 0usize..20).prop_map(|(from, to, limit)| Step::Scan(from, to, limit)),
        1 => Just(Step::Snapshot),
        1 => Just(Step::Reopen),
    ]
}

fn to_batch((checks, writes): &Both) -> Batch {
    let batch = checks.iter().fold(Batch::new(), |batch, check| match check {
        Check::Absent(key) => batch.absent(key),
        Check::Present(key) => batch.present(key),
        Check::Equals(key, value) => batch.equals(key, value.clone()),
    });
    writes.iter().fold(batch, |batch, write| match write {
        Write::Put(key, value) => batch.put(key, value.clone()),
        Write::Delete(key) => batch.delete(key),
        Write::DeleteRange(from, to) => batch.delete_range(Range::from_to(from, to)),
    })
}

fn apply(rows: &mut Rows, (checks, writes): &Both) -> bool {
    let holds = checks.iter().all(|check| match check {
        Check::Absent(key) => !rows.contains_key(key),
        Check::Present(key) => rows.contains_key(key),
        Check::Equals(key, value) => rows.get(key) == Some(value),
    });
    if holds {
        for write in writes {
            match write {
                Write::Put(key, value) => {
                    rows.insert(key.clone(), value.clone());
                }
                Write::Delete(key) => {
                    rows.remove(key);
                }
                Write::DeleteRange(from, to) => rows.retain(|key, _| key < from || key >= to),
            }
        }
    }
    holds
}

fn listed(entries: Vec<store::Entry>) -> Vec<(Vec<u8>, Vec<u8>)> {
    entries.into_iter().map(|entry| (entry.key.into(), entry.value.into())).collect()
}

async fn run(place: Place, steps: Vec<Step>) {
    let mut rows = Rows::new();
    let mut store: Option<Store> = Some(place.open());
    let mut kept = Vec::new();
    for step in steps {
        let open = store.get_or_insert_with(|| place.open());
        match step {
            Step::Commit(batches) => {
                let outcomes = together(open, batches.iter().map(to_batch).collect()).await;
                for (batch, outcome) in batches.iter().zip(outcomes) {
                    assert_eq!(outcome.is_ok(), apply(&mut rows, batch), "{batch:?}: {outcome:?}");
                }
            }
            Step::Scan(from, to, limit) => {
                let snapshot = open.snapshot().unwrap();
                let range = || Range::from_to(&from, &to);
                let mut expected: Vec<_> = rows.clone().into_iter().collect();
                expected.retain(|(key, _)| range().contains(key));
                let forward = listed(snapshot.scan(range(), limit).unwrap());
                assert_eq!(forward, expected[..limit.min(expected.len())]);
                expected.reverse();
                let backward = listed(snapshot.scan_back(range(), limit).unwrap());
                assert_eq!(backward, expected[..limit.min(expected.len())]);
                let got = open.get(&from).unwrap().map(|entry| entry.value.to_vec());
                assert_eq!(got.as_ref(), rows.get(&from));
            }
            Step::Snapshot => kept.push((open.snapshot().unwrap(), rows.clone())),
            Step::Reopen => store = None,
        }
    }
    let open = store.get_or_insert_with(|| place.open());
    kept.push((open.snapshot().unwrap(), rows));
    for (snapshot, rows) in kept {
        let found = listed(snapshot.scan(Range::all(), usize::MAX).unwrap());
        assert_eq!(found, rows.into_iter().collect::<Vec<_>>());
    }
}

fn block_on(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn memory_is_like_a_map(steps in prop::collection::vec(step(), 1..30)) {
        block_on(run(Place::memory(), steps));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, ..ProptestConfig::default() })]
    #[test]
    fn a_file_is_like_a_map(steps in prop::collection::vec(step(), 1..30)) {
        block_on(run(Place::file(), steps));
    }
}
