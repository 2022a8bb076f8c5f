use std::path::PathBuf;
use std::pin::Pin;
use std::task::Poll;

use store::{Batch, Entry, Error, Faults, Key, Keyspace, Options, Store, Version};
use tempfile::TempDir;

/// Somewhere a store lives and can be opened again.
pub(crate) enum Place {
    Memory(Faults),
    File(TempDir),
}

impl Place {
    pub(crate) fn memory() -> Self {
        Place::Memory(Faults::new())
    }

    pub(crate) fn file() -> Self {
        Place::File(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Place::Memory(_) => panic!("a store in memory has no path"),
            Place::File(dir) => dir.path().join("store.sqlite"),
        }
    }

    pub(crate) fn open(&self) -> Store {
        self.open_with(Options::default())
    }

    pub(crate) fn open_with(&self, options: Options) -> Store {
        match self {
            Place::Memory(faults) => Store::in_memory_with(options, faults.clone()).unwrap(),
            Place::File(_) => Store::open(&self.path(), options).unwrap(),
        }
    }
}

/// Runs each of these tests on both engines.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test] async fn $test() { super::$test(crate::place::Place::memory()).await })+
        }
        mod file {
            $(#[tokio::test] async fn $test() { super::$test(crate::place::Place::file()).await })+
        }
    };
}
pub(crate) use on_both;

pub(crate) fn key(text: &str) -> Key {
    Key::in_space(Keyspace(1)).text(text)
}

pub(crate) fn values(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| std::str::from_utf8(&entry.value).unwrap()).collect()
}

/// Submits the batches in this order without waiting in between, so that they can share groups.
pub(crate) async fn together(store: &Store, batches: Vec<Batch>) -> Vec<Result<Version, Error>> {
    let mut commits: Vec<Pin<Box<_>>> =
        batches.into_iter().map(|batch| Box::pin(store.commit(batch))).collect();
    let mut outcomes: Vec<Option<_>> = commits.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (commit, outcome) in commits.iter_mut().zip(&mut outcomes) {
            if outcome.is_none()
                && let Poll::Ready(done) = commit.as_mut().poll(context)
            {
                *outcome = Some(done);
            }
        }
        if outcomes.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outcomes.into_iter().flatten().collect()
}
