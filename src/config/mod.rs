//! Every setting, its default, unit and check; the only reader of the environment.
//!
//! A flag wins over the environment, which wins over `convenor.toml`, which wins over the default.
//! All mistakes are reported at once, and nothing starts. Secrets print as dots.

mod read;
mod settings;
mod shown;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
pub use settings::{SETTINGS, Setting};

/// A value that must not be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("••••")
    }
}

/// A setting that is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The setting's name in the environment.
    pub setting: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.advice)
    }
}

/// What one process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Serves pages and the API.
    pub web: bool,
    /// Sends letters and does everything that recurs.
    pub worker: bool,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// With what letters are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dkim {
    /// For which domain.
    pub domain: String,
    /// Under which selector.
    pub selector: String,
    /// The private key, PKCS#1 PEM for RSA or base64 for Ed25519.
    pub key_file: PathBuf,
}

/// The effective settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to serve.
    pub listen: SocketAddr,
    /// The folder for all that is kept in files.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: Secret,
    /// What every printed link starts with; no slash at its end.
    pub public_url: String,
    /// The mail server; none writes letters to files.
    pub smtp_url: Option<Secret>,
    /// The sender of every letter, as `Name <address>`.
    pub mail_from: String,
    /// Connections to the mail server at once.
    pub mail_connections: u16,
    /// Letters a minute at most.
    pub mail_per_minute: Option<u32>,
    /// With what letters are signed.
    pub dkim: Option<Dkim>,
    /// The mailbox that calendar answers come to.
    pub reply_address: Option<String>,
    /// With what letters that are brought over HTTP are signed; none takes none.
    pub inbox_secret: Option<Secret>,
    /// Of this machine's and private networks, those that may be asked for calendars.
    pub private_addresses: Vec<IpNet>,
    /// The key file.
    pub key_file: PathBuf,
    /// What this process does.
    pub roles: Roles,
    /// Whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// Replies from one network to one event in 10 minutes.
    pub replies_per_network: Option<u32>,
    /// Bytes of calendars that are kept ready to be sent.
    pub feed_memory: usize,
    /// The log filter.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Each setting as it is in force, in the order of [`SETTINGS`]; users and passwords as dots.
    pub shown: Vec<(String, String)>,
}

/// What was given: the command line's flags by key, the environment, and the file `convenor.toml`.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// By [`Setting::key`].
    pub flags: BTreeMap<String, String>,
    /// By variable, `CONVENOR_…` only.
    pub environment: BTreeMap<String, String>,
    /// The text of the file.
    pub file: Option<String>,
    /// Why the file can't be read, though it may be there.
    pub unreadable: Option<String>,
}

impl Given {
    /// The environment and `./convenor.toml`, with `flags` above them.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
    pub fn here(flags: BTreeMap<String, String>) -> Self {
        let environment = std::env::vars().filter(|(name, _)| name.starts_with("CONVENOR_")).collect();
        let (file, unreadable) = match std::fs::read_to_string("convenor.toml") {
            Ok(text) => (Some(text), None),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (None, None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { flags, environment, file, unreadable }
    }
}

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// All mistakes at once.
    pub fn from_given(given: &Given) -> Result<Self, Vec<Mistake>> {
        let (config, mistakes) = Self::read(given);
        if mistakes.is_empty() { Ok(config) } else { Err(mistakes) }
    }

    /// Reads and checks every setting. Where one is a mistake its default stands in, so that what lies above can look
    /// for its own mistakes in the rest; nothing may start with it.
    #[must_use]
    pub fn read(given: &Given) -> (Self, Vec<Mistake>) {
        read::config(given)
    }
}
