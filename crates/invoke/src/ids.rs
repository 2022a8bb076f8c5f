//! Ids of requests and traces.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::{Builder, Uuid};

/// The longest trace that is taken from a caller: its lineage tells of every function on the way.
pub(crate) const TRACE_BYTES_MAX: usize = 1024;

/// Ids whose random bytes are fetched from the kernel at once.
const AHEAD: usize = 64;

thread_local! {
    /// Random bytes that no id has used yet.
    static POOL: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
}

/// As [`Uuid::new_v4`], with a system call for many at a time.
fn unique() -> Uuid {
    let next = || POOL.with_borrow_mut(|pool| pool.pop().or_else(|| refill(pool)));
    next().map_or_else(Uuid::new_v4, |bytes| Builder::from_random_bytes(bytes).into_uuid())
}

fn refill(pool: &mut Vec<[u8; 16]>) -> Option<[u8; 16]> {
    let mut bytes = [0; 16 * AHEAD];
    let filled = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).ok()?;
    let (ids, _) = bytes[..filled].as_chunks::<16>();
    pool.extend_from_slice(ids);
    pool.pop()
}

/// A fresh id for a request.
pub fn request_id() -> Arc<str> {
    let mut buffer = Uuid::encode_buffer();
    Arc::from(&*unique().hyphenated().encode_lower(&mut buffer))
}

/// The caller's trace when it is one, else the root of a new one that nobody samples.
pub(crate) fn trace_id(given: Option<&str>) -> Arc<str> {
    let plain = |text: &&str| {
        text.starts_with("Root=")
            && text.len() <= TRACE_BYTES_MAX
            && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
    };
    if let Some(given) = given.filter(plain) {
        return given.into();
    }
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (root, parent) = (unique().as_u128() >> 32, unique().as_u64_pair().1);
    format!("Root=1-{seconds:08x}-{root:024x};Parent={parent:016x};Sampled=0").into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_differ_in_and_between_threads() {
        let many = || (0..3 * AHEAD).map(|_| request_id()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(many)).collect();
        let all: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        for id in &all {
            assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4, "{id}");
        }
    }

    #[test]
    fn traces_are_the_callers_or_new_roots() {
        let new = trace_id(None);
        let lengths: Vec<_> = new.split([';', '-']).map(str::len).collect();
        assert_eq!(lengths, [6, 8, 24, 23, 9], "{new}");
        assert_eq!(&*trace_id(Some("Root=1-a b;Parent=2")), "Root=1-a b;Parent=2");
        for wrong in ["root=1", "Root=é", "Root=1\n2", &format!("Root={}", "1".repeat(1100))] {
            assert!(trace_id(Some(wrong)).starts_with("Root=1-"), "{wrong}");
            assert_ne!(&*trace_id(Some(wrong)), wrong);
        }
    }
}
