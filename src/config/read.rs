//! Reading and checking what was given, collecting every mistake.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use url::Url;

use super::shown::shown;
use super::values::{MIB, limit, log_format, networks, private_networks, roles, size};
use super::{Config, Dkim, Given, LogFormat, Mistake, Roles, SETTINGS, Secret};

/// Reads and checks every setting.
pub(super) fn config(given: &Given) -> (Config, Vec<Mistake>) {
    let mut reader = Reader { values: BTreeMap::new(), mistakes: Vec::new() };
    reader.collect(given);
    let mut config = reader.config();
    config.shown = shown(&config, &reader.values);
    (config, reader.mistakes)
}

struct Reader {
    values: BTreeMap<String, String>,
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn collect(&mut self, given: &Given) {
        let file = self.file(given.file.as_deref());
        if let Some(why) = &given.unreadable {
            // To go on without it could mean another database.
            let advice = format!("let this user read it, or start in another folder: {why}");
            self.wrong("convenor.toml", &advice);
        }
        for setting in SETTINGS {
            let value = given
                .flags
                .get(&setting.key())
                .or_else(|| given.environment.get(setting.variable))
                .or_else(|| file.get(&setting.key()));
            if let Some(value) = value.map(|v| v.trim()).filter(|v| !v.is_empty()) {
                self.values.insert(setting.variable.to_owned(), value.to_owned());
            }
        }
        let known = |key: &str| SETTINGS.iter().any(|s| s.variable == key || s.key() == key);
        for name in given.environment.keys().chain(file.keys()).filter(|name| !known(name)) {
            self.wrong(name, "there is no such setting; `convenor config` lists them all");
        }
    }

    fn file(&mut self, text: Option<&str>) -> BTreeMap<String, String> {
        let Some(text) = text else { return BTreeMap::new() };
        match toml::from_str::<BTreeMap<String, toml::Value>>(text) {
            Ok(table) => table.into_iter().map(|(key, value)| (key, written(&value))).collect(),
            Err(error) => {
                let line = error
                    .span()
                    .map_or(1, |span| text.get(..span.start).map_or(1, |t| t.lines().count().max(1)));
                self.wrong("convenor.toml", &format!("line {line} is not TOML: write name = \"value\""));
                BTreeMap::new()
            }
        }
    }

    fn wrong(&mut self, setting: &str, advice: &str) {
        self.mistakes.push(Mistake { setting: setting.to_owned(), advice: advice.to_owned() });
    }

    fn text(&self, variable: &str) -> Option<String> {
        self.values.get(variable).cloned()
    }

    /// The parsed value, or `default`; a mistake when it does not parse.
    fn parsed<T>(
        &mut self,
        variable: &str,
        default: T,
        advice: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        match self.text(variable).map(|text| parse(&text)) {
            None => default,
            Some(Some(value)) => value,
            Some(None) => {
                self.wrong(variable, advice);
                default
            }
        }
    }

    fn config(&mut self) -> Config {
        let data_dir =
            PathBuf::from(self.text("CONVENOR_DATA_DIR").unwrap_or_else(|| "convenor-data".to_owned()));
        let default_listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        let listen = self.parsed(
            "CONVENOR_LISTEN",
            default_listen,
            "write an address and a port, like 127.0.0.1:8080 or [::]:8080",
            |text| text.parse().ok(),
        );
        Config {
            listen,
            database_url: Secret(self.database_url(&data_dir)),
            public_url: self.public_url(listen),
            smtp_url: self.text("CONVENOR_SMTP_URL").map(Secret),
            mail_from: self
                .text("CONVENOR_MAIL_FROM")
                .unwrap_or_else(|| "Convenor <no-reply@localhost>".to_owned()),
            mail_connections: self.parsed(
                "CONVENOR_MAIL_CONNECTIONS",
                4,
                "write a number from 1 to 64",
                |text| text.parse().ok().filter(|n| (1..=64).contains(n)),
            ),
            mail_per_minute: self.parsed(
                "CONVENOR_MAIL_PER_MINUTE",
                None,
                "write a number from 1 on, or unlimited",
                |text| limit(text, "unlimited"),
            ),
            dkim: self.dkim(),
            reply_address: self.text("CONVENOR_REPLY_ADDRESS"),
            inbox_secret: self.inbox_secret(),
            private_addresses: self.private_addresses(),
            key_file: self.text("CONVENOR_KEY_FILE").map_or_else(|| data_dir.join("key"), PathBuf::from),
            roles: self.parsed(
                "CONVENOR_ROLES",
                Roles { web: true, worker: true },
                "write web, worker, or web,worker",
                roles,
            ),
            trusted_proxies: self.parsed(
                "CONVENOR_TRUSTED_PROXIES",
                Vec::new(),
                "write networks like 10.0.0.0/8,fd00::/8, or none",
                networks,
            ),
            replies_per_network: self.parsed(
                "CONVENOR_REPLIES_PER_NETWORK",
                Some(120),
                "write a number from 1 on, or off",
                |text| limit(text, "off"),
            ),
            feed_memory: self.feed_memory(),
            log: self.text("CONVENOR_LOG").unwrap_or_else(|| "info".into()),
            log_format: self.parsed("CONVENOR_LOG_FORMAT", LogFormat::Text, "write text or json", log_format),
            shown: Vec::new(),
            data_dir,
        }
    }

