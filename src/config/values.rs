//! How the values of settings are written: numbers, sizes, words and networks.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{LogFormat, Roles};

pub(super) const MIB: usize = 1024 * 1024;

/// A number from 1 on, or the word for no limit.
pub(super) fn limit(text: &str, none: &str) -> Option<Option<u32>> {
    if text == none { Some(None) } else { text.parse().ok().filter(|n| *n > 0).map(Some) }
}

/// `64 MiB` in bytes.
pub(super) fn size(text: &str) -> Option<usize> {
    let (number, unit) = text.split_at(text.find(|letter: char| !letter.is_ascii_digit())?);
    let unit = match unit.trim() {
        "MiB" => MIB,
        "GiB" => 1024 * MIB,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(unit)
}

pub(super) fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

pub(super) fn roles(text: &str) -> Option<Roles> {
    let mut roles = Roles { web: false, worker: false };
    for word in text.split(',').map(str::trim) {
        match word {
            "web" => roles.web = true,
            "worker" => roles.worker = true,
            _ => return None,
        }
    }
    Some(roles)
}

pub(super) fn networks(text: &str) -> Option<Vec<IpNet>> {
    if text == "none" {
        return Some(Vec::new());
    }
    let one = |net: &str| net.parse::<IpNet>().ok().or_else(|| net.parse::<IpAddr>().ok().map(IpNet::from));
    text.split(',').map(|net| one(net.trim())).collect()
}

/// Networks beside the internet that may be asked: none, each, or those.
pub(super) fn private_networks(text: &str) -> Option<Vec<IpNet>> {
    match text {
        "refused" => Some(Vec::new()),
        "allowed" => networks("0.0.0.0/0,::/0"),
        _ => networks(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_unit() {
        for (text, bytes) in [
            ("64 MiB", Some(64 * MIB)),
            ("1GiB", Some(1024 * MIB)),
            ("64", None),
            ("MiB", None),
            ("-1 MiB", None),
            ("64 MB", None),
            ("99999999999999999999 MiB", None),
        ] {
            assert_eq!(size(text), bytes, "{text}");
        }
    }
}
