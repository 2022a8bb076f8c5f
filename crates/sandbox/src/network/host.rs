//! What the host's network is like.

use std::collections::BTreeSet;
use std::fs;
use std::net::Ipv4Addr;

/// A network, by its address and the length of its prefix.
pub(crate) type Network = (Ipv4Addr, u8);

/// As it is at one moment. What the router's rules say follows from this and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HostNetwork {
    /// The interfaces that default routes lead to, the best first.
    pub(super) uplinks: Vec<String>,
    /// The networks this machine is part of.
    pub(super) networks: BTreeSet<Network>,
    pub(super) nameservers: Vec<Ipv4Addr>,
}

impl HostNetwork {
    pub(crate) fn look() -> HostNetwork {
        let routes = fs::read_to_string("/proc/net/route").unwrap_or_default();
        HostNetwork { nameservers: nameservers(), ..parse_routes(&routes) }
    }
}

/// `Iface Destination Gateway Flags RefCnt Use Metric Mask …`
fn parse_routes(text: &str) -> HostNetwork {
    /// The route says that there is none.
    const REJECT: u32 = 0x200;
    let mut networks = BTreeSet::new();
    let mut uplinks: Vec<(u32, String)> = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let word = |at: usize| u32::from_str_radix(fields.get(at)?, 16).ok();
        let ip = |at: usize| Some(Ipv4Addr::from(word(at)?.to_ne_bytes()));
        let metric = fields.get(6).and_then(|metric| metric.parse().ok());
        let (Some(name), Some(to), Some(via), Some(flags), Some(metric), Some(mask)) =
            (fields.first(), ip(1), ip(2), word(3), metric, ip(7))
        else {
            continue;
        };
        if flags & REJECT != 0 {
            continue;
        }
        if to.is_unspecified() && mask.is_unspecified() {
            uplinks.push((metric, (*name).to_owned()));
        } else if via.is_unspecified() {
            networks.insert((to, u32::from(mask).leading_ones() as u8));
        }
    }
    uplinks.sort();
    let mut names: Vec<String> = uplinks.into_iter().map(|(_, name)| name).collect();
    names.dedup();
    HostNetwork { uplinks: names, networks, nameservers: Vec::new() }
}

/// Who answers questions for names, as far as that is reachable from another network namespace.
pub(crate) fn nameservers() -> Vec<Ipv4Addr> {
    let read = |file| parse_resolv(&fs::read_to_string(file).unwrap_or_default());
    let of_host = read("/etc/resolv.conf");
    // A resolver on the loopback is not reachable; the one behind it may be.
    match of_host.is_empty() {
        true => read("/run/systemd/resolve/resolv.conf"),
        false => of_host,
    }
}

fn parse_resolv(text: &str) -> Vec<Ipv4Addr> {
    let servers = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    let servers = servers.filter_map(|server| server.trim().parse::<Ipv4Addr>().ok());
    servers.filter(|server| !server.is_loopback()).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_understood() {
        let text = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n\
                    *\t00000000\t00000000\t0201\t0\t0\t5\t00000000\t0\t0\t0\n\
                    wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n\
                    eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n\
                    eth0\t00000A0A\t010200C0\t0003\t0\t0\t0\t0000FFFF\t0\t0\t0\n\
                    eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let host = parse_routes(text);
        assert_eq!(host.uplinks, ["eth0", "wlan0"]);
        assert_eq!(Vec::from_iter(host.networks), [(Ipv4Addr::new(192, 0, 2, 0), 24)]);
        assert_eq!(parse_routes("Iface\n*\n\0"), HostNetwork::default());
    }

    #[test]
    fn resolvers_nobody_else_reaches_do_not_count() {
        let servers = parse_resolv("# x\nnameserver 127.0.0.53\nnameserver 10.1.2.3\noptions a\n");
        assert_eq!(servers, [Ipv4Addr::new(10, 1, 2, 3)]);
    }
}
