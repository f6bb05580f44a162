//! From where a request comes.
//!
//! With trusted proxies configured, the rightmost address in `X-Forwarded-For` that is not one of them counts; what
//! stands left of it was written by somebody we do not know. What an address is counted for is left to `rsvp::limits`.

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use ipnet::IpNet;
use poem::{Addr, Request};

use crate::rsvp::limits::{self, Caller};

/// Whom to count a request of somebody without a key for, given the proxies that are trusted.
#[must_use]
pub fn of(request: &Request, trusted: &[IpNet]) -> Caller {
    let Addr::SocketAddr(socket) = request.remote_addr().0 else { return Caller::Unknown };
    let forwarded: Vec<&str> =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
    let (address, behind_proxy) = seen(socket.ip(), &forwarded.join(","), trusted);
    limits::caller_of(address, behind_proxy)
}

/// Whether somebody whom nobody trusts told us on whose behalf they ask. As a rule that is a proxy that was forgotten in
/// `CONVENOR_TRUSTED_PROXIES`; it can also be a visitor who plays.
#[derive(Debug, Default)]
pub struct Untrusted(AtomicBool);

impl Untrusted {
    /// Looks at a request; the first that should not be believed is logged, without the address.
    pub fn notice(&self, request: &Request, trusted: &[IpNet]) {
        let told = ["x-forwarded-for", "forwarded"].iter().any(|name| request.headers().contains_key(*name));
        if told && !is_from_trusted(request, trusted) && !self.0.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a request says for whom it was forwarded, but comes from an address that CONVENOR_TRUSTED_PROXIES does \
                 not name: it is not believed. If you run a proxy, name its address there"
            );
        }
    }

    /// Whether there was one since this process started.
    #[must_use]
    pub fn was_seen(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

fn is_from_trusted(request: &Request, trusted: &[IpNet]) -> bool {
    let Addr::SocketAddr(socket) = request.remote_addr().0 else { return false };
    trusted.iter().any(|net| net.contains(&socket.ip().to_canonical()))
}

/// The address that counts, and whether a trusted proxy told it.
fn seen(connected: IpAddr, forwarded: &str, trusted: &[IpNet]) -> (IpAddr, bool) {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let connected = connected.to_canonical();
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
    (counts, is_trusted(connected))
}

/// An address with or without a port, brackets allowed.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|t| t.split_once(']')).map_or(text, |(inside, _)| inside);
    let parsed = bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|s| s.ip()));
    parsed.map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(connected: &str, forwarded: &str, trusted: &str) -> (String, bool) {
        let trusted: Vec<IpNet> = trusted.split_whitespace().map(|t| t.parse().unwrap()).collect();
        let (address, behind_proxy) = seen(connected.parse().unwrap(), forwarded, &trusted);
        (address.to_string(), behind_proxy)
    }

    #[test]
    fn nobody_can_choose_their_own_address() {
        for (connected, forwarded, trusted, counts, behind_proxy) in [
            ("203.0.113.9", "198.51.100.1", "", "203.0.113.9", false),
            ("10.0.0.1", "1.2.3.4, 198.51.100.1", "10.0.0.0/8", "198.51.100.1", true),
            ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "10.0.0.0/8", "198.51.100.1", true),
            ("203.0.113.9", "1.2.3.4", "10.0.0.0/8", "203.0.113.9", false),
            ("10.0.0.1", "1.2.3.4, nonsense", "10.0.0.0/8", "10.0.0.1", true),
            ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1", true),
            ("::ffff:203.0.113.9", "", "", "203.0.113.9", false),
            ("::1", "[2001:db8:1:2::9]:443", "::1/128", "2001:db8:1:2::9", true),
            ("::1", "198.51.100.1:5000", "::1/128", "198.51.100.1", true),
        ] {
            let expected = (counts.to_owned(), behind_proxy);
            assert_eq!(from(connected, forwarded, trusted), expected, "{connected} {forwarded}");
        }
    }
}
