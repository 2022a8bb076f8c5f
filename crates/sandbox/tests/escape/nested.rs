//! The same attempts, and some more, where programs have capabilities, or are copies of such.

use crate::grounds::{Grounds, attempts, hostile};
use crate::support::{eventually, marked, null, unique};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use sandbox::{ENTER_LIBRARY, Egress, Exit, Process, Program, Spec, Status};
use std::io::{IoSlice, Read};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::Duration;

/// How a hostile nursery's program, or a copy of it, ended, and its last words.
type Outcome = (Exit, String);

struct Nursery {
    process: Process,
    socket: UnixStream,
    stdout: std::io::PipeReader,
}

impl Nursery {
    async fn new(grounds: &Grounds, how: &[&str], mark: &str, egress: Egress) -> Nursery {
        let library = grounds.code.join("enter.so");
        // Once, as it is mapped by then.
        if !library.exists() {
            std::fs::write(library, ENTER_LIBRARY).unwrap();
        }
        let (stdout, write) = std::io::pipe().unwrap();
        let (socket, theirs) = UnixStream::pair().unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let argv = ["/var/task/hostile"].iter().chain(how).copied();
        let mut program = Program::new(argv, write.into(), null()).env("MARK", mark);
        program.env.extend(grounds.env.iter().map(|(name, value)| (name.into(), value.into())));
        if how[0] == "serve" || how[0] == "guest" {
            program.fds = vec![(3, theirs.into())];
        }
        let spec = Spec { nursery: true, egress, ..grounds.spec() };
        let process = grounds.room.sandbox.slot(spec).await.unwrap().start(program).unwrap();
        Nursery { process, socket, stdout }
    }

    fn is_up(&mut self) {
        self.socket.read_exact(&mut [0]).unwrap();
    }

    /// Sends a slot's ways, and what to attempt with them.
    async fn send(&self, name: &str, more: &[BorrowedFd<'_>]) -> Process {
        let slot = self.process.nested().await.unwrap();
        let (entry, process) = slot.adopt().unwrap();
        let mut fds: Vec<BorrowedFd<'_>> = entry.fds.iter().map(AsFd::as_fd).collect();
        fds.extend(more);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(32))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        assert!(ancillary.push(SendAncillaryMessage::ScmRights(&fds)));
        let parts = [IoSlice::new(name.as_bytes())];
        sendmsg(&self.socket, &parts, &mut ancillary, SendFlags::NOSIGNAL).unwrap();
        process
    }

    /// Has a copy make an attempt.
    async fn attempt(&self, name: &str) -> Outcome {
        let (stdout, write) = std::io::pipe().unwrap();
        let process = self.send(name, &[write.as_fd()]).await;
        drop(write);
        let exit = process.wait().await;
        let output = std::io::read_to_string(stdout).unwrap();
        (exit, output.lines().last().unwrap_or_default().to_owned())
    }

    /// Its own last words.
    async fn end(self) -> Outcome {
        let exit = self.process.wait().await;
        let output = std::io::read_to_string(self.stdout).unwrap();
        (exit, output.lines().last().unwrap_or_default().to_owned())
    }
}

fn is_contained(name: &str, (exit, words): &Outcome) -> bool {
    let killed = exit.oom && exit.status == Status::Signal(9) && name.ends_with("memory_bomb");
    exit.status == Status::Code(0) && words.starts_with("contained") || killed
}

