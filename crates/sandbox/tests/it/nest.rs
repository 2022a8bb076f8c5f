//! Slots in slots, for copies of a running program.

use crate::death::start_platform;
use crate::support::{Room, cgroups, eventually, marked, null, spec, unique};
use crate::zygote::{C, Nursery, PYTHON, nursery_spec};
use sandbox::{Door, Egress, Error, Feature, Program, Spec, State, Status};
use std::io::{Read, Write};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

#[tokio::test]
async fn three_copies_live_and_die_apart() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    let mut copies = Vec::new();
    for _ in 0..3 {
        copies.push(nursery.copy().await);
    }
    for copy in &mut copies {
        // Of another number than its zygote: some generators of random values look at nothing else.
        assert_eq!(copy.ask("echo $$ $LOADED_BY; id -u; hostname"), "2 3\n993\nsandbox");
        assert_eq!(copy.ask("ls /tmp; echo x > /tmp/$$; ls /tmp"), "2", "its own /tmp");
        let sets = copy.ask("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | cut -f2");
        let none = "0000000000000000\n".repeat(5);
        assert_eq!(sets, format!("{none}1\n2"));
        assert_eq!(copy.ask("echo /proc/[0-9]*"), "/proc/2", "init is hidden");
        assert_eq!(copy.ask("cut -d: -f3 /proc/self/cgroup | sort -u"), "/");
    }
    copies[1].process.kill();
    assert_eq!(copies[1].process.wait().await.status, Status::Signal(9));
    assert_eq!(copies[0].ask("echo still here"), "still here");
    copies[0].tell("exit 7");
    assert_eq!(copies[0].process.wait().await.status, Status::Code(7));
    assert_eq!(copies[2].ask("echo still here"), "still here");
    copies[2].tell("trap 'exit 4' TERM; echo ready; sleep 1000 & wait");
    assert_eq!(copies[2].line(), "ready");
    copies[2].process.terminate();
    assert_eq!(copies[2].process.wait().await.status, Status::Code(4));
    assert!(copies[2].process.usage().memory_peak_bytes > 0);
    drop(copies);
    drop(nursery);
    eventually("all gone", || room.cgroups().is_empty());
}

#[tokio::test]
async fn they_outlive_the_program_they_are_copies_of() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    let (mut first, second) = (nursery.copy().await, nursery.copy().await);
    let waiting = nursery.process.nested().await.unwrap();
    nursery.process.kill();
    assert_eq!(nursery.process.wait().await.status, Status::Signal(9));
    assert!(matches!(nursery.process.nested().await, Err(Error::Gone)));
    drop(waiting);
    assert_eq!(first.ask("echo x > /tmp/x; cat /tmp/x"), "x");
    drop((second, nursery));
    assert_eq!(first.ask("sleep 0.1; echo $((6 * 7))"), "42");
    first.tell("exit 3");
    assert_eq!(first.process.wait().await.status, Status::Code(3));
    drop(first);
    eventually("all gone", || room.cgroups().is_empty());
}

#[tokio::test]
async fn a_slot_nobody_enters_ends() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    let (entry, process) = nursery.process.nested().await.unwrap().adopt().unwrap();
    drop(entry);
    assert_eq!(process.wait().await.status, Status::Signal(9));
    // Sent, but to nobody.
    nursery.process.kill();
    nursery.process.wait().await;
    eventually("all gone", || room.cgroups().is_empty());
}

#[tokio::test]
async fn some_are_kept_ready() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    let per_slot = room.cgroups().len();
    nursery.process.prepare(&Spec { tmp_mb: 3, ..nursery_spec() }, 2).unwrap();
    eventually("two are ready", || room.cgroups().len() == 3 * per_slot);
    let mut copy = nursery.copy().await;
    assert_eq!(copy.ask("df -m /tmp | tail -1 | { read _ size _; echo $size; }"), "3");
    eventually("two again", || room.cgroups().len() == 4 * per_slot);
    nursery.process.kill();
    eventually("all but one go", || room.cgroups().len() == 2 * per_slot);
    drop(copy);
    eventually("all gone", || room.cgroups().is_empty());
}

