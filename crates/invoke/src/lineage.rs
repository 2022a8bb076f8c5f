//! Through which functions a chain of calls has gone, and how often: what ends a loop.
//!
//! It travels in the trace's field `Lineage`, as on Lambda: `Lineage=1f0e9c3a:3|…`, a function's hash
//! and how often it has been called. Destinations carry it on, and so do AWS's SDKs when a function
//! calls another. Code that drops its trace begins a new chain.

use functions::{Entry, FunctionName};

/// So often may one function be in a chain.
pub(crate) const HOPS_MAX: u32 = 16;
/// So many functions may be in one: with more, a chain goes too far.
const FUNCTIONS_MAX: usize = 48;

const FIELD: &str = "Lineage=";

/// A call as one more link of its chain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// What the call's own calls are told.
    pub(crate) trace: String,
    /// Whether the chain goes in circles.
    pub(crate) loops: bool,
}

impl Link {
    pub(crate) fn of(trace: &str, name: &FunctionName) -> Self {
        let (rest, mut chain) = read(trace);
        let own = hash(name);
        let hops = match chain.iter_mut().find(|(function, _)| *function == own) {
            Some((_, hops)) => {
                *hops = hops.saturating_add(1);
                *hops
            }
            None => {
                chain.push((own, 1));
                1
            }
        };
        let loops = hops > HOPS_MAX || chain.len() > FUNCTIONS_MAX;
        chain.truncate(FUNCTIONS_MAX);
        let chain: Vec<_> = chain.iter().map(|(name, hops)| format!("{name:08x}:{hops}")).collect();
        Self { trace: format!("{rest};{FIELD}{}", chain.join("|")), loops }
    }
}

/// Whether a chain has been through a function.
pub(crate) fn has(trace: &str, name: &FunctionName) -> bool {
    read(trace).1.iter().any(|(function, _)| *function == hash(name))
}

/// Whether the function's owner wants its loops.
pub(crate) fn may_loop(entry: &Entry) -> bool {
    entry.settings.recursion.as_deref() == Some("Allow")
}

/// The trace without its lineage, and the lineage. What is not ours in it says nothing.
fn read(trace: &str) -> (String, Vec<(u32, u32)>) {
    let fields = || trace.split(';').map(str::trim).filter(|field| !field.is_empty());
    let rest: Vec<_> = fields().filter(|field| !field.starts_with(FIELD)).collect();
    let links = fields().filter_map(|field| field.strip_prefix(FIELD));
    let links = links.flat_map(|chain| chain.split('|')).take(FUNCTIONS_MAX);
    let chain = links.filter_map(|link| {
        let (function, hops) = link.split_once(':')?;
        Some((u32::from_str_radix(function, 16).ok()?, hops.parse().ok()?))
    });
    (rest.join(";"), chain.collect())
}

/// FNV-1a: the same on every node and after every start.
fn hash(name: &FunctionName) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    name.as_str().bytes().fold(0x811c_9dc5, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> FunctionName {
        FunctionName::parse(text).unwrap()
    }

    #[test]
    fn a_function_that_comes_again_and_again_is_noticed() {
        let mut trace = "Root=1-2-3;Sampled=0".to_owned();
        for _ in 0..HOPS_MAX {
            let link = Link::of(&trace, &name("a"));
            assert!(!link.loops, "{trace}");
            // Others in between are not counted for it.
            trace = Link::of(&link.trace, &name("b")).trace;
        }
        assert!(trace.starts_with("Root=1-2-3;Sampled=0;Lineage="), "{trace}");
        assert!(Link::of(&trace, &name("a")).loops && !Link::of(&trace, &name("c")).loops);
        assert!(has(&trace, &name("b")) && !has(&trace, &name("c")));
    }

    #[test]
    fn a_chain_of_too_many_functions_ends_too() {
        let mut trace = "Root=1".to_owned();
        let far = (0..FUNCTIONS_MAX).all(|number| {
            let link = Link::of(&trace, &name(&format!("f{number}")));
            trace = link.trace;
            !link.loops
        });
        let next = Link::of(&trace, &name("one-more"));
        assert!(far && next.loops);
        assert!(next.trace.len() < crate::ids::TRACE_BYTES_MAX, "it is taken from callers");
    }

    #[test]
    fn what_makes_no_sense_says_nothing() {
        for lineage in ["", "x", "1:a:b", "zz:1", "1f:-1", "1f:99999999999", "|||", "1f"] {
            let link = Link::of(&format!("Root=1;Lineage={lineage}"), &name("a"));
            assert_eq!(link, Link::of("Root=1", &name("a")), "{lineage}");
        }
        let most = format!("Root=1;Lineage={:08x}:4294967295", hash(&name("a")));
        assert!(Link::of(&most, &name("a")).loops);
    }
}
