//! Who sends a request, as far as the connection tells.

use std::net::{IpAddr, Ipv6Addr};

use crate::Holder;

/// The other end of a connection. Whoever hands a request to a door puts it into its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    pub ip: IpAddr,
    /// The slot it comes from, where it came through the functions' own door. Nobody can forge it.
    pub slot: Option<u64>,
}

impl Peer {
    pub fn outside(ip: IpAddr) -> Self {
        Self { ip, slot: None }
    }

    pub fn inside(ip: IpAddr, slot: u64) -> Self {
        Self { ip, slot: Some(slot) }
    }

    /// Whether it is a function's program.
    pub fn is_inside(&self) -> bool {
        self.slot.is_some()
    }

    /// Whose share its bytes and connections count against.
    pub fn holder(&self) -> Holder {
        match self.slot {
            Some(slot) => Holder::Slot(slot),
            None => Holder::Network(network(self.ip)),
        }
    }

    pub fn is_loopback(&self) -> bool {
        self.slot.is_none() && self.ip.to_canonical().is_loopback()
    }
}

/// One address of IPv4 is one peer; of IPv6 whoever has one has at least its /64.
fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) if !ip.is_loopback() => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        ip => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_counts_as_one() {
        let holder = |ip: &str| Peer::outside(ip.parse().unwrap()).holder();
        for (left, right, same) in [
            ("10.0.0.1", "10.0.0.2", false),
            ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("2001:db8::1", "2001:db8::ffff:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::1", "::2", false),
        ] {
            assert_eq!(holder(left) == holder(right), same, "{left} {right}");
        }
        let slot = Peer::inside("10.0.0.1".parse().unwrap(), 7);
        assert!(slot.holder() == Holder::Slot(7) && !slot.is_loopback());
    }
}
