//! What may pass, as it follows from how the host's network is.

use super::crowd::Crowd;
use super::host::HostNetwork;
use super::netlink::Socket;
use super::nft::{Hook, Match, Table, Then};
use super::walls;
use std::io;
use std::net::Ipv4Addr;

/// How our cables' ends on the host are called, with a number.
pub(super) const CABLE: &str = "mayfly";
const UDP: u8 = 17;
const TCP: u8 = 6;
const DNS: u16 = 53;

/// Of the cable between host and router.
pub(super) struct Around<'a> {
    pub(super) host: &'a HostNetwork,
    pub(super) cable: &'a str,
    /// The router's end.
    pub(super) router: Ipv4Addr,
    /// Whether the host forwarded before we did.
    pub(super) was_on: bool,
    /// Tells tables from those they replace, beside which they stand for a moment: what either refuses
    /// is refused.
    pub(super) number: u32,
}

/// What comes out of the cable goes on under the host's address where a default route leads, and
/// nowhere else. The host itself is reached by none of its addresses.
pub(super) fn on_host(around: &Around<'_>) -> io::Result<Socket> {
    let Around { host, cable, .. } = *around;
    let mut table = Table::new(&format!("filter-{cable}-{}", around.number));
    table.chain("in", Hook::Input).chain("through", Hook::Forward).chain("out", Hook::Postrouting);
    table.rule("in", &[Match::From(cable)], Then::Reject);
    for_names(&mut table, host, &[Match::From(cable)]);
    for uplink in &host.uplinks {
        table.rule("through", &[Match::From(cable), Match::To(uplink)], Then::Accept);
    }
    table.rule("through", &[Match::From(cable)], Then::Reject);
    if !around.was_on {
        // Nobody forwarded anything here before, and but for us nobody shall.
        table.rule("through", &[Match::NotVia(CABLE)], Then::Drop);
    }
    table.rule("out", &[Match::Source(around.router, 32), Match::NotTo(cable)], Then::Masquerade);
    table.make()
}

/// In the router: slots do not reach each other, nor what is not the internet.
pub(super) fn in_router(around: &Around<'_>) -> io::Result<Socket> {
    let mut table = Table::new(&format!("walls-{}", around.number));
    table.chain("in", Hook::Input).chain("through", Hook::Forward).chain("out", Hook::Postrouting);
    table.rule("in", &[Match::NotFrom("lo")], Then::Reject);
    Crowd::look().limit(&mut table, "through", "up0");
    for_names(&mut table, around.host, &[]);
    if around.host.uplinks.is_empty() {
        // Here slots are told at once; the host tells all of them together no more than a few times.
        table.rule("through", &[Match::NotFrom("up0")], Then::Reject);
    }
    for (ip, length) in walls::closed(&around.host.networks) {
        let to = [Match::NotFrom("up0"), Match::Destination(ip, length)];
        table.rule("through", &to, Then::Reject);
    }
    table.rule("out", &[Match::NotTo("lo")], Then::Masquerade);
    table.make()
}

/// Who answers questions for names may be somewhere private.
fn for_names(table: &mut Table, host: &HostNetwork, from: &[Match<'_>]) {
    for server in &host.nameservers {
        for protocol in [UDP, TCP] {
            let to = [Match::Destination(*server, 32), Match::Protocol(protocol), Match::Port(DNS)];
            table.rule("through", &[from, &to].concat(), Then::Accept);
        }
    }
}