/// A slot ends when all in it have been waited for, and so does whoever will not wait.
#[tokio::test]
async fn who_breaks_the_rules_ends_with_the_slot() {
    for how in ["unwaiting", "clinging"] {
        let room = Room::new();
        let nursery = Nursery::with(&room, nursery_spec(), &[C, how]).await;
        let (other, mut copy) = (nursery.copy().await, nursery.copy().await);
        assert_eq!(copy.ask("echo here"), "here");
        let began = Instant::now();
        copy.process.kill();
        assert_eq!(copy.process.wait().await.status, Status::Signal(9));
        nursery.process.wait().await;
        other.process.wait().await;
        assert!(began.elapsed() < Duration::from_secs(4), "{how} took {:?}", began.elapsed());
        drop((nursery, copy, other));
        eventually(how, || room.cgroups().is_empty());
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let room = Room::new();
    let plain = room.sandbox.slot(spec()).await.unwrap();
    assert!(matches!(plain.adopt(), Err(Error::NotNested)));
    let sleep = || Program::new(["/bin/sleep", "1000"], null(), null());
    let plain = room.sandbox.slot(spec()).await.unwrap().start(sleep()).unwrap();
    assert!(matches!(plain.nested().await, Err(Error::NoNursery { .. })));
    let nursery = Nursery::new(&room).await;
    let nested = nursery.process.nested().await.unwrap();
    assert!(matches!(nested.start(sleep()), Err(Error::Nested)));
    let mut copy = nursery.copy().await;
    assert!(matches!(copy.process.nested().await, Err(Error::NoNursery { .. })));
    assert_eq!(copy.ask("echo fine"), "fine");
    let off = Room::open();
    assert!(!off.sandbox.can_nest().unwrap_err().is_empty());
    let refused = off.sandbox.slot(nursery_spec()).await;
    assert!(matches!(refused, Err(Error::NoNursery { .. })), "{refused:?}");
}

#[tokio::test]
async fn closing_ends_them_too() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    nursery.process.prepare(&nursery_spec(), 2).unwrap();
    let copy = nursery.copy().await;
    nursery.process.kill();
    nursery.process.wait().await;
    room.sandbox.close().await;
    assert!(room.cgroups().is_empty());
    assert_eq!(copy.process.wait().await.status, Status::Signal(9));
}

#[tokio::test]
#[ignore = "the platform that is killed in another test"]
async fn platform() {
    let mut room = Room::with(|options| options.dir = std::env::var("TEST_DIR").unwrap().into());
    let sandbox = std::mem::replace(&mut room.name, std::env::var("TEST_MARK").unwrap());
    let nursery = Nursery::new(&room).await;
    nursery.process.prepare(&nursery_spec(), 2).unwrap();
    let (mut orphan, _other) = (nursery.copy().await, nursery.copy().await);
    orphan.tell("setsid sleep 1000 &");
    assert_eq!(orphan.ask("echo here"), "here");
    println!("platform is up: {sandbox}");
    orphan.process.wait().await;
}

#[test]
fn the_platforms_death_is_theirs() {
    let (mark, dir) = (unique("dead"), tempfile::tempdir().unwrap());
    let path = dir.path().to_str().unwrap();
    let env = [("TEST_MARK", &*mark), ("TEST_DIR", path)];
    let (mut platform, name) = start_platform("nest::platform", &env);
    assert!(marked(&mark) >= 4);
    platform.kill().unwrap();
    platform.wait().unwrap();
    eventually("no process", || marked(&mark) == 0);
    assert!(!cgroups(&name).is_empty(), "nobody was there to remove them");
    let _next = Room::with(|options| options.dir = path.into());
    assert!(cgroups(&name).is_empty());
}

#[tokio::test]
async fn a_copy_runs_out_of_memory_alone() {
    let room = Room::new();
    let nursery = Nursery::new(&room).await;
    nursery.process.prepare(&Spec { memory_mb: 40, ..nursery_spec() }, 0).unwrap();
    let (mut greedy, mut modest) = (nursery.copy().await, nursery.copy().await);
    greedy.tell("exec head -c 100m /dev/zero | tail");
    greedy.tell("exit 1");
    let exit = greedy.process.wait().await;
    assert!(exit.oom, "{exit:?}");
    assert_eq!(modest.ask("echo fine"), "fine");
}

#[tokio::test]
async fn they_have_a_network_of_their_own() {
    let (said, heard) = mpsc::channel();
    let open = move |connection: sandbox::Connection| {
        connection.stream.set_nonblocking(false).unwrap();
        said.send((connection.owner, (&connection.stream).write_all(b"hello\n"))).unwrap();
    };
    let door = Door { port: 4566, open: Arc::new(open) };
    let room = Room::with(|options| options.door = Some(door));
    let egress = match room.sandbox.report().state(Feature::Internet) {
        Some(State::InUse { .. }) => Egress::Internet,
        _ => Egress::None,
    };
    let nursery = Nursery::with(&room, Spec { egress, ..nursery_spec() }, &[C]).await;
    let (mut one, mut other) = (nursery.copy().await, nursery.copy().await);
    let dial = "/bin/bash -c 'cat < /dev/tcp/169.254.100.1/4566'";
    for copy in [&mut one, &mut other] {
        assert_eq!(copy.ask(dial), "hello");
        assert_eq!(heard.recv().unwrap().0, 5);
        let interfaces = copy.ask("echo $(ls /proc/sys/net/ipv4/conf)");
        assert_eq!(interfaces.contains("eth0"), egress == Egress::Internet, "{interfaces}");
    }
    let addresses = [&mut one, &mut other].map(|copy| copy.ask("cat /proc/net/fib_trie"));
    assert_eq!(addresses[0] == addresses[1], egress == Egress::None);
    // The platform reaches each on its own ports.
    let python = "python3 -c 'import socket; s = socket.create_server((\"127.0.0.1\", 8080)); \
                  print(\"up\", flush=True); s.accept()[0].send(b\"x\")'";
    for copy in [&mut one, &mut other] {
        copy.tell(python);
        assert_eq!(copy.line(), "up");
    }
    for copy in [&one, &other] {
        copy.process.connect(8080).unwrap().read_exact(&mut [0]).unwrap();
    }
}

