//! From where a request comes.
//!
//! With trusted proxies configured, the rightmost address in `X-Forwarded-For` that is not one of them counts; what
//! stands left of it was written by somebody we do not know. A network is one IPv4 address or one IPv6 /64: whoever
//! has one address of a /64 has them all.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;
use poem::{Addr, Request};

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// From that network.
    Network(IpAddr),
    /// From a private address, and no proxy is trusted: everybody seems to be one. No limit by network makes sense.
    Hidden,
}

/// Where `request` comes from, given the proxies that are trusted.
#[must_use]
pub fn of(request: &Request, trusted: &[IpNet]) -> Peer {
    let Addr::SocketAddr(socket) = request.remote_addr().0 else { return Peer::Hidden };
    let forwarded: Vec<&str> =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
    seen(socket.ip(), &forwarded.join(","), trusted)
}

fn seen(connected: IpAddr, forwarded: &str, trusted: &[IpNet]) -> Peer {
    let connected = connected.to_canonical();
    if trusted.is_empty() && is_private(connected) {
        return Peer::Hidden;
    }
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let mut counts = connected;
    for hop in forwarded.rsplit(',') {
        if !is_trusted(counts) {
            break;
        }
        match address(hop.trim()) {
            Some(ip) => counts = ip,
            None => break,
        }
    }
    Peer::Network(network(counts))
}

/// An address with or without a port, brackets allowed.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|t| t.split_once(']')).map_or(text, |(inside, _)| inside);
    let parsed = bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|s| s.ip()));
    parsed.map(|ip: IpAddr| ip.to_canonical())
}

fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(connected: &str, forwarded: &str, trusted: &str) -> Peer {
        let trusted: Vec<IpNet> = trusted.split_whitespace().map(|t| t.parse().unwrap()).collect();
        seen(connected.parse().unwrap(), forwarded, &trusted)
    }

    fn at(ip: &str) -> Peer {
        Peer::Network(ip.parse().unwrap())
    }

    #[test]
    fn nobody_can_choose_their_own_address() {
        assert_eq!(from("203.0.113.9", "198.51.100.1", ""), at("203.0.113.9"), "no proxy is trusted");
        assert_eq!(from("10.0.0.1", "1.2.3.4, 198.51.100.1", "10.0.0.0/8"), at("198.51.100.1"));
        assert_eq!(from("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "10.0.0.0/8"), at("198.51.100.1"));
        assert_eq!(from("203.0.113.9", "1.2.3.4", "10.0.0.0/8"), at("203.0.113.9"), "not from the proxy");
        assert_eq!(from("10.0.0.1", "1.2.3.4, nonsense", "10.0.0.0/8"), at("10.0.0.1"));
        assert_eq!(from("10.0.0.1", "", "10.0.0.0/8"), at("10.0.0.1"));
    }

    #[test]
    fn a_network_is_one_ipv4_address_or_one_ipv6_64() {
        assert_eq!(from("2001:db8:1:2:3:4:5:6", "", ""), at("2001:db8:1:2::"));
        assert_eq!(from("::ffff:203.0.113.9", "", ""), at("203.0.113.9"));
        assert_eq!(from("::1", "[2001:db8:1:2:9::9]:443", "::1/128"), at("2001:db8:1:2::"));
        assert_eq!(from("::1", "198.51.100.1:5000", "::1/128"), at("198.51.100.1"));
    }

    #[test]
    fn behind_a_proxy_that_is_not_trusted_everybody_is_hidden() {
        for private in ["127.0.0.1", "10.1.2.3", "192.168.0.7", "::1", "fd00::1"] {
            assert_eq!(from(private, "198.51.100.1", ""), Peer::Hidden, "{private}");
        }
    }
}
