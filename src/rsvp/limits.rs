//! Limits against floods: how often one network may reply to one event, and how often letters to one address start.
//!
//! Pure but for its memory: `now` is an argument. Nothing is written down anywhere; who called is kept only as a hash
//! under a key that each process makes for itself, and forgotten with its window.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use entity::Moment;
use uuid::Uuid;

use crate::outbox::address::Address;
use crate::secret;

/// How long a window is.
pub const WINDOW: Duration = Duration::from_mins(10);
/// How many replies one API key may post to one event in a window: a branch's own site in its busiest hour.
const PER_KEY: u32 = 1_200;
/// How many letters replies may start to one address in a window, all events together. Beyond it nothing is said.
const PER_ADDRESS: u32 = 10;
/// How many windows are held before those that have passed are dropped.
const SWEEP_AT: usize = 10_000;

/// Where a reply comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A browser or a program without a key: the address of its network.
    Network(IpAddr),
    /// A program with this key.
    Key(Uuid),
    /// From a private address, while no trusted proxy is named: everybody may be behind it.
    Unknown,
}

/// What is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// How many a window holds; none is without limit.
    pub limit: Option<u32>,
    /// How many are left.
    pub remaining: u32,
    /// Until a new window begins.
    pub resets_in: Duration,
}

/// Too many for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// How many a window holds.
    pub limit: u32,
    /// When to try again.
    pub retry_after: Duration,
}

/// The counters of one process.
pub struct Limits {
    per_network: Option<u32>,
    key: [u8; 32],
    windows: Mutex<HashMap<[u8; 16], Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    began: Moment,
    used: u32,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Limits(per_network: {:?})", self.per_network)
    }
}

impl Limits {
    /// Counters that allow `per_network` replies to an event in ten minutes; none is `off`.
    pub(super) fn new(per_network: Option<u32>) -> Self {
        Self { per_network, key: secret::random(), windows: Mutex::default() }
    }

    /// Counts one reply of `caller` to `event`.
    ///
    /// # Errors
    /// [`TooMany`] when the window is full; the attempt is then not counted.
    pub fn reply(&self, caller: Caller, event: Uuid, now: Moment) -> Result<Allowance, TooMany> {
        let unlimited = Allowance { limit: None, remaining: u32::MAX, resets_in: Duration::ZERO };
        let (limit, who) = match caller {
            Caller::Unknown => return Ok(unlimited),
            Caller::Key(key) => (PER_KEY, self.hash(&[b"key", key.as_bytes(), event.as_bytes()])),
            Caller::Network(address) => {
                let Some(limit) = self.per_network else { return Ok(unlimited) };
                (limit, self.hash(&[b"network", &network(address), event.as_bytes()]))
            }
        };
        self.count(who, limit, now)
    }

    /// Counts one letter that a reply would start to `address`; false when it is one too many. The caller goes on as
    /// if nothing were the matter.
    #[must_use]
    pub fn letter_to(&self, address: &Address, now: Moment) -> bool {
        let who = self.hash(&[b"address", address.normal().as_bytes()]);
        self.count(who, PER_ADDRESS, now).is_ok()
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 16] {
        let mut short = [0; 16];
        for (to, from) in short.iter_mut().zip(secret::mac(&self.key, parts)) {
            *to = from;
        }
        short
    }

    fn count(&self, who: [u8; 16], limit: u32, now: Moment) -> Result<Allowance, TooMany> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= SWEEP_AT {
            windows.retain(|_who, window| now < window.began + WINDOW);
        }
        let window = windows.entry(who).or_insert(Window { began: now, used: 0 });
        if now >= window.began + WINDOW {
            *window = Window { began: now, used: 0 };
        }
        let resets_in = (window.began + WINDOW).since(now);
        if window.used >= limit {
            return Err(TooMany { limit, retry_after: resets_in });
        }
        window.used += 1;
        Ok(Allowance { limit: Some(limit), remaining: limit - window.used, resets_in })
    }
}

/// Whom to count a connection for.
///
/// `behind_proxy`: the address was told by a proxy that is trusted. A private address that nobody vouches for is most
/// likely a proxy itself, with the whole world behind it.
#[must_use]
pub fn caller_of(address: IpAddr, behind_proxy: bool) -> Caller {
    if !behind_proxy && is_private(address) { Caller::Unknown } else { Caller::Network(address) }
}