/// In a process of its own, as other tests open descriptors too.
#[test]
fn many_copies_leave_nothing() {
    crate::death::in_another_process("nest::three_hundred_copies", &[]);
}

#[tokio::test]
#[ignore = "the inside of `many_copies_leave_nothing`"]
async fn three_hundred_copies() {
    let room = Room::new();
    let count = |dir: &str| std::fs::read_dir(dir).unwrap().count();
    let mut before = (0, 0);
    for round in 0..3 {
        let nursery = Nursery::new(&room).await;
        for n in 0..100 {
            let slot = nursery.process.nested().await.unwrap();
            if n % 20 == 0 {
                continue;
            }
            let mut copy = nursery.copy_into(slot);
            if n % 2 == 0 {
                assert_eq!(copy.ask("echo $$"), "2");
            }
            copy.process.kill();
            copy.process.wait().await;
        }
        drop(nursery);
        eventually("clean", || room.cgroups().is_empty());
        if round == 0 {
            std::thread::sleep(Duration::from_millis(50));
            before = (count("/proc/self/fd"), count("/proc/self/task"));
        }
    }
    eventually("descriptors", || (count("/proc/self/fd"), count("/proc/self/task")) == before);
}

#[tokio::test]
async fn a_language_can_use_its_own_fork() {
    if !std::path::Path::new(PYTHON[0]).exists() {
        return;
    }
    let room = Room::new();
    let nursery = Nursery::with(&room, nursery_spec(), PYTHON).await;
    let mut copies = [nursery.copy().await, nursery.copy().await];
    for copy in &mut copies {
        assert!(copy.line().contains(' '));
        let mut check = |question, answer| {
            copy.tell(question);
            assert_eq!(copy.line(), answer, "{question}");
        };
        check("os.getpid(), os.getcwd(), os.getsid(0)", "(2, '/', 2)");
        check("os.listdir('/tmp'), open('/tmp/x', 'w').close()", "([], None)");
        check("[thread.start() for thread in [threading.Thread(target=print)]]", "[None]");
        check("os.waitpid(os.spawnl(os.P_NOWAIT, '/bin/true', 'true'), 0)[1]", "0");
        check("library.mayfly_enter_begin(entry, count) < 0", "True");
    }
}

/// `cargo test -p sandbox --test it -- --ignored --nocapture nest::costs`: microseconds, of which half
/// the rounds took no more, and 90 and 99 of 100.
#[tokio::test]
#[ignore = "measures"]
async fn costs() {
    for (name, argv) in [("C", &[C, "times"]), ("Python", PYTHON.try_into().unwrap())] {
        println!("{name}");
        cost(argv).await;
    }
}

async fn cost(argv: &[&str]) {
    const ROUNDS: usize = 300;
    let room = Room::new();
    room.sandbox.can_nest().unwrap();
    let nursery = Nursery::with(&room, nursery_spec(), argv).await;
    nursery.process.prepare(&nursery_spec(), 4).unwrap();
    let names = ["nested()", "adopt()", "all, until the copy speaks", "begin", "fork", "enter"];
    let mut times = vec![Vec::new(); names.len()];
    for _ in 0..ROUNDS {
        tokio::time::sleep(Duration::from_millis(25)).await;
        let began = Instant::now();
        let slot = nursery.process.nested().await.unwrap();
        times[0].push(began.elapsed().as_nanos());
        let began = Instant::now();
        let (entry, process) = slot.adopt().unwrap();
        times[1].push(began.elapsed().as_nanos());
        let mut copy = nursery.send(entry, process);
        let line = copy.line();
        times[2].push(began.elapsed().as_nanos());
        for (times, part) in times[3..].iter_mut().zip(line.split_whitespace()) {
            times.push(part.parse().unwrap());
        }
    }
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100] / 1000;
        println!("{name:<28} {:>6} {:>6} {:>6}", at(50), at(90), at(99));
    }
}
