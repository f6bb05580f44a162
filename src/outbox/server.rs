//! The mail server, as its setting names it: `smtp://user:pass@host:port?tls=required` or `smtps://…`.
//!
//! Guarantees: a password never travels in clear beyond this machine, and is never printed. What the words of
//! the address mean to a connection is left to `delivery`.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use url::{Host, Url};

/// Whether the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Never.
    None,
    /// By STARTTLS where the server offers it. Only on this machine: elsewhere anybody on the way could take the
    /// offer out.
    Opportunistic,
    /// By STARTTLS, or not at all (RFC 3207).
    Required,
    /// From the first byte (RFC 8314).
    Implicit,
}

/// A mail server that takes letters from us.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name or address.
    pub host: String,
    /// Its port: 465 for `smtps`, else 587 unless the setting says otherwise.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// Who we are to it.
    pub login: Option<Login>,
    /// A PEM file with a certificate to trust besides the system's: a branch's own server (`?ca=/path`).
    pub ca_file: Option<PathBuf>,
}

/// A name and its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A setting that names no server we can use, in a sentence that does not repeat it: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("CONVENOR_SMTP_URL {0}")]
pub struct NotAServer(&'static str);

impl Server {
    /// Reads the setting.
    ///
    /// # Errors
    /// Says what is wrong and what to write instead.
    pub fn parse(text: &str) -> Result<Self, NotAServer> {
        let url = Url::parse(text)
            .map_err(|_error| NotAServer("must look like smtp://user:password@mail.example.org:587"))?;
        let host = host_of(&url)?;
        let (tls, ca_file) = options_of(&url)?;
        let server = Self {
            tls: match url.scheme() {
                "smtps" if tls.is_none() => Tls::Implicit,
                "smtps" => return Err(NotAServer("with smtps:// is always encrypted: leave tls= out")),
                "smtp" => tls.unwrap_or(Tls::Required),
                _ => return Err(NotAServer("must begin with smtp:// or smtps://")),
            },
            port: url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 587 }),
            login: login_of(&url)?,
            host,
            ca_file,
        };
        if server.is_loopback() {
            return Ok(server);
        }
        match server.tls {
            Tls::Opportunistic => Err(NotAServer(
                "may say tls=opportunistic only for a server on this machine: use tls=required",
            )),
            Tls::None if server.login.is_some() => Err(NotAServer(
                "with tls=none would send the password readable to all on the way: use tls=required",
            )),
            Tls::None | Tls::Required | Tls::Implicit => Ok(server),
        }
    }

    /// Whether the server is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

fn host_of(url: &Url) -> Result<String, NotAServer> {
    // `url` reads the host of a scheme it does not know as opaque text; `Host` reads it as an address.
    let text = url.host_str().filter(|h| !h.is_empty()).ok_or(NotAServer("names no server"))?;
    match Host::parse(text).map_err(|_error| NotAServer("names a server that is no host name"))? {
        Host::Domain(name) => Ok(name),
        Host::Ipv4(ip) => Ok(ip.to_string()),
        Host::Ipv6(ip) => Ok(ip.to_string()),
    }
}

fn options_of(url: &Url) -> Result<(Option<Tls>, Option<PathBuf>), NotAServer> {
    let (mut tls, mut ca_file) = (None, None);
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "none") => tls = Some(Tls::None),
            ("tls", "opportunistic") => tls = Some(Tls::Opportunistic),
            ("tls", "required") => tls = Some(Tls::Required),
            ("tls", _) => return Err(NotAServer("must say tls=none, tls=opportunistic or tls=required")),
            ("ca", path) if !path.is_empty() => ca_file = Some(PathBuf::from(path)),
            _ => return Err(NotAServer("knows only the options tls= and ca=")),
        }
    }
    Ok((tls, ca_file))
}

fn login_of(url: &Url) -> Result<Option<Login>, NotAServer> {
    let unreadable = NotAServer("has a user or password that is no text: write special characters as %40");
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(NotAServer("needs both a user and a password, or neither")),
        (user, Some(password)) => Ok(Some(Login {
            user: percent_decoded(user).ok_or(unreadable)?,
            password: percent_decoded(password).ok_or(unreadable)?,
        })),
    }
}

/// RFC 3986 §2.1. `None` when what comes out is not UTF-8. A lone `%` stands for itself.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..)?;
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("login", &self.login)
            .field("ca_file", &self.ca_file)
            .finish()
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("user", &"•••").field("password", &"•••").finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_names_a_server() {
        for (text, host, port, tls) in [
            ("smtp://mail.example.org", "mail.example.org", 587, Tls::Required),
            ("smtp://mail.example.org:2525?tls=required", "mail.example.org", 2525, Tls::Required),
            ("smtp://127.0.0.1:25?tls=opportunistic", "127.0.0.1", 25, Tls::Opportunistic),
            ("smtp://[::1]:25?tls=opportunistic", "::1", 25, Tls::Opportunistic),
            ("smtp://localhost?tls=none", "localhost", 587, Tls::None),
            ("smtp://mailpit:1025?tls=none", "mailpit", 1025, Tls::None),
            ("smtps://mail.example.org", "mail.example.org", 465, Tls::Implicit),
            ("smtp://LOCALHOST", "localhost", 587, Tls::Required),
        ] {
            let server = Server::parse(text).unwrap();
            assert_eq!((&*server.host, server.port, server.tls), (host, port, tls), "{text}");
        }
    }

    #[test]
    fn a_name_and_password_may_hold_any_character() {
        let server =
            Server::parse("smtp://ben%40example.org:p%3A%2F%25%C3%A9@mail.example.org?ca=/etc/ca.pem")
                .unwrap();
        let login = server.login.as_ref().unwrap();
        assert_eq!((&*login.user, &*login.password), ("ben@example.org", "p:/%é"));
        assert_eq!(server.ca_file, Some(PathBuf::from("/etc/ca.pem")));
        let printed = format!("{server:?}");
        assert!(!printed.contains("p:/") && !printed.contains("ben@"), "{printed}");
    }

    #[test]
    fn what_would_leak_or_fail_is_refused_at_the_start() {
        for (text, part) in [
            ("mail.example.org", "must look like"),
            ("http://mail.example.org", "must begin with"),
            ("smtp://", "names no server"),
            ("smtp://mail.example.org?tls=maybe", "must say tls="),
            ("smtp://mail.example.org?ssl=yes", "knows only"),
            ("smtp://mail.example.org?tls=opportunistic", "only for a server on this machine"),
            ("smtp://u:secret@mail.example.org?tls=none", "readable to all"),
            ("smtps://mail.example.org?tls=none", "always encrypted"),
            ("smtp://u@mail.example.org", "both a user and a password"),
            ("smtp://u:%ff@mail.example.org", "no text"),
        ] {
            let why = Server::parse(text).unwrap_err().to_string();
            assert!(why.contains(part) && !why.contains("secret"), "{text}: {why}");
        }
    }
}
