//! Slots kept ready.

use crate::support::{PATH, Room, eventually, null, spec};
use sandbox::{Egress, Program, Spec, Status};

fn room() -> Room {
    Room::with(|options| options.pool_max = 3)
}

#[tokio::test]
async fn there_are_as_many_as_were_asked_for_within_the_bound() {
    let without = Room::new();
    let slot = without.sandbox.slot(spec()).await.unwrap();
    let per_slot = without.cgroups().len();
    drop(slot);
    let room = room();
    assert_eq!(room.cgroups().len(), 0);
    let slot = room.sandbox.slot(spec()).await.unwrap();
    eventually("one is ready", || room.cgroups().len() == 2 * per_slot);
    drop(slot);
    eventually("one is left", || room.cgroups().len() == per_slot);
    for _ in 0..6 {
        drop(room.sandbox.slot(spec()).await.unwrap());
    }
    eventually("three at most", || room.cgroups().len() == 3 * per_slot);
}

#[tokio::test]
async fn they_are_as_good_as_new_ones() {
    let room = room();
    for round in 0..8 {
        let egress = [Egress::None, Egress::Internet, Egress::Host][round % 3];
        let spec = Spec { egress, owner: round as u64 % 2, memory_mb: 64, tmp_mb: 3, ..spec() };
        let script = "test ! -e /tmp/x && echo x > /tmp/x; df -m /tmp | tail -1 | { read _ size _; \
                      test -z \"$SIZED\" || echo $size; }; exit 6";
        let env = [("PATH", PATH), ("SIZED", "yes")];
        let (exit, output) = room.shell(spec, script, &env).await.end().await;
        assert_eq!(exit.status, Status::Code(6), "{output}");
        assert_eq!(output, "3\n");
        // The next comes from the pool, if there is one for its kind.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn they_end_with_the_sandbox() {
    for close in [true, false] {
        let room = room();
        let slot = room.sandbox.slot(spec()).await.unwrap();
        let process = slot.start(Program::new(["/bin/true"], null(), null())).unwrap();
        process.wait().await;
        eventually("one is ready", || !room.cgroups().is_empty());
        let name = room.name.clone();
        if close {
            room.sandbox.close().await;
            assert!(crate::support::cgroups(&name).is_empty());
        }
        drop(room);
        eventually("all gone", || crate::support::cgroups(&name).is_empty());
    }
}
