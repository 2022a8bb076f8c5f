//! Slots in slots, for copies of a running program.

use crate::support::{Room, eventually};
use crate::zygote::{Nursery, nursery_spec};
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

/// `cargo test -p sandbox --test it -- --ignored --nocapture nest::costs`
#[tokio::test]
#[ignore = "measures"]
async fn costs() {
    const ROUNDS: usize = 300;
    let room = Room::new();
    room.sandbox.can_nest().unwrap();
    let nursery = Nursery::with(&room, nursery_spec(), &["times"]).await;
    nursery.process.prepare(&nursery_spec(), 4).unwrap();
    let names = [
        "nested()",
        "adopt()",
        "plain fork",
        "begin",
        "fork",
        "enter",
        "all, until the copy speaks",
    ];
    let mut times = vec![Vec::new(); names.len()];
    for _ in 0..ROUNDS {
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        let began = std::time::Instant::now();
        let slot = nursery.process.nested().await.unwrap();
        times[0].push(began.elapsed().as_nanos());
        let began = std::time::Instant::now();
        let (entry, process) = slot.adopt().unwrap();
        times[1].push(began.elapsed().as_nanos());
        let mut copy = nursery.send(entry, process);
        let line = copy.line();
        times[6].push(began.elapsed().as_nanos());
        for (times, part) in times[2..6].iter_mut().zip(line.split_whitespace()) {
            times.push(part.parse().unwrap());
        }
    }
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100] / 1000;
        println!("{name:<28} {:>6} {:>6} {:>6} us", at(50), at(90), at(99));
    }
}
