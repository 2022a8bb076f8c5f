//! What programs reach, and what reaches them.

use crate::support::{PATH, Room, null, spec, unique};
use sandbox::{Door, Egress, Feature, Program, Spec, State, Status};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};

fn with(egress: Egress) -> Spec {
    Spec { egress, owner: 42, ..spec() }
}

fn in_use(room: &Room, feature: Feature) -> bool {
    matches!(room.sandbox.report().state(feature), Some(State::InUse { .. }))
}

#[tokio::test]
async fn the_platform_is_behind_the_door() {
    let (send, arrived) = mpsc::channel();
    let open = Arc::new(move |connection| send.send(connection).unwrap());
    let room = Room::with(|options| options.door = Some(Door { port: 4566, open }));
    let answer = std::thread::spawn(move || {
        for mut connection in arrived {
            connection.stream.set_nonblocking(false).unwrap();
            let mut word = [0; 2];
            connection.stream.read_exact(&mut word).unwrap();
            assert_eq!((&word, connection.owner), (b"hi", 42));
            connection.stream.write_all(b"welcome\n").unwrap();
        }
    });
    let knock =
        "exec 3<>/dev/tcp/169.254.100.1/4566 && printf hi >&3 && read word <&3 && echo $word";
    for egress in [Egress::None, Egress::Internet] {
        let slot = room.sandbox.slot(with(egress)).await.unwrap();
        let own = egress == Egress::None || in_use(&room, Feature::Nftables);
        let endpoint = own.then(|| "169.254.100.1:4566".parse().unwrap());
        assert_eq!(slot.endpoint(), endpoint, "{egress:?}");
        if own {
            let (exit, output) = room.bash(with(egress), knock).await;
            assert_eq!((exit.status, output.as_str()), (Status::Code(0), "welcome\n"));
        }
    }
    let slot = room.sandbox.slot(with(Egress::Host)).await.unwrap();
    assert_eq!(slot.endpoint(), None);
    drop(slot);
    room.sandbox.close().await;
    drop(room);
    answer.join().unwrap();
}

#[tokio::test]
async fn nobody_takes_all_seats() {
    let (send, arrived) = mpsc::channel();
    let open = Arc::new(move |connection| send.send(connection).unwrap());
    let room = Room::with(|options| options.door = Some(Door { port: 80, open }));
    let knock = "ulimit -n 4096; for i in $(seq 400); do exec {fd}<>/dev/tcp/169.254.100.1/80; done; \
                 sleep 0.2";
    room.bash(with(Egress::None), knock).await;
    assert_eq!(arrived.try_iter().count(), 256);
}

#[tokio::test]
async fn the_loopback_is_ones_own() {
    let room = Room::new();
    let here = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = here.local_addr().unwrap().port();
    let knock = format!("exec 3<>/dev/tcp/127.0.0.1/{port}");
    assert_ne!(room.bash(with(Egress::None), &knock).await.0.status, Status::Code(0));
    assert_eq!(room.bash(with(Egress::Host), &knock).await.0.status, Status::Code(0));
    if in_use(&room, Feature::Nftables) {
        assert_ne!(room.bash(with(Egress::Internet), &knock).await.0.status, Status::Code(0));
    }
}

#[tokio::test]
async fn what_listens_in_its_own_network_can_be_reached() {
    let room = Room::new();
    let slot = room.sandbox.slot(with(Egress::None)).await.unwrap();
    let listener = slot.listen().unwrap();
    let port = listener.local_addr().unwrap().port();
    let (one, other) = (slot.free_port().unwrap(), slot.free_port().unwrap());
    assert!(one != other && one != port && other != port);
    let process = slot.start(Program::new(["sleep", "100"], null(), null())).unwrap();
    let mut client = process.connect(port).unwrap();
    listener.accept().unwrap().0.write_all(b"hello").unwrap();
    let mut text = String::new();
    client.read_to_string(&mut text).unwrap();
    assert_eq!(text, "hello");
    assert!(process.connect(one).is_err());
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    process.terminate();
    assert_eq!(process.wait().await.status, Status::Signal(15));
    assert!(process.connect(port).is_err());
}

/// Another machine, made of a network namespace, whose address is nobody's private one.
struct Outside {
    name: String,
    server: Option<Child>,
}

