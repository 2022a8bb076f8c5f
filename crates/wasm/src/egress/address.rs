//! Which addresses are public, and not this machine's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

/// Networks that are not the internet: private, local, shared, documentation, for many at once.
const CLOSED_V4: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // A cloud's services for its machines, though it looks public.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// All that is public in IPv6 is in here…
const OPEN_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// …but for protocols' own networks, documentation, and ways to write IPv4 addresses.
const CLOSED_V6: &[(Ipv6Addr, u8)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether a guest with the internet may reach this address.
pub(super) fn is_open(ip: IpAddr) -> bool {
    is_public(ip) && !is_own(ip)
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !CLOSED_V4.iter().any(|closed| in_v4(ip, *closed)),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public(ip.into()),
            None => in_v6(ip, OPEN_V6) && !CLOSED_V6.iter().any(|closed| in_v6(ip, *closed)),
        },
    }
}

/// Only a machine's own addresses can be listened on. Asking each time costs three system calls, and
/// no list of addresses grows old.
fn is_own(ip: IpAddr) -> bool {
    UdpSocket::bind((ip, 0)).is_ok()
}

fn in_v4(ip: Ipv4Addr, (network, bits): (Ipv4Addr, u8)) -> bool {
    let differs = u32::from(ip) ^ u32::from(network);
    differs.leading_zeros() >= u32::from(bits)
}

fn in_v6(ip: Ipv6Addr, (network, bits): (Ipv6Addr, u8)) -> bool {
    let differs = u128::from(ip) ^ u128::from(network);
    differs.leading_zeros() >= u32::from(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: bool, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn the_internet_is_public() {
        check(true, &["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1"]);
        check(true, &["169.253.255.255", "11.0.0.1", "223.255.255.255", "168.63.129.17"]);
        check(true, &["2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"]);
    }

    #[test]
    fn everything_else_is_not() {
        check(false, &["127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1"]);
        check(false, &["172.31.255.255", "192.168.1.1", "169.254.169.254", "100.100.100.200"]);
        check(false, &["168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255"]);
        check(false, &["::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1"]);
        check(false, &["::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"]);
        check(false, &["64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1"]);
    }

    #[test]
    fn a_machine_knows_its_own_addresses() {
        assert!(is_own(Ipv4Addr::LOCALHOST.into()));
        assert!(!is_own(Ipv4Addr::new(192, 0, 2, 1).into()));
    }
}
