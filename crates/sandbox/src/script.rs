//! Writes down what init is to do for one slot (see `wire`).

use crate::wire::{self, RECORD_WORDS};
use rustix::fs::MemfdFlags;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Number(u64),
    Text(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    op: u64,
    values: Vec<Value>,
}

/// What init is to do, one after the other: what all slots have in common, what is one program's.
#[derive(Clone, Debug)]
pub(crate) struct Scripts(pub(crate) Vec<Arc<Script>>);

impl Scripts {
    /// What the record with this number is about, for people.
    pub(crate) fn describe(&self, index: usize) -> String {
        let mut index = index;
        for script in &self.0 {
            match index.checked_sub(script.records.len()) {
                None => return script.describe(index),
                Some(rest) => index = rest,
            }
        }
        Script::default().describe(index)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Script {
    records: Vec<Record>,
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<&[u8]> for Value {
    fn from(text: &[u8]) -> Value {
        Value::Text(text.into())
    }
}

impl Script {
    pub(crate) fn add<const N: usize>(&mut self, op: u64, values: [Value; N]) {
        self.records.push(Record { op, values: values.into() });
    }

    pub(crate) fn append(&mut self, other: &Script) {
        self.records.extend_from_slice(&other.records);
    }

    fn describe(&self, index: usize) -> String {
        let record = self.records.get(index);
        let path = record.and_then(|record| match record.values.first() {
            Some(Value::Text(path)) => Some(String::from_utf8_lossy(path).into_owned()),
            _ => None,
        });
        let path = path.unwrap_or_default();
        match record.map_or(wire::OP_END, |record| record.op) {
            wire::OP_ROOT => "make its root".into(),
            wire::OP_DIR | wire::OP_FILE | wire::OP_LINK | wire::OP_DEVICE => {
                format!("make its /{path}")
            }
            wire::OP_BIND | wire::OP_MOUNT | wire::OP_ATTACH => format!("mount its /{path}"),
            wire::OP_UNMOUNT => format!("clear its /{path}"),
            wire::OP_ENTER => "enter its root".into(),
            wire::OP_USERS => "enter its user namespace".into(),
            wire::OP_NEST => "make its namespaces below the nursery's".into(),
            wire::OP_HOSTNAME => "name it".into(),
            wire::OP_BOUND => "give up capabilities".into(),
            wire::OP_LANDLOCK => "restrict files with Landlock".into(),
            wire::OP_SECCOMP => "filter system calls".into(),
            _ => "follow the protocol".into(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text_at = (self.records.len() + 1) * RECORD_WORDS * 8;
        let (mut words, mut texts) = (Vec::new(), Vec::new());
        for record in &self.records {
            words.push(record.op);
            for value in &record.values {
                words.push(match value {
                    Value::Number(number) => *number,
                    Value::Text(text) => {
                        texts.extend_from_slice(text);
                        texts.push(0);
                        let at = text_at as u64;
                        text_at += text.len() + 1;
                        at
                    }
                });
            }
            words.resize(words.len().next_multiple_of(RECORD_WORDS), 0);
        }
        words.resize(words.len() + RECORD_WORDS, wire::OP_END);
        let words = words.iter().flat_map(|word| word.to_ne_bytes());
        words.chain(texts).collect()
    }

    pub(crate) fn in_memory(&self) -> io::Result<(OwnedFd, u32)> {
        let bytes = self.bytes();
        let mut file: std::fs::File =
            rustix::fs::memfd_create("mayfly-slot", MemfdFlags::CLOEXEC)?.into();
        file.write_all(&bytes)?;
        Ok((file.into(), bytes.len() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_the_records() {
        let mut script = Script::default();
        script.add(wire::OP_DIR, ["a".into(), 7.into()]);
        script.add(wire::OP_ENTER, []);
        script.add(wire::OP_LINK, ["b".into(), "cd".into()]);
        let bytes = script.bytes();
        let word = |at: usize| u64::from_ne_bytes(bytes[at * 8..at * 8 + 8].try_into().unwrap());
        assert_eq!([word(0), word(1), word(2)], [wire::OP_DIR, 160, 7]);
        assert_eq!(
            (word(5), word(10), word(11), word(12)),
            (wire::OP_ENTER, wire::OP_LINK, 162, 164)
        );
        assert_eq!(word(15), wire::OP_END);
        assert_eq!(&bytes[160..], b"a\0b\0cd\0");
        assert_eq!(script.describe(2), "make its /b");
    }
}