impl Outside {
    /// None where this cannot be done.
    fn new() -> Option<Outside> {
        let name = unique("o").replace("o-", "mo");
        let ip = |words: &str| {
            let command = words.replace("NAME", &name);
            Command::new("ip").args(command.split(' ')).stderr(Stdio::null()).status().ok()
        };
        ip("netns add NAME").filter(|status| status.success())?;
        let mut outside = Outside { name: name.clone(), server: None };
        for words in [
            "link add NAME type veth peer name far netns NAME",
            "addr add 198.51.100.6/31 dev NAME",
            "link set NAME up",
            "-n NAME addr add 198.51.100.7/31 dev far",
            "-n NAME link set far up",
        ] {
            assert!(ip(words).unwrap().success(), "{words}");
        }
        let code = "import socket\ns = socket.create_server(('198.51.100.7', 80))\nprint('up', flush=True)\n\
                    while True: s.accept()[0].sendall(b'from outside\\n')";
        let mut server = Command::new("ip");
        server.args(["netns", "exec", &name, "python3", "-c", code]).stdout(Stdio::piped());
        let mut server = server.spawn().unwrap();
        server.stdout.take().unwrap().read_exact(&mut [0; 3]).unwrap();
        outside.server = Some(server);
        Some(outside)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
        let _ = Command::new("ip").args(["link", "del", &self.name]).status();
        let _ = Command::new("ip").args(["netns", "del", &self.name]).status();
    }
}

#[tokio::test]
async fn the_internet_is_reachable_and_the_host_is_not() {
    let room = Room::new();
    if !in_use(&room, Feature::Nftables) {
        return;
    }
    let Some(_outside) = Outside::new() else { return };
    let call = "exec 3<>/dev/tcp/198.51.100.7/80 && read word <&3 && echo $word";
    let (exit, output) = room.bash(with(Egress::Internet), call).await;
    assert_eq!((exit.status, output.as_str()), (Status::Code(0), "from outside\n"));
    let (exit, _) = room.bash(with(Egress::None), call).await;
    assert_ne!(exit.status, Status::Code(0));
    // The host's own end of that cable, and a service on every address.
    let here = TcpListener::bind("0.0.0.0:0").unwrap();
    here.set_nonblocking(true).unwrap();
    let port = here.local_addr().unwrap().port();
    let call = format!("timeout 5 bash -c 'exec 3<>/dev/tcp/198.51.100.6/{port}'");
    let (exit, output) = room.bash(with(Egress::Internet), &format!("PATH={PATH}; {call}")).await;
    assert_ne!(exit.status, Status::Code(0), "{output}");
    // Told at once, rather than left waiting.
    assert_ne!(exit.status, Status::Code(124), "{output}");
    assert!(here.accept().is_err());
}

/// Router and host remember every connection, in tables that all share.
#[tokio::test]
async fn connections_of_one_leave_room_for_others() {
    let room = Room::new();
    if !in_use(&room, Feature::Nftables) {
        return;
    }
    let Some(_outside) = Outside::new() else { return };
    let remembered = || {
        let count = std::fs::read_to_string("/proc/sys/net/netfilter/nf_conntrack_count");
        count.unwrap().trim().parse::<i64>().unwrap()
    };
    let call = "exec 3<>/dev/tcp/198.51.100.7/80 && read word <&3 && echo $word";
    let before = remembered();
    // Each of these is a connection to the kernel.
    let many = "for i in {1..3000}; do echo > /dev/udp/198.51.100.7/$((20000 + i)); done 2>/dev/null; \
                echo sent; sleep 5";
    let (stdout, write) = std::io::pipe().unwrap();
    let program = sandbox::Program::new(["/bin/bash", "-c", many], write.into(), null());
    let slot = room.sandbox.slot(with(Egress::Internet)).await.unwrap();
    let greedy = slot.start(program).unwrap();
    let mut stdout = std::io::BufReader::new(stdout);
    std::io::BufRead::read_line(&mut stdout, &mut String::new()).unwrap();
    let more = remembered() - before;
    assert!((200..1500).contains(&more), "{more} connections are remembered");
    let (exit, output) = room.bash(with(Egress::Internet), call).await;
    assert_eq!((exit.status, output.as_str()), (Status::Code(0), "from outside\n"));
    drop(greedy);
}
