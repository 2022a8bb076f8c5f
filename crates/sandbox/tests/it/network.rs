//! What programs reach, and what reaches them.

use crate::support::{Room, null, spec};
use sandbox::{Door, Egress, Program, Spec, Status};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};

fn with(egress: Egress) -> Spec {
    Spec { egress, owner: 42, ..spec() }
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
        // Whether or not there is a way to the internet.
        assert_eq!(slot.endpoint(), Some("169.254.100.1:4566".parse().unwrap()), "{egress:?}");
        let (exit, output) = room.bash(with(egress), knock).await;
        assert_eq!((exit.status, output.as_str()), (Status::Code(0), "welcome\n"));
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
    assert_ne!(room.bash(with(Egress::Internet), &knock).await.0.status, Status::Code(0));
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
