//! Messages about interfaces, addresses and routes.

use super::netlink::Batch;
use std::net::Ipv4Addr;

const NEW_LINK: u16 = 16;
const DELETE_LINK: u16 = 17;
const NEW_ADDRESS: u16 = 20;
const NEW_ROUTE: u16 = 24;
const CREATE_ONLY: u16 = 0x600;

fn link(index: u32, flags: u32) -> [u8; 16] {
    let mut fixed = [0; 16];
    fixed[4..8].copy_from_slice(&index.to_ne_bytes());
    fixed[8..12].copy_from_slice(&flags.to_ne_bytes());
    fixed[12..16].copy_from_slice(&flags.to_ne_bytes());
    fixed
}

/// A pair, whose other end is the second interface of another network; ours is up.
pub(super) fn veth(batch: &mut Batch, index: u32, name: &str, far_name: &str, mtu: u32, far: i32) {
    const UP: u32 = 1;
    const NAME: u16 = 3;
    const MTU: u16 = 4;
    const INFO: u16 = 18;
    const NETWORK: u16 = 28;
    batch.message(NEW_LINK, CREATE_ONLY, &link(index, UP)).text(NAME, name);
    batch.attribute(MTU, &mtu.to_ne_bytes());
    batch.begin(INFO).text(1, "veth").begin(2).begin(1).raw(&link(2, 0));
    batch.text(NAME, far_name).attribute(MTU, &mtu.to_ne_bytes());
    batch.attribute(NETWORK, &far.to_ne_bytes()).end().end().end();
}

pub(super) fn up(batch: &mut Batch, index: u32) {
    batch.message(NEW_LINK, 0, &link(index, 1));
}

pub(super) fn delete(batch: &mut Batch, index: u32) {
    batch.message(DELETE_LINK, 0, &link(index, 0));
}

pub(super) fn address(batch: &mut Batch, index: u32, ip: Ipv4Addr, length: u8) {
    let [a, b, c, d] = index.to_ne_bytes();
    batch.message(NEW_ADDRESS, CREATE_ONLY, &[2, length, 0, 0, a, b, c, d]);
    batch.attribute(1, &ip.octets()).attribute(2, &ip.octets());
}

pub(super) fn route(
    batch: &mut Batch,
    to: Ipv4Addr,
    length: u8,
    index: u32,
    via: Option<Ipv4Addr>,
) {
    const MAIN: u8 = 254;
    const BOOT: u8 = 3;
    const LINK: u8 = 253;
    const UNICAST: u8 = 1;
    let scope = if via.is_some() { 0 } else { LINK };
    let fixed = [2, length, 0, 0, MAIN, BOOT, scope, UNICAST, 0, 0, 0, 0];
    batch.message(NEW_ROUTE, CREATE_ONLY, &fixed);
    if length > 0 {
        batch.attribute(1, &to.octets());
    }
    batch.attribute(4, &index.to_ne_bytes());
    if let Some(via) = via {
        batch.attribute(5, &via.octets());
    }
}
