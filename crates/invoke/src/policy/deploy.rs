//! Versions come, replace each other and go.

use functions::Variant;

use super::function::{Function, Index};
use super::machine::Policy;
use super::version::Version;
use super::{Action, Millis, Refusal, StopReason, Target};

impl Policy {
    pub(super) fn deployed(
        &mut self,
        target: Target,
        fresh: bool,
        now: Millis,
        out: &mut Vec<Action>,
    ) {
        let index = self.index_for(&target.function);
        if !self.function(index).is_current(target.version) {
            self.retire(index, StopReason::Replaced, out);
        }
        if !target.copies {
            self.retire_zygote(index, StopReason::Replaced, out);
        }
        let (version, memory_mb) = (target.version, u64::from(target.memory_mb));
        let fresh_version = || Version::new(index, memory_mb);
        let record = self.versions.entry(version).or_insert_with(fresh_version);
        let function = &mut self.functions[index.0 as usize];
        // Going back to a version that still drains takes its instances back into service.
        function.live = record.instances();
        function.failures = 0;
        function.warm_retry_at = 0;
        function.target = Some(target);
        function.expected = None;
        function.zygote.retry_at = 0;
        self.recharge_unmeasured(index);
        let until = self.rest(index, true, now).zygote;
        self.function_mut(index).zygote.until = until;
        self.settle(index, now, out);
        if fresh {
            self.guess(index, now, out);
        }
        self.advance(index, now, out);
    }

    pub(super) fn removed(&mut self, name: &Variant, now: Millis, out: &mut Vec<Action>) {
        let Some(index) = self.names.get(name).copied() else { return };
        self.refuse_all(index, Refusal::Removed, out);
        self.retire(index, StopReason::Removed, out);
        self.settle(index, now, out);
    }

    /// Takes the current version out of service: what is idle or starting goes now, what is busy
    /// when its calls are done.
    fn retire(&mut self, index: Index, why: StopReason, out: &mut Vec<Action>) {
        let function = self.function(index);
        let unused = function.starting.iter().chain(function.idle.values()).copied();
        for id in unused.collect::<Vec<_>>() {
            self.stop(id, why, out);
        }
        self.retire_zygote(index, why, out);
        let function = &mut self.functions[index.0 as usize];
        function.expected = None;
        function.partial.clear();
        function.live = 0;
        if let Some(old) = function.target.take().map(|target| target.version)
            && self.versions.get(&old).is_some_and(|version| version.instances() == 0)
        {
            self.versions.remove(&old);
        }
    }

    fn index_for(&mut self, name: &Variant) -> Index {
        if let Some(index) = self.names.get(name) {
            return *index;
        }
        let fresh = Function::new(name.clone());
        let index = match self.vacant.pop() {
            Some(index) => {
                self.functions[index.0 as usize] = fresh;
                index
            }
            None => {
                self.functions.push(fresh);
                Index((self.functions.len() - 1) as u32)
            }
        };
        self.names.insert(name.clone(), index);
        index
    }
}
