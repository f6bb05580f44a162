//! Fetches a calendar by its address.
//!
//! Guarantees: no address of this machine or of its own networks is asked, whatever name leads there, unless the operator allows it; the name is
//! resolved once, and the address that was looked at is the one that is asked; each redirect is looked at in the same way, three
//! at most; not more is read than an import takes, also of what is compressed; all of it ends within thirty seconds.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use ipnet::IpNet;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::{Host, Url};

use super::{MOST_BYTES, text};

/// How long it may take in all.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How many redirects are followed.
const REDIRECTS: usize = 3;

/// Why a calendar could not be fetched, in words for whoever typed its address.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// It is no address of the web.
    #[error("the address must begin with https:// or http://")]
    NoAddress,
    /// It names somebody.
    #[error("the address must have no user name or password in it")]
    WithPassword,
    /// It leads to this machine or its own networks.
    #[error("the address leads to this machine or a private network, which is not asked")]
    Private,
    /// Nobody knows the name.
    #[error("no server has the name in the address")]
    NoServer,
    /// It leads on and on.
    #[error("the address leads on to others more than {REDIRECTS} times")]
    TooManyRedirects,
    /// It took too long.
    #[error("the server did not answer within 30 seconds")]
    TooSlow,
    /// It answered something else.
    #[error("the server answered {0}")]
    Status(u16),
    /// There is too much.
    #[error("the calendar is larger than 5 MiB")]
    TooLarge,
    /// What came can't be read.
    #[error("what the server answered is no text that can be read")]
    Unreadable,
    /// The conversation failed.
    #[error("the server could not be asked")]
    Failed(#[source] reqwest::Error),
}

/// Fetches calendars.
#[derive(Clone, Debug)]
pub struct Fetcher {
    /// Addresses that may be asked although they are this machine's or of its own networks.
    pub allowed: Vec<IpNet>,
}

impl Fetcher {
    /// Whether a text is an address, and not the name of a file.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.split_once("://").is_some_and(|(scheme, _)| {
            ["https", "http", "webcal"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        })
    }

    /// The text at an address. `webcal://` is read as `https://`.
    ///
    /// # Errors
    /// See [`NotFetched`].
    pub async fn fetch(&self, address: &str) -> Result<String, NotFetched> {
        let address = address.trim();
        let address = match address.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("webcal") => format!("https://{rest}"),
            _ => address.to_owned(),
        };
        let url = Url::parse(&address).map_err(|_error| NotFetched::NoAddress)?;
        tokio::time::timeout(PATIENCE, self.follow(url)).await.map_err(|_elapsed| NotFetched::TooSlow)?
    }

    async fn follow(&self, mut url: Url) -> Result<String, NotFetched> {
        for _ in 0..=REDIRECTS {
            let answer = self.ask(&url).await?;
            if answer.status().is_redirection() {
                let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
                url = to
                    .and_then(|to| url.join(to).ok())
                    .ok_or(NotFetched::Status(answer.status().as_u16()))?;
                continue;
            }
            if !answer.status().is_success() {
                return Err(NotFetched::Status(answer.status().as_u16()));
            }
            return read(answer).await;
        }
        Err(NotFetched::TooManyRedirects)
    }

    async fn ask(&self, url: &Url) -> Result<Response, NotFetched> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NotFetched::NoAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NotFetched::WithPassword);
        }
        let port = url.port_or_known_default().ok_or(NotFetched::NoAddress)?;
        let (name, found) = match url.host().ok_or(NotFetched::NoAddress)? {
            Host::Ipv4(ip) => (None, vec![SocketAddr::from((ip, port))]),
            Host::Ipv6(ip) => (None, vec![SocketAddr::from((ip, port))]),
            Host::Domain(name) => {
                let found =
                    tokio::net::lookup_host((name, port)).await.map_err(|_error| NotFetched::NoServer)?;
                (Some(name), found.collect())
            }
        };
        if found.is_empty() {
            return Err(NotFetched::NoServer);
        }
        // One private address among several is enough to be refused: which one is asked would be chance.
        if found.iter().any(|one| !self.may_ask(one.ip())) {
            return Err(NotFetched::Private);
        }
        let mut client = client();
        if let Some(name) = name {
            client = client.resolve_to_addrs(name, &found);
        }
        let client = client.build().map_err(NotFetched::Failed)?;
        let request = client.get(url.clone()).header(ACCEPT, "text/calendar, text/plain;q=0.5, */*;q=0.1");
        let request = request.header(ACCEPT_ENCODING, "identity").header(USER_AGENT, "Convenor");
        request.send().await.map_err(NotFetched::Failed)
    }

    fn may_ask(&self, ip: IpAddr) -> bool {
        is_public(ip) || self.allowed.iter().any(|network| network.contains(&ip.to_canonical()))
    }
}

