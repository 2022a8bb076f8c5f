//! Slots in slots, for copies of a running program.

use crate::support::{Room, eventually};
use crate::zygote::Nursery;
use sandbox::Status;

#[tokio::test]
async fn three_copies_live_and_die_apart() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    let mut copies = Vec::new();
    for _ in 0..3 {
        copies.push(nursery.copy().await);
    }
    for (n, copy) in copies.iter_mut().enumerate() {
        assert_eq!(copy.ask("echo $$ $LOADED_BY; id -u; hostname"), "2 2\n993\nsandbox");
        assert_eq!(copy.ask("ls /tmp; echo x > /tmp/$$; ls /tmp"), "2", "its own /tmp");
        let sets = copy.ask("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | cut -f2");
        let none = "0000000000000000\n".repeat(5);
        assert_eq!(sets, format!("{none}1\n2"));
        assert_eq!(copy.ask("ls -d /proc/[0-9]* | wc -l"), "3", "init is hidden {n}");
        assert_eq!(copy.ask("cut -d: -f3 /proc/self/cgroup | sort -u"), "/");
    }
    copies[1].process.kill();
    assert_eq!(copies[1].process.wait().await.status, Status::Signal(9));
    assert_eq!(copies[0].ask("echo still here"), "still here");
    copies[0].tell("exit 7");
    assert_eq!(copies[0].process.wait().await.status, Status::Code(7));
    assert_eq!(copies[2].ask("echo still here"), "still here");
    assert!(copies[2].process.usage().memory_peak_bytes > 0);
    drop(copies);
    drop(nursery);
    eventually("all gone", || room.cgroups().is_empty());
}
