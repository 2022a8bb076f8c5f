//! The way to the internet, on a host whose network changes while the sandbox is there.

use crate::support::{PATH, Room, eventually, spec};
use sandbox::{Egress, Feature, Spec, State, Status};
use std::io::Read;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// A server on the internet, as far as this host is concerned.
const FAR: &str = "203.0.113.9";

/// Runs an ignored test of this binary on a host of its own: a network with nothing but a loopback.
fn on_another_host(test: &str) {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let mut command = Command::new("unshare");
    command.arg("--net").arg(std::env::current_exe().unwrap()).arg(test);
    command.args(["--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}\n{errors}");
}

fn ip(words: &str) {
    let done = Command::new("ip").args(words.split(' ')).status().unwrap();
    assert!(done.success(), "ip {words}");
}

/// Another machine, with a cable to this one.
struct Outside(Child);

impl Outside {
    fn new() -> Outside {
        let code = "import socket\ns = socket.create_server(('', 80))\nprint('up', flush=True)\n\
                    while True: s.accept()[0].sendall(b'from outside\\n')";
        let mut machine = Command::new("unshare");
        machine.args(["--net", "python3", "-c", code]).stdout(Stdio::piped());
        let mut machine = Outside(machine.spawn().unwrap());
        machine.0.stdout.take().unwrap().read_exact(&mut [0; 3]).unwrap();
        ip(&format!("link add near type veth peer name far netns {}", machine.0.id()));
        ip("addr add 198.51.100.6/31 dev near");
        ip("link set near up");
        machine.ip("link set lo up");
        machine.ip("addr add 198.51.100.7/31 dev far");
        machine.ip("link set far up");
        machine.ip(&format!("addr add {FAR}/32 dev lo"));
        // A private network that the default route leads to as well.
        machine.ip("addr add 10.8.8.8/32 dev lo");
        machine
    }

    fn ip(&self, words: &str) {
        let pid = self.0.id().to_string();
        let mut command = Command::new("nsenter");
        command.args(["--net", "-t", &pid, "ip"]).args(words.split(' '));
        assert!(command.status().unwrap().success(), "ip {words}");
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn internet() -> Spec {
    Spec { egress: Egress::Internet, owner: 42, ..spec() }
}

/// Whether a program that may reach the internet reaches this; told at once if not.
async fn reaches(room: &Room, address: &str, port: u16) -> bool {
    let call = format!("exec 3<>/dev/tcp/{address}/{port} && read word <&3 && echo $word");
    let call = format!("/usr/bin/timeout 5 /bin/bash -c '{call}'");
    let (exit, output) = room.bash(internet(), &call).await;
    assert_ne!(exit.status, Status::Code(124), "{address} leaves it waiting");
    exit.status == Status::Code(0) && output == "from outside\n"
}

/// What is not the internet stays out of reach, however this host's network is.
async fn nothing_near(room: &Room, here: &TcpListener, more: &[&str]) {
    let port = here.local_addr().unwrap().port();
    let own = ["127.0.0.1", "169.254.169.254", "10.9.9.9", "198.51.100.6"];
    for address in own {
        assert!(!reaches(room, address, port).await, "{address}");
    }
    for address in more {
        assert!(!reaches(room, address, 80).await, "{address}");
    }
    assert!(here.accept().is_err(), "somebody came through");
}

#[test]
fn it_is_made_when_it_can_be_and_follows() {
    on_another_host("way::host_whose_network_changes");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs on a host of its own in another test"]
async fn host_whose_network_changes() {
    ip("link set lo up");
    ip("addr add 10.9.9.9/32 dev lo");
    ip("addr add 169.254.169.254/32 dev lo");
    let here = TcpListener::bind("0.0.0.0:0").unwrap();
    here.set_nonblocking(true).unwrap();
    let room = Room::new();
    let is_open = || room.sandbox.shortfall(Egress::Internet).is_none();

    // Nothing leads anywhere: it reaches nothing, and that is told.
    let told = room.sandbox.shortfall(Egress::Internet).unwrap();
    assert!(told.contains("\"none\"") && told.contains("no default route"), "{told}");
    let report = room.sandbox.report();
    assert!(matches!(report.state(Feature::Internet), Some(State::Missing { .. })));
    nothing_near(&room, &here, &[FAR]).await;
    let early = format!(
        "until exec 3<>/dev/tcp/{FAR}/80; do /bin/sleep 0.1; done 2>/dev/null; read word <&3; echo $word"
    );
    let mut early = room.shell(internet(), &format!("exec /bin/bash -c '{early}'"), &[]).await;

    // A default route appears: whoever is to reach the internet does, those that ran already too.
    let outside = Outside::new();
    ip("route add default via 198.51.100.7");
    eventually("a way", is_open);
    assert!(reaches(&room, FAR, 80).await);
    assert_eq!(early.line(), "from outside");
    let near = ["10.8.8.8", "198.51.100.7"];
    nothing_near(&room, &here, &near).await;

    // This machine becomes part of a network, which is private then.
    let pid = outside.0.id();
    ip(&format!("link add office type veth peer name desk netns {pid}"));
    ip("addr add 203.0.113.1/24 dev office");
    ip("link set office up");
    outside.ip("addr add 203.0.113.77/24 dev desk");
    outside.ip("link set desk up");
    let mut open = true;
    for _ in 0..100 {
        open = reaches(&room, FAR, 80).await || reaches(&room, "203.0.113.77", 80).await;
        if !open {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(!open, "the office is open");
    nothing_near(&room, &here, &[FAR, "203.0.113.77", "203.0.113.1"]).await;
    // A route to there that is not the default one is no way to the internet either.
    ip("addr del 203.0.113.1/24 dev office");
    ip("addr add 192.168.7.1/24 dev office");
    outside.ip("addr add 192.168.7.2/24 dev desk");
    ip("route add 203.0.113.0/24 via 192.168.7.2");
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert!(!reaches(&room, FAR, 80).await);
    ip("link del office");
    until_reached(&room).await;

    // The default route goes and comes back.
    ip("route del default");
    eventually("no way", || !is_open());
    nothing_near(&room, &here, &[FAR, "10.8.8.8", "198.51.100.7"]).await;
    ip("route add default via 198.51.100.7");
    eventually("a way again", is_open);
    until_reached(&room).await;

    // Somebody takes the cable away: it is laid again.
    let links = Command::new("ip").args(["-o", "link"]).output().unwrap().stdout;
    let links = String::from_utf8(links).unwrap();
    let cable = links.lines().find_map(|line| line.split(' ').nth(1)?.strip_prefix("mayfly"));
    let cable = cable.unwrap().split(['@', ':']).next().unwrap();
    ip(&format!("link del mayfly{cable}"));
    until_reached(&room).await;
    nothing_near(&room, &here, &near).await;

    // Nothing of it outlives the sandbox.
    room.sandbox.close().await;
    // Who holds a process of it holds it, too.
    drop((early, room));
    let links = || Command::new("ip").args(["-o", "link"]).output().unwrap().stdout;
    eventually("no cable", || !String::from_utf8(links()).unwrap().contains("mayfly"));
}

/// Router and host remember every connection, in tables that all share.
#[test]
fn connections_of_one_leave_room_for_others() {
    on_another_host("way::host_that_remembers_connections");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs on a host of its own in another test"]
async fn host_that_remembers_connections() {
    ip("link set lo up");
    let _outside = Outside::new();
    ip("route add default via 198.51.100.7");
    let room = Room::new();
    eventually("a way", || room.sandbox.shortfall(Egress::Internet).is_none());
    greedy_is_held_back(&room).await;
    // Rules that replace others limit as these did.
    ip("link add office type veth peer name desk");
    ip("addr add 192.168.7.1/24 dev office");
    ip("link set office up");
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    greedy_is_held_back(&room).await;
}

async fn greedy_is_held_back(room: &Room) {
    let remembered = || {
        let count = std::fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_count");
        count.unwrap().trim().parse::<i64>().unwrap()
    };
    let before = remembered();
    // Each of these is a connection to the kernel.
    let many = format!(
        "for i in {{1..3000}}; do echo > /dev/udp/{FAR}/$((20000 + i)); done 2>/dev/null; \
         echo sent; sleep 5"
    );
    let env = [("PATH", PATH)];
    let mut greedy = room.shell(internet(), &format!("exec /bin/bash -c '{many}'"), &env).await;
    assert_eq!(greedy.line(), "sent");
    let more = remembered() - before;
    assert!((200..1500).contains(&more), "{more} connections are remembered");
    assert!(reaches(room, FAR, 80).await);
}

async fn until_reached(room: &Room) {
    for _ in 0..100 {
        if reaches(room, FAR, 80).await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the internet stays out of reach");
}
