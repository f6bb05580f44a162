//! What whoever starts the service should know of its settings, though it works with them.

use std::net::IpAddr;

use url::{Host, Url};

use crate::config::Config;
use crate::outbox::address::Mailbox;
use crate::server;

/// The remarks on a service that starts with these settings, a sentence or two each.
pub(super) fn at_start(config: &Config) -> Vec<String> {
    let mut said = Vec::new();
    if config.smtp_url.is_none() {
        said.push(
            "No mail server is set (CONVENOR_SMTP_URL): nobody is being written to; letters become files in the data \
             folder's mail folder and are kept for 24 hours."
                .to_owned(),
        );
    }
    said.extend(sender(config));
    if config.smtp_url.is_some() && is_at_home(&config.public_url) {
        said.push(format!(
            "Links in letters begin with {}, which opens on this machine alone: set CONVENOR_PUBLIC_URL to the address \
             that people type.",
            config.public_url
        ));
    }
    if let Some(address) = config.reply_address.as_deref().filter(|_| config.inbox_secret.is_none()) {
        said.push(format!(
            "Answers go to {address} (CONVENOR_REPLY_ADDRESS): hand what comes there to `convenor mail receive`, or people who \
             press Accept or Decline in their calendar are not heard."
        ));
    }
    if proxy_is_unnamed(config) {
        said.push(
            "No trusted proxy is set (CONVENOR_TRUSTED_PROXIES): whoever comes from a private or loopback address, as \
             from a proxy in front, has no limit on replies."
                .to_owned(),
        );
    }
    said.extend(files(config));
    said
}

/// With a mail server, letters from an address on which nobody can answer.
pub(super) fn sender(config: &Config) -> Option<String> {
    let from = Mailbox::parse(&config.mail_from).ok()?;
    (config.smtp_url.is_some() && from.address.domain() == "localhost").then(|| {
        format!(
            "Letters come from {} (CONVENOR_MAIL_FROM), which is nobody's address: set one of your own, like \
             Our Branch <events@example.org>, or many servers refuse them.",
            from.address.as_str()
        )
    })
}

/// What others on this machine may look into.
fn files(config: &Config) -> Vec<String> {
    let [folder, key] = [&config.data_dir, &config.key_file].map(|path| {
        let shown = path.display();
        server::is_open_to_others(path).then(|| shown.to_string())
    });
    let folder = folder.map(|folder| {
        format!(
            "Others on this machine may look into the data folder {folder}: close it with chmod 700 {folder}."
        )
    });
    let key = key.map(|key| {
        format!("Others on this machine may open the key file {key}: close it with chmod 600 {key}.")
    });
    folder.into_iter().chain(key).collect()
}

/// Whether an address leads to the machine on which it is opened.
fn is_at_home(address: &str) -> bool {
    let is_home = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
    match Url::parse(address).ok().as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => is_home(ip.into()),
        Some(Host::Ipv6(ip)) => is_home(ip.into()),
        None => false,
    }
}

/// With an https address there is a proxy in front of us, which we were not told of.
fn proxy_is_unnamed(config: &Config) -> bool {
    config.roles.web
        && config.replies_per_network.is_some()
        && config.trusted_proxies.is_empty()
        && config.public_url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Given;

    #[test]
    fn each_remark_is_made_where_it_helps() {
        let told = |settings: &[(&str, &str)]| {
            let environment = settings
                .iter()
                .map(|(name, value)| (format!("CONVENOR_{name}"), (*value).to_owned()))
                .collect();
            let config = Config::from_given(&Given { environment, ..Given::default() }).unwrap();
            let said = at_start(&config).join(" ");
            let named = ["SMTP_URL", "MAIL_FROM", "PUBLIC_URL", "REPLY_ADDRESS", "TRUSTED_PROXIES"];
            named.into_iter().filter(|name| said.contains(&format!("CONVENOR_{name}"))).collect::<Vec<_>>()
        };
        let server = ("SMTP_URL", "smtp://localhost");
        let from = ("MAIL_FROM", "Barnet Branch <events@example.org>");
        let public = ("PUBLIC_URL", "https://events.example.org");
        let proxy = ("TRUSTED_PROXIES", "127.0.0.1");
        assert_eq!(told(&[]), ["SMTP_URL"]);
        assert_eq!(told(&[server]), ["MAIL_FROM", "PUBLIC_URL"]);
        assert_eq!(told(&[server, from, public, proxy]), Vec::<&str>::new());
        assert_eq!(told(&[server, from, public]), ["TRUSTED_PROXIES"]);
        assert_eq!(
            told(&[server, from, public, proxy, ("REPLY_ADDRESS", "reply@example.org")]),
            ["REPLY_ADDRESS"]
        );
        for home in ["http://localhost:8080", "http://[::1]:8080", "http://0.0.0.0:8080", "http://127.0.0.2"]
        {
            assert_eq!(told(&[server, from, ("PUBLIC_URL", home)]), ["PUBLIC_URL"], "{home}");
        }
    }
}
