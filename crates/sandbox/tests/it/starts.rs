//! What a program finds when it starts.

use crate::support::{PATH, Room, null, spec};
use sandbox::{Program, Status};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

async fn check(script: &str, status: Status, output: &str) {
    let (exit, printed) = Room::new().run(script).await;
    assert_eq!((exit.status, printed.as_str()), (status, output), "{script}");
    assert!(!exit.oom);
}

#[tokio::test]
async fn the_end_is_reported_as_it_was() {
    check("echo hi", Status::Code(0), "hi\n").await;
    check("exit 7", Status::Code(7), "").await;
    check("kill -9 $$", Status::Signal(9), "").await;
    check("kill -TERM $$; echo not reached", Status::Signal(15), "").await;
    check("kill -SEGV $$", Status::Signal(11), "").await;
}

#[tokio::test]
async fn a_program_is_not_the_first_process_and_knows_its_own_number() {
    check(
        "test $$ -ne 1 && read pid rest < /proc/self/stat && test -d /proc/$$ && \
           test \"$(readlink /proc/$$/exe)\" = \"$(readlink -f /bin/sh)\" && echo yes",
        Status::Code(0),
        "yes\n",
    )
    .await;
}

#[tokio::test]
async fn the_surroundings_are_clean() {
    check("umask", Status::Code(0), "0022\n").await;
    check("pwd", Status::Code(0), "/\n").await;
    check("ulimit -Sn; ulimit -c", Status::Code(0), "1024\n0\n").await;
    check("cat", Status::Code(0), "").await;
    check(
        "while read name value; do case $name in \
         SigBlk:|SigIgn:) echo $name $value;; esac; done < /proc/self/status",
        Status::Code(0),
        "SigBlk: 0000000000000000\nSigIgn: 0000000000000000\n",
    )
    .await;
    check(
        "set -- $(cat /proc/self/stat); test $5 = $$ && test $6 = $$ && echo leads",
        Status::Code(0),
        "leads\n",
    )
    .await;
}

#[tokio::test]
async fn the_environment_is_what_was_given() {
    let room = Room::new();
    let (stdout, write) = std::io::pipe().unwrap();
    let program = Program::new(["/usr/bin/env"], write.into(), null())
        .env("B", "two words")
        .env("A", "")
        .env("PATH", PATH);
    let process = room.sandbox.slot(spec()).await.unwrap().start(program).unwrap();
    assert_eq!(process.wait().await.status, Status::Code(0));
    let output = std::io::read_to_string(stdout).unwrap();
    assert_eq!(output, format!("B=two words\nA=\nPATH={PATH}\n"));
}

#[tokio::test]
async fn only_the_given_descriptors_are_open() {
    let room = Room::new();
    // A descriptor that leaks into plain children.
    let leak = std::fs::File::open("/").unwrap();
    rustix::io::fcntl_setfd(&leak, rustix::io::FdFlags::empty()).unwrap();
    let (stdout, write) = std::io::pipe().unwrap();
    let mut program = Program::new(["/bin/ls", "/proc/self/fd"], write.into(), null());
    program.fds = vec![(255, null()), (5, null()), (9, null())];
    let process = room.sandbox.slot(spec()).await.unwrap().start(program).unwrap();
    process.wait().await;
    let mut numbers: Vec<u32> = std::io::read_to_string(stdout)
        .unwrap()
        .lines()
        .map(|line| line.parse().unwrap())
        .collect();
    numbers.sort_unstable();
    // 3 is how `ls` reads the directory.
    assert_eq!(numbers, [0, 1, 2, 3, 5, 9, 255]);
}

#[tokio::test]
async fn descriptors_arrive_under_their_numbers() {
    let room = Room::new();
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let script = "read word <&7; echo got $word >&7";
    let mut program = Program::new(["sh", "-c", script], null(), null());
    program.fds = vec![(7, theirs.into())];
    let process = room.sandbox.slot(spec()).await.unwrap().start(program).unwrap();
    ours.write_all(b"ping\n").unwrap();
    let mut answer = String::new();
    ours.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "got ping\n");
    assert_eq!(process.wait().await.status, Status::Code(0));
}

#[tokio::test]
async fn what_listens_inside_can_be_reached() {
    let room = Room::new();
    let slot = room.sandbox.slot(spec()).await.unwrap();
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
    process.kill();
    assert_eq!(process.wait().await.status, Status::Signal(9));
}