fn list(what: &str) -> Vec<String> {
    let output = Command::new(hostile()).arg(what).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn nobody_came(grounds: &Grounds) {
    for listener in [&grounds.loopback, &grounds.other] {
        assert!(listener.accept().is_err(), "somebody came through");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_attempt_is_contained_in_a_copy() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if grounds.room.sandbox.can_nest().is_err() {
        return;
    }
    let mark = unique("copies");
    let mut nursery = Nursery::new(&grounds, &["serve"], &mark, Egress::None).await;
    nursery.is_up();
    let mut escapes = Vec::new();
    for name in attempts() {
        let outcome = nursery.attempt(&name).await;
        if !is_contained(&name, &outcome) {
            escapes.push(format!("{name}: {outcome:?}"));
        }
        assert_eq!(marked(&mark), 1, "{name} left something, or hurt the nursery");
    }
    assert!(escapes.is_empty(), "{escapes:#?}");
    nobody_came(&grounds);
}

/// As a module does when it is loaded, before there is a copy.
#[tokio::test(flavor = "multi_thread")]
async fn every_attempt_is_contained_in_a_nursery() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if grounds.room.sandbox.can_nest().is_err() {
        return;
    }
    let mut escapes = Vec::new();
    let plain = attempts().into_iter().map(|name| vec![name]);
    let import = list("list-import").into_iter().map(|name| vec!["import".to_owned(), name]);
    for how in plain.chain(import) {
        // It has two, and `exact_capabilities` tells which.
        if how == ["gain_capabilities"] {
            continue;
        }
        let how: Vec<&str> = how.iter().map(String::as_str).collect();
        let mark = unique("import");
        let nursery = Nursery::new(&grounds, &how, &mark, Egress::None).await;
        let outcome = nursery.end().await;
        if !is_contained(how[how.len() - 1], &outcome) {
            escapes.push(format!("{how:?}: {outcome:?}"));
        }
        eventually("it left something", || marked(&mark) == 0);
    }
    assert!(escapes.is_empty(), "{escapes:#?}");
    nobody_came(&grounds);
}

/// With a slot's ways in its hands, and the library or without it.
#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_out_of_a_nested_slot() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if grounds.room.sandbox.can_nest().is_err() {
        return;
    }
    let bystander_mark = unique("bystander");
    let mut bystander = Nursery::new(&grounds, &["serve"], &bystander_mark, Egress::None).await;
    bystander.is_up();
    let mut escapes = Vec::new();
    for name in list("list-guest") {
        let mark = unique("guest");
        let mut nursery = Nursery::new(&grounds, &["guest"], &mark, Egress::None).await;
        nursery.is_up();
        let copy = nursery.send(&name, &[]).await;
        // Somebody to get at; whether there can be any is the nursery's affair.
        for _ in 0..if name == "move_newcomers" { 40 } else { 0 } {
            drop(nursery.process.nested().await);
        }
        // Copies speak with the nursery's voice.
        let mut words = String::new();
        let mut byte = [0];
        while nursery.stdout.read(&mut byte).unwrap() == 1 && byte != [b'\n'] {
            words.push(byte[0].into());
        }
        if !words.starts_with("contained") {
            escapes.push(format!("{name}: {words}"));
        }
        copy.kill();
        copy.wait().await;
        nursery.process.kill();
        nursery.process.wait().await;
        drop(nursery);
        eventually(&format!("{name} left something"), || marked(&mark) == 0);
    }
    assert!(escapes.is_empty(), "{escapes:#?}");
    let outcome = bystander.attempt("see_host_processes").await;
    assert!(is_contained("see_host_processes", &outcome), "{outcome:?}");
    nobody_came(&grounds);
}

/// Who may reach the internet reaches nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn the_way_out_of_a_copy_leads_nowhere_near() {
    let _machine = crate::MACHINE.read().await;
    let grounds = Grounds::new().await;
    if grounds.room.sandbox.can_nest().is_err() {
        return;
    }
    let mut nursery = Nursery::new(&grounds, &["serve"], "none", Egress::Internet).await;
    nursery.is_up();
    for name in ["host_loopback", "other_sandbox", "metadata", "private_networks", "raw_socket"] {
        let outcome = nursery.attempt(name).await;
        assert!(is_contained(name, &outcome), "{name}: {outcome:?}");
    }
    nobody_came(&grounds);
}
