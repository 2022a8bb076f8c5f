//! All functions by name, in pieces: a change copies one piece and the list of pieces, not all
//! functions, and whoever reads an older state keeps it.

use std::sync::Arc;

use super::Entry;
use crate::FunctionName;

/// A piece that grows beyond this is cut in two.
const PIECE_MAX: usize = 128;

type Piece = Vec<(FunctionName, Arc<Entry>)>;

/// No piece is empty, and names rise from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    pieces: Vec<Arc<Piece>>,
}

impl Index {
    pub(super) fn get(&self, name: &FunctionName) -> Option<&Arc<Entry>> {
        let piece = self.pieces.get(self.piece_of(name)?)?;
        let at = piece.binary_search_by(|(own, _)| own.cmp(name)).ok()?;
        piece.get(at).map(|(_, entry)| entry)
    }

    pub(super) fn insert(&mut self, name: FunctionName, entry: Arc<Entry>) {
        let Some(number) = self.piece_of(&name) else {
            self.pieces.push(Arc::new(vec![(name, entry)]));
            return;
        };
        let piece = Arc::make_mut(&mut self.pieces[number]);
        match piece.binary_search_by(|(own, _)| own.cmp(&name)) {
            Ok(at) => piece[at].1 = entry,
            Err(at) => piece.insert(at, (name, entry)),
        }
        if piece.len() > PIECE_MAX {
            let upper = piece.split_off(PIECE_MAX / 2);
            self.pieces.insert(number + 1, Arc::new(upper));
        }
    }

    pub(super) fn remove(&mut self, name: &FunctionName) {
        let Some(number) = self.piece_of(name) else { return };
        let piece = Arc::make_mut(&mut self.pieces[number]);
        if let Ok(at) = piece.binary_search_by(|(own, _)| own.cmp(name)) {
            piece.remove(at);
        }
        if piece.is_empty() {
            self.pieces.remove(number);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&FunctionName, &Arc<Entry>)> {
        self.pieces.iter().flat_map(|piece| piece.iter()).map(|(name, entry)| (name, entry))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.iter().map(|(_, entry)| entry)
    }

    /// Those behind a name, in order.
    pub(super) fn after<'a>(
        &'a self,
        last: Option<&'a FunctionName>,
    ) -> impl Iterator<Item = &'a Arc<Entry>> {
        let number = last.and_then(|last| self.piece_of(last)).unwrap_or(0);
        let pieces = self.pieces.iter().skip(number).flat_map(|piece| piece.iter());
        let behind = move |name: &FunctionName| last.is_none_or(|last| name > last);
        pieces.skip_while(move |(name, _)| !behind(name)).map(|(_, entry)| entry)
    }

    /// The piece that has the name if any has: the last that begins with it or before it, or else
    /// the first of all.
    fn piece_of(&self, name: &FunctionName) -> Option<usize> {
        let begin_before = |piece: &Arc<Piece>| piece.first().is_some_and(|(own, _)| own <= name);
        let number = self.pieces.partition_point(begin_before).saturating_sub(1);
        (number < self.pieces.len()).then_some(number)
    }
}

impl FromIterator<(FunctionName, Arc<Entry>)> for Index {
    fn from_iter<T: IntoIterator<Item = (FunctionName, Arc<Entry>)>>(all: T) -> Self {
        let mut index = Self::default();
        all.into_iter().for_each(|(name, entry)| index.insert(name, entry));
        index
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{Function, FunctionConfig, Label, Revision, VersionId};

    fn name(number: u16) -> FunctionName {
        FunctionName::parse(&format!("f{number}")).unwrap()
    }

    fn entry(number: u16, version: u64) -> Arc<Entry> {
        let latest = Arc::new(Function {
            name: name(number),
            app: None,
            label: Label::Latest,
            version: VersionId(version),
            config: FunctionConfig::new("provided".parse().unwrap(), "h"),
            package: blob::Hash::of(b""),
            package_bytes: 0,
            deployed_at_ms: 0,
            revision: Revision::default(),
            notes: Vec::new(),
        });
        Arc::new(Entry { latest, published: BTreeMap::new(), settings: Arc::default() })
    }

    #[derive(Debug, Clone)]
    enum Step {
        Insert(u16),
        Remove(u16),
        /// All of a range, so that pieces are cut and emptied.
        InsertAll(u16),
        RemoveAll(u16),
    }

    const RUN: u16 = 200;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..1_000u16).prop_map(Step::Insert),
            4 => (0..1_000u16).prop_map(Step::Remove),
            1 => (0..800u16).prop_map(Step::InsertAll),
            1 => (0..800u16).prop_map(Step::RemoveAll),
        ]
    }

    proptest! {
        #[test]
        fn it_is_a_map(steps in proptest::collection::vec(step(), 1..40), asked in 0..1_000u16) {
            let (mut index, mut model) = (Index::default(), BTreeMap::new());
            for (version, step) in steps.into_iter().enumerate() {
                let (before, old) = (index.clone(), model.clone());
                let (numbers, put) = match step {
                    Step::Insert(number) => (number..number + 1, true),
                    Step::Remove(number) => (number..number + 1, false),
                    Step::InsertAll(first) => (first..first + RUN, true),
                    Step::RemoveAll(first) => (first..first + RUN, false),
                };
                for number in numbers {
                    if put {
                        let entry = entry(number, version as u64);
                        index.insert(name(number), entry.clone());
                        model.insert(name(number), entry);
                    } else {
                        index.remove(&name(number));
                        model.remove(&name(number));
                    }
                }
                prop_assert!(index.iter().eq(&model));
                prop_assert!(before.iter().eq(&old), "an older state has changed");
                prop_assert!(index.pieces.iter().all(|p| !p.is_empty() && p.len() <= PIECE_MAX));
            }
            let asked = name(asked);
            prop_assert_eq!(index.get(&asked), model.get(&asked));
            let behind = model.range((std::ops::Bound::Excluded(&asked), std::ops::Bound::Unbounded));
            prop_assert!(index.after(Some(&asked)).eq(behind.map(|(_, entry)| entry)));
            prop_assert!(index.after(None).eq(model.values()));
        }
    }
}
