//! Where programs may not go.

use super::host::Network;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

/// Networks that are not the internet: private, local, shared, for tests, for many at once.
const CLOSED: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// Those, and the networks this machine is part of.
pub(super) fn closed(own: &BTreeSet<Network>) -> Vec<Network> {
    let mut all = CLOSED.to_vec();
    all.extend(own.iter().filter(|(_, length)| *length > 0));
    all
}
