//! The list of settings: the names that the environment, the file, the command line and the README share.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in the environment.
    pub variable: &'static str,
    /// Its value when nobody sets it, in words where it depends on another.
    pub default: &'static str,
    /// What it is, with its unit.
    pub about: &'static str,
    /// May hold a user and a password, which are never shown.
    pub secret: bool,
}

impl Setting {
    /// Its name in `convenor.toml`: `public_url`.
    #[must_use]
    pub fn key(&self) -> String {
        self.variable.trim_start_matches("CONVENOR_").to_ascii_lowercase()
    }

    /// Its flag on the command line, without the dashes: `public-url`.
    #[must_use]
    pub fn flag(&self) -> String {
        self.key().replace('_', "-")
    }
}

const fn open(variable: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting { variable, default, about, secret: false }
}

const fn secret(variable: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting { variable, default, about, secret: true }
}

/// Every setting, in the order in which a person meets them.
pub const SETTINGS: &[Setting] = &[
    open("CONVENOR_LISTEN", "127.0.0.1:8080", "address and port to serve on"),
    open("CONVENOR_DATA_DIR", "./convenor-data", "folder for the database, the key and letters in files"),
    secret(
        "CONVENOR_DATABASE_URL",
        "sqlite://<data dir>/convenor.db",
        "the database; postgres://… lets several nodes share the work",
    ),
    open("CONVENOR_PUBLIC_URL", "http://<listen>", "what every printed link starts with"),
    secret(
        "CONVENOR_SMTP_URL",
        "unset: letters become files in <data dir>/mail and nobody is written to",
        "smtp://user:pass@host:port?tls=none|opportunistic|required or smtps://…",
    ),
    open("CONVENOR_MAIL_FROM", "Convenor <no-reply@localhost>", "the sender of every letter"),
    open("CONVENOR_MAIL_CONNECTIONS", "4", "connections to the mail server at once"),
    open("CONVENOR_MAIL_PER_MINUTE", "unlimited", "letters a minute at most"),
    open("CONVENOR_DKIM_DOMAIN", "unset", "domain to sign letters for (DKIM)"),
    open("CONVENOR_DKIM_SELECTOR", "unset", "selector of the DKIM key"),
    open("CONVENOR_DKIM_KEY_FILE", "unset", "file with the DKIM private key"),
    open(
        "CONVENOR_REPLY_ADDRESS",
        "unset",
        "address whose mailbox is handed to us; calendar answers go to its +token form",
    ),
    open("CONVENOR_KEY_FILE", "<data dir>/key", "the key file; made at the first start"),
    open("CONVENOR_ROLES", "web,worker", "what this process does"),
    open("CONVENOR_TRUSTED_PROXIES", "none", "networks (CIDR, comma-separated) whose X-Forwarded-For counts"),
    open(
        "CONVENOR_REPLIES_PER_NETWORK",
        "120",
        "replies from one network to one event in 10 minutes; off for no limit",
    ),
    open("CONVENOR_LOG", "info", "what is logged: error, warn, info, debug, or a filter"),
    open("CONVENOR_LOG_FORMAT", "text", "text or json"),
];