    fn database_url(&mut self, data_dir: &Path) -> String {
        let own = format!("sqlite://{}", data_dir.join("convenor.db").display());
        let advice = "begin it with sqlite:// or postgres://, or leave it out for a file in the data folder";
        self.parsed("CONVENOR_DATABASE_URL", own, advice, |text| {
            let known = ["sqlite://", "postgres://", "postgresql://"];
            known.iter().any(|start| text.starts_with(start)).then(|| text.to_owned())
        })
    }

    fn private_addresses(&mut self) -> Vec<IpNet> {
        let advice = "write refused, allowed, or networks like 192.168.1.0/24";
        self.parsed("CONVENOR_PRIVATE_ADDRESSES", Vec::new(), advice, private_networks)
    }

    fn inbox_secret(&mut self) -> Option<Secret> {
        let secret = self.text("CONVENOR_INBOX_SECRET")?;
        if secret.chars().count() < 32 {
            self.wrong(
                "CONVENOR_INBOX_SECRET",
                "write 32 characters or more, such as `openssl rand -hex 32` prints",
            );
        }
        if self.text("CONVENOR_REPLY_ADDRESS").is_none() {
            self.wrong(
                "CONVENOR_REPLY_ADDRESS",
                "set it too: without it no letter of ours asks for an answer",
            );
        }
        Some(Secret(secret))
    }

    fn public_url(&mut self, listen: SocketAddr) -> String {
        let advice = "write an address like https://events.example.org, without a path";
        self.parsed("CONVENOR_PUBLIC_URL", format!("http://{listen}"), advice, |text| {
            let url = Url::parse(text).ok()?;
            let plain = matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && url.path() == "/"
                && url.query().is_none()
                && url.username().is_empty();
            plain.then(|| text.trim_end_matches('/').to_owned())
        })
    }

    fn feed_memory(&mut self) -> usize {
        let advice = "write a size from 1 MiB on, like 64 MiB or 1 GiB";
        self.parsed("CONVENOR_FEED_MEMORY", 64 * MIB, advice, |text| size(text).filter(|bytes| *bytes >= MIB))
    }

    fn dkim(&mut self) -> Option<Dkim> {
        let given = ["CONVENOR_DKIM_DOMAIN", "CONVENOR_DKIM_SELECTOR", "CONVENOR_DKIM_KEY_FILE"]
            .map(|variable| (variable, self.text(variable)));
        if given.iter().all(|(_, value)| value.is_none()) {
            return None;
        }
        for (variable, value) in &given {
            if value.is_none() {
                self.wrong(variable, "set it too: domain, selector and key file belong together");
            }
        }
        let [domain, selector, key_file] = given.map(|(_, value)| value);
        Some(Dkim { domain: domain?, selector: selector?, key_file: PathBuf::from(key_file?) })
    }
}

/// A TOML value as the environment would hold it.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(flag) => flag.to_string(),
        toml::Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(","),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => "?".to_owned(),
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