/// No proxy of the environment, no cookies, no decompression of its own.
fn client() -> reqwest::ClientBuilder {
    // The one that is there already will do; there is one in a process.
    rustls::crypto::ring::default_provider().install_default().ok();
    Client::builder().redirect(Policy::none()).no_proxy().no_gzip().connect_timeout(CONNECT).timeout(PATIENCE)
}

/// The body, as far as an import takes one.
async fn read(mut answer: Response) -> Result<String, NotFetched> {
    let coding = answer.headers().get(CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
    let coding = coding.unwrap_or("identity").trim().to_ascii_lowercase();
    let charset = answer.headers().get(CONTENT_TYPE).and_then(|kind| charset(kind.to_str().ok()?));
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(NotFetched::Failed)? {
        if bytes.len() + part.len() > MOST_BYTES {
            return Err(NotFetched::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    let bytes = match coding.as_str() {
        "identity" | "" => bytes,
        // Sent so although nobody asked for it.
        "gzip" | "x-gzip" => unpacked(&bytes)?,
        _ => return Err(NotFetched::Unreadable),
    };
    Ok(text::decoded(&bytes, charset.as_deref()))
}

/// The charset that a `Content-Type` names.
fn charset(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, charset) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().to_owned())
}

/// What is compressed, as far as an import takes it.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, NotFetched> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let mut plain = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes).take(most.saturating_add(1));
    reader.read_to_end(&mut plain).map_err(|_error| NotFetched::Unreadable)?;
    if plain.len() > MOST_BYTES { Err(NotFetched::TooLarge) } else { Ok(plain) }
}

/// Whether an address is one that anybody on the internet may ask (RFC 6890): not this machine, its networks, or a name for them.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let within = |first: [u16; 2]| {
        let [a, b, c, d] = [first[0] >> 8, first[0] & 0xff, first[1] >> 8, first[1] & 0xff];
        let octets = [a, b, c, d].map(|part| u8::try_from(part).unwrap_or(0));
        is_public_v4(Ipv4Addr::from(octets))
    };
    match ip.segments() {
        // IPv4 within IPv6: mapped, compatible, translated (RFC 6052), 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => within([high, low]),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => within([high, low]),
        [0x2002, high, low, ..] => within([high, low]),
        // Of all there is, 2000::/3 is in use; Teredo, ORCHID and what is for documents are not asked.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_asked() {
        for private in [
            "127.0.0.1",
            "127.255.255.255",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fec0::1",
            "64:ff9b:1::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in
            ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn what_grows_without_end_when_unpacked_is_refused() {
        use std::io::Write as _;
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            bomb.write_all(&[b'a'; 1024 * 1024]).unwrap();
        }
        let bomb = bomb.finish().unwrap();
        assert!(bomb.len() < 200_000);
        assert!(matches!(unpacked(&bomb), Err(NotFetched::TooLarge)));
        assert!(matches!(unpacked(b"nothing"), Err(NotFetched::Unreadable)));
    }
}
