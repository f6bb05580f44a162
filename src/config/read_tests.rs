//! Settings as people give them.

use super::*;

fn given(environment: &[(&str, &str)], file: Option<&str>) -> Given {
    let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Given { environment, file: file.map(str::to_owned), ..Given::default() }
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file = Some("listen = \"127.0.0.1:1\"\nmail_connections = 2\nlog = \"debug\"");
    let mut all = given(&[("CONVENOR_LISTEN", "127.0.0.1:2"), ("CONVENOR_MAIL_CONNECTIONS", "3")], file);
    all.flags.insert("listen".to_owned(), "127.0.0.1:3".to_owned());
    let config = Config::from_given(&all).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.mail_connections, 3);
    assert_eq!(config.log, "debug");
    assert_eq!(config.public_url, "http://127.0.0.1:3");
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let (_, mistakes) = config(&given(
        &[
            ("CONVENOR_LISTEN", "here"),
            ("CONVENOR_PUBLIC_URL", "events.example.org"),
            ("CONVENOR_ROLES", "cook"),
            ("CONVENOR_TRUSTED_PROXIES", "10.0.0.0/99"),
            ("CONVENOR_DKIM_DOMAIN", "example.org"),
            ("CONVENOR_MAIL_PER_MINUTE", "0"),
            ("CONVENOR_INBOX_SECRET", "short"),
            ("CONVENOR_FEED_MEMORY", "64"),
            ("CONVENOR_LISTN", "127.0.0.1:1"),
        ],
        Some("colour = \"red\""),
    ));
    let named: Vec<&str> = mistakes.iter().map(|m| m.setting.as_str()).collect();
    assert_eq!(
        named,
        [
            "CONVENOR_LISTN",
            "colour",
            "CONVENOR_LISTEN",
            "CONVENOR_PUBLIC_URL",
            "CONVENOR_MAIL_PER_MINUTE",
            "CONVENOR_DKIM_SELECTOR",
            "CONVENOR_DKIM_KEY_FILE",
            "CONVENOR_INBOX_SECRET",
            "CONVENOR_REPLY_ADDRESS",
            "CONVENOR_ROLES",
            "CONVENOR_TRUSTED_PROXIES",
            "CONVENOR_FEED_MEMORY",
        ]
    );
}

#[test]
fn secrets_are_not_shown() {
    let url = "smtp://ada:hunter2@mail.example.org";
    let config = Config::from_given(&given(&[("CONVENOR_SMTP_URL", url)], None)).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    assert_eq!(config.smtp_url, Some(Secret(url.to_owned())));
}
