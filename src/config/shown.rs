//! The settings in force, as `convenor config` prints them: no placeholder, no user and no password.

use std::collections::BTreeMap;

use url::Url;

use super::{Config, SETTINGS};

const HIDDEN: &str = "••••";

/// Every setting in force. `given` holds what somebody set, by variable.
pub(super) fn shown(config: &Config, given: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let data_dir = config.data_dir.display().to_string();
    let in_force = |variable: &str, default: &str| match variable {
        "CONVENOR_DATA_DIR" => data_dir.clone(),
        "CONVENOR_DATABASE_URL" => without_login(&config.database_url.0),
        "CONVENOR_PUBLIC_URL" => config.public_url.clone(),
        "CONVENOR_KEY_FILE" => config.key_file.display().to_string(),
        "CONVENOR_SMTP_URL" => match &config.smtp_url {
            Some(url) => without_login(&url.0),
            None => default.replace("<data dir>", &data_dir),
        },
        "CONVENOR_INBOX_SECRET" if config.inbox_secret.is_some() => HIDDEN.to_owned(),
        _ => given.get(variable).map_or(default, String::as_str).to_owned(),
    };
    SETTINGS.iter().map(|s| (s.variable.to_owned(), in_force(s.variable, s.default))).collect()
}

/// Which server and which database, and nothing that opens them: options can hold a password too.
fn without_login(address: &str) -> String {
    if address.starts_with("sqlite://") {
        return address.to_owned();
    }
    let Some((url, host)) = Url::parse(address).ok().and_then(|url| {
        let host = url.host_str()?.to_owned();
        Some((url, host))
    }) else {
        return HIDDEN.to_owned();
    };
    let login = !url.username().is_empty() || url.password().is_some();
    if address.contains('@') && !login {
        // A password with a stray / or ? in it: what looks like a host may be a part of it.
        return HIDDEN.to_owned();
    }
    let login = if login { format!("{HIDDEN}:{HIDDEN}@") } else { String::new() };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let options = if url.query().is_some() { format!("?{HIDDEN}") } else { String::new() };
    format!("{}://{login}{host}{port}{}{options}", url.scheme(), url.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_what_opens_it() {
        for (address, shown) in [
            ("sqlite://data/convenor.db", "sqlite://data/convenor.db"),
            ("smtp://mail.example.org", "smtp://mail.example.org"),
            ("smtps://ada:hunter2@mail.example.org:465", "smtps://••••:••••@mail.example.org:465"),
            ("postgres://ada:hunter2@db:5432/convenor", "postgres://••••:••••@db:5432/convenor"),
            ("postgres://db/convenor?password=hunter2", "postgres://db/convenor?••••"),
            ("postgres://db/convenor?password=hunt@er2", "••••"),
            ("smtp://ada:12/hunter2@mail.example.org", "••••"),
            ("hunter2", "••••"),
        ] {
            assert_eq!(without_login(address), shown, "{address}");
        }
    }
}
