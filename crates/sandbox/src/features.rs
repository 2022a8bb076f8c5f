//! What the kernel offers, found without changing anything.

use crate::files::View;
use crate::isolation::Isolation;
use crate::network::Way;
use crate::probe::Probed;
use crate::report::{Feature, Finding, State};
use rustix::net::{AddressFamily, SendFlags, SocketFlags, SocketType, netlink, sockopt};
use std::fs;
use std::time::Duration;

pub(crate) fn namespaces(probed: &Probed) -> Vec<Finding> {
    let birth = probed.birth;
    let why = probed.refused.first().map(|(_, _, why)| why.as_str());
    let state = |used: bool, name: &str, remedy: &str| match used {
        true => State::InUse { how: format!("a {name} namespace for each slot") },
        false => State::Missing {
            why: why.unwrap_or("it is not to be used").to_owned(),
            remedy: remedy.to_owned(),
        },
    };
    let users = "run as root, or allow user namespaces: `sysctl user.max_user_namespaces=10000`, \
                 and on Ubuntu `sysctl kernel.apparmor_restrict_unprivileged_userns=0`";
    let user = match &probed.isolation {
        Some(isolation) if isolation.own_users() => {
            State::InUse { how: "a user of its own for each owner".to_owned() }
        }
        Some(_) => missing("programs run as the platform's own user", "run as root"),
        None if birth.user => State::Available { how: "to make the others".to_owned() },
        None => state(false, "user", users),
    };
    vec![
        Finding { feature: Feature::UserNamespace, state: user },
        Finding { feature: Feature::PidNamespace, state: state(birth.pids, "pid", users) },
        Finding { feature: Feature::MountNamespace, state: state(birth.mounts, "mount", users) },
        Finding {
            feature: Feature::NetworkNamespace,
            state: state(birth.network, "network", users),
        },
    ]
}

pub(crate) fn kernel(probed: &Probed, way: &Way) -> Vec<Finding> {
    let used = |used: bool, state: State| match state {
        State::Available { how } if used => State::InUse { how },
        state => state,
    };
    let isolated = probed.isolation.is_some();
    let landlocked = probed.isolation.as_ref().is_some_and(Isolation::landlock);
    let found = [
        (Feature::Seccomp, used(isolated, seccomp())),
        (Feature::Landlock, used(landlocked, landlock())),
        (Feature::Overlayfs, used(isolated, overlayfs())),
        (Feature::OwnFiles, own_files(probed)),
        (Feature::Internet, internet(way)),
    ];
    found.into_iter().map(|(feature, state)| Finding { feature, state }).collect()
}

fn available(how: impl Into<String>) -> State {
    State::Available { how: how.into() }
}

fn missing(why: impl Into<String>, remedy: &str) -> State {
    State::Missing { why: why.into(), remedy: remedy.to_owned() }
}

fn seccomp() -> State {
    match fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail") {
        Ok(actions) if actions.contains("errno") => available("filters are supported"),
        _ => missing("the kernel is built without CONFIG_SECCOMP_FILTER", "use another kernel"),
    }
}

fn landlock() -> State {
    let remedy = "use Linux 5.13 or later, with `landlock` in the `lsm=` list of the boot command";
    match crate::spawn::landlock_version() {
        Ok(version) => available(format!("ABI {version}")),
        Err(error) => missing(format!("the kernel refuses it: {error}"), remedy),
    }
}

fn overlayfs() -> State {
    let known = fs::read_to_string("/proc/filesystems").unwrap_or_default();
    match known.split_whitespace().any(|name| name == "overlay") {
        true => available("loaded"),
        false => missing("the kernel does not know it now", "`modprobe overlay`"),
    }
}

/// Whether what is the host's is seen through inodes of each slot's own.
fn own_files(probed: &Probed) -> State {
    let tried =
        probed.refused.iter().find(|(birth, view, _)| *birth == probed.birth && *view == View::Own);
    match &probed.isolation {
        Some(isolation) if isolation.own_files() => State::InUse {
            how: "an overlay of each slot's own, where locks and watches end".into(),
        },
        Some(_) => missing(
            format!(
                "programs may lock and watch files that the host uses: {}",
                tried.map_or("overlays are not to be used", |(_, _, why)| why)
            ),
            "`modprobe overlay`, on Linux 5.11 or later, and on a root file system that can be overlaid",
        ),
        None => missing("programs are not isolated", "run as root, or allow user namespaces"),
    }
}

/// Nftables and all else that a way to the internet takes.
fn internet(way: &Way) -> State {
    let none = "functions with egress \"internet\" reach the platform alone";
    match (way.is_open(), nftables()) {
        (Ok(()), _) => {
            State::InUse { how: "walls between slots, host and private networks".into() }
        }
        (Err(why), State::Available { .. }) => missing(
            format!("{none}: {why}"),
            "run the platform as root on a machine with a default route; it sees when there is one",
        ),
        (Err(_), State::Missing { why, remedy }) => {
            State::Missing { why: format!("{none}: nftables: {why}"), remedy }
        }
        (Err(_), state) => state,
    }
}

fn nftables() -> State {
    let remedy = "`modprobe nf_tables`, as root";
    match ask_nftables() {
        Ok(true) => available("answers"),
        Ok(false) => missing("the kernel does not answer for it", remedy),
        Err(errno) => missing(format!("it cannot be asked: {errno}"), remedy),
    }
}

/// Asks for the generation of the rules, which changes nothing: a message of 20 bytes.
fn ask_nftables() -> Result<bool, rustix::io::Errno> {
    const GET_GENERATION: u16 = 10 << 8 | 16;
    const NEW_GENERATION: u16 = 10 << 8 | 15;
    const REQUEST: u16 = 1;
    let (family, kind) = (AddressFamily::NETLINK, SocketType::RAW);
    let protocol = Some(netlink::NETFILTER);
    let socket = rustix::net::socket_with(family, kind, SocketFlags::CLOEXEC, protocol)?;
    let patience = Some(Duration::from_secs(1));
    sockopt::set_socket_timeout(&socket, sockopt::Timeout::Recv, patience)?;
    let mut message = Vec::with_capacity(20);
    message.extend(20u32.to_ne_bytes());
    message.extend(GET_GENERATION.to_ne_bytes());
    message.extend(REQUEST.to_ne_bytes());
    message.extend([0; 12]);
    rustix::net::send(&socket, &message, SendFlags::empty())?;
    let mut answer = [0; 256];
    let (length, _) = rustix::net::recv(&socket, &mut answer, rustix::net::RecvFlags::empty())?;
    Ok(length >= 6 && u16::from_ne_bytes([answer[4], answer[5]]) == NEW_GENERATION)
}