/// An address that no stranger can have: private, loopback, link-local, unique local (RFC 1918, 4193, 6598).
#[must_use]
pub fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private() || v4.is_loopback() || v4.is_link_local() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// One household or one office: an IPv4 address, or the /64 of an IPv6 one.
fn network(address: IpAddr) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).octets(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: Uuid = Uuid::from_u128(1);
    const START: Moment = Moment::from_millis(1_000_000);

    fn from(address: &str) -> Caller {
        caller_of(address.parse().unwrap(), false)
    }

    fn used_up(limits: &Limits, address: &str) {
        while limits.reply(from(address), EVENT, START).is_ok() {}
    }

    #[test]
    fn a_network_is_stopped_at_its_limit_and_told_when_to_come_back() {
        let limits = Limits::new(Some(2));
        let now = START + Duration::from_mins(4);
        assert_eq!(limits.reply(from("198.51.100.7"), EVENT, START).unwrap().remaining, 1);
        assert_eq!(limits.reply(from("198.51.100.7"), EVENT, START).unwrap().remaining, 0);
        let retry_after = Duration::from_mins(6);
        assert_eq!(limits.reply(from("198.51.100.7"), EVENT, now), Err(TooMany { limit: 2, retry_after }));
        assert!(limits.reply(from("198.51.100.7"), EVENT, START + WINDOW).is_ok());
    }

    #[test]
    fn one_network_does_not_stop_another_nor_another_event() {
        let limits = Limits::new(Some(1));
        used_up(&limits, "198.51.100.7");
        assert!(limits.reply(from("198.51.100.8"), EVENT, START).is_ok());
        assert!(limits.reply(from("198.51.100.7"), Uuid::from_u128(2), START).is_ok());
    }

    #[test]
    fn all_addresses_of_a_64_are_one_network() {
        let limits = Limits::new(Some(1));
        used_up(&limits, "2001:db8:1:2::3");
        assert!(limits.reply(from("2001:db8:1:2:ffff::9"), EVENT, START).is_err());
        assert!(limits.reply(from("2001:db8:1:3::3"), EVENT, START).is_ok());
    }

    #[test]
    fn an_ipv4_address_counts_alike_in_its_ipv6_dress() {
        let limits = Limits::new(Some(1));
        used_up(&limits, "198.51.100.7");
        assert!(limits.reply(from("::ffff:198.51.100.7"), EVENT, START).is_err());
    }

    #[test]
    fn a_private_peer_without_a_trusted_proxy_sets_no_limit() {
        let limits = Limits::new(Some(1));
        for address in
            ["127.0.0.1", "10.1.2.3", "192.168.0.9", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"]
        {
            assert_eq!(from(address), Caller::Unknown, "{address}");
            assert!(limits.reply(from(address), EVENT, START).is_ok());
            assert!(limits.reply(from(address), EVENT, START).is_ok());
        }
        let vouched = caller_of("10.1.2.3".parse().unwrap(), true);
        assert!(limits.reply(vouched, EVENT, START).is_ok());
        assert!(limits.reply(vouched, EVENT, START).is_err());
    }

    #[test]
    fn off_is_off_and_a_key_has_its_own_allowance() {
        let limits = Limits::new(None);
        for _ in 0..500 {
            assert!(limits.reply(from("198.51.100.7"), EVENT, START).is_ok());
        }
        let key = Caller::Key(Uuid::from_u128(9));
        assert_eq!(limits.reply(key, EVENT, START).unwrap().limit, Some(PER_KEY));
    }

    #[test]
    fn letters_to_one_address_stop_after_ten_whatever_its_case() {
        let limits = Limits::new(Some(1));
        let address = |text: &str| Address::parse(text).unwrap();
        for _ in 0..PER_ADDRESS {
            assert!(limits.letter_to(&address("ben@example.org"), START));
        }
        assert!(!limits.letter_to(&address("Ben@Example.org"), START));
        assert!(limits.letter_to(&address("ada@example.org"), START));
        assert!(limits.letter_to(&address("ben@example.org"), START + WINDOW));
    }

    #[test]
    fn windows_that_have_passed_are_forgotten() {
        let limits = Limits::new(Some(1));
        for n in (0_u128..).take(SWEEP_AT) {
            let event = Uuid::from_u128(n);
            assert!(limits.reply(from("198.51.100.7"), event, START).is_ok());
        }
        assert!(limits.reply(from("198.51.100.7"), Uuid::max(), START + WINDOW).is_ok());
        assert_eq!(limits.windows.lock().unwrap().len(), 1);
    }
}
