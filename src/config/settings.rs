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

const fn setting(variable: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting { variable, default, about }
}

/// Every setting, in the order in which a person meets them.
pub const SETTINGS: &[Setting] = &[
    setting("CONVENOR_LISTEN", "127.0.0.1:8080", "address and port to serve on"),
    setting("CONVENOR_DATA_DIR", "./convenor-data", "folder for the database, the key and letters in files"),
    setting(
        "CONVENOR_DATABASE_URL",
        "sqlite://<data dir>/convenor.db",
        "the database; postgres://… lets several nodes share the work",
    ),
    setting("CONVENOR_PUBLIC_URL", "http://<listen>", "what every printed link starts with"),
    setting(
        "CONVENOR_SMTP_URL",
        "unset: letters become files in <data dir>/mail and nobody is written to",
        "smtp://user:pass@host:port?tls=none|opportunistic|required or smtps://…",
    ),
    setting("CONVENOR_MAIL_FROM", "Convenor <no-reply@localhost>", "the sender of every letter"),
    setting("CONVENOR_MAIL_CONNECTIONS", "4", "connections to the mail server at once"),
    setting("CONVENOR_MAIL_PER_MINUTE", "unlimited", "letters a minute at most"),
    setting("CONVENOR_DKIM_DOMAIN", "unset", "domain to sign letters for (DKIM)"),
    setting("CONVENOR_DKIM_SELECTOR", "unset", "selector of the DKIM key"),
    setting("CONVENOR_DKIM_KEY_FILE", "unset", "file with the DKIM private key"),
    setting(
        "CONVENOR_REPLY_ADDRESS",
        "unset",
        "answers come to its +token form, which must lead to `convenor mail receive` or the inbox below",
    ),
    setting(
        "CONVENOR_INBOX_SECRET",
        "unset: POST /api/v1/inbox takes nothing",
        "with what a mail provider signs the letters that it brings; 32 characters at least",
    ),
    setting(
        "CONVENOR_PRIVATE_ADDRESSES",
        "refused",
        "whether calendars are fetched from this machine and private networks: refused, allowed, or which (CIDR, comma-separated)",
    ),
    setting("CONVENOR_KEY_FILE", "<data dir>/key", "the key file; made at the first start"),
    setting("CONVENOR_ROLES", "web,worker", "what this process does"),
    setting(
        "CONVENOR_TRUSTED_PROXIES",
        "none",
        "networks (CIDR, comma-separated) whose X-Forwarded-For counts",
    ),
    setting(
        "CONVENOR_REPLIES_PER_NETWORK",
        "120",
        "replies from one network to one event in 10 minutes; off for no limit",
    ),
    setting("CONVENOR_FEED_MEMORY", "64 MiB", "memory for calendars that are kept ready to be sent"),
    setting(
        "CONVENOR_LOG",
        "info",
        "what is logged: error, warn, info, debug, trace or off; with commas, target=level too",
    ),
    setting("CONVENOR_LOG_FORMAT", "text", "text or json"),
];
