//! What the host's network is like.

use std::fs;
use std::net::Ipv4Addr;

/// A network, by its address and the length of its prefix.
pub(crate) type Network = (Ipv4Addr, u8);

/// The interface the default route leads to, and the networks this machine is part of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Routes {
    pub(super) uplink: Option<String>,
    pub(super) networks: Vec<Network>,
}

pub(super) fn routes() -> Routes {
    parse_routes(&fs::read_to_string("/proc/net/route").unwrap_or_default())
}

fn parse_routes(text: &str) -> Routes {
    let mut routes = Routes::default();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let ip = |at: usize| {
            let word = u32::from_str_radix(fields.get(at)?, 16).ok()?;
            Some(Ipv4Addr::from(word.to_ne_bytes()))
        };
        let (Some(name), Some(to), Some(via), Some(mask)) = (fields.first(), ip(1), ip(2), ip(7))
        else {
            continue;
        };
        if to.is_unspecified() && mask.is_unspecified() {
            routes.uplink.get_or_insert_with(|| (*name).to_owned());
        } else if via.is_unspecified() {
            routes.networks.push((to, u32::from(mask).leading_ones() as u8));
        }
    }
    routes
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
                    eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n\
                    eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let routes = parse_routes(text);
        assert_eq!(routes.uplink.as_deref(), Some("eth0"));
        assert_eq!(routes.networks, [(Ipv4Addr::new(192, 0, 2, 0), 24)]);
    }

    #[test]
    fn resolvers_nobody_else_reaches_do_not_count() {
        let servers = parse_resolv("# x\nnameserver 127.0.0.53\nnameserver 10.1.2.3\noptions a\n");
        assert_eq!(servers, [Ipv4Addr::new(10, 1, 2, 3)]);
    }
}
