//! `convenor config`: the effective settings, secrets hidden; and what is wrong with those that only mail understands.

use std::collections::BTreeMap;

use super::out::{self, Failure};
use crate::config::{Config, Mistake};
use crate::outbox::address::{Address, Mailbox};
use crate::outbox::delivery::{Mailer, MailerError, Patience, Way};
use crate::outbox::server::Server;

pub(super) fn run(config: &Config, json: bool) -> Result<(), Failure> {
    if json {
        return out::json(&config.shown.iter().cloned().collect::<BTreeMap<_, _>>());
    }
    for (variable, value) in &config.shown {
        out::line(&format!("{variable}={value}"))?;
    }
    Ok(())
}

/// The mistakes in the settings for mail, all at once. Reads the key and the certificate that they name.
pub(super) fn mistakes_of_mail(config: &Config) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut wrong = |setting: &str, advice: String| {
        mistakes.push(Mistake { setting: setting.to_owned(), advice });
    };
    let from = Mailbox::parse(&config.mail_from).map_err(|why| {
        let form = "write it like Our Branch <events@example.org>";
        wrong("CONVENOR_MAIL_FROM", format!("{why}; {form}"));
    });
    let reply_address = config.reply_address.as_deref().map(Address::parse);
    if let Some(Err(why)) = reply_address {
        wrong("CONVENOR_REPLY_ADDRESS", why.to_string());
    }
    // Where the sender is wrong, any will do to look at the others.
    let Some(from) = from.ok().or_else(|| Mailbox::parse("no-reply@localhost").ok()) else { return mistakes };
    let made = |way, dkim| Mailer::new(way, from.clone(), dkim, Patience::default());
    let server = config.smtp_url.as_ref().map(|url| {
        let server = Server::parse(&url.0).map_err(|why| why.to_string())?;
        made(Way::Server(server), None).map_err(|why| why.to_string())
    });
    if let Some(Err(why)) = server {
        wrong("CONVENOR_SMTP_URL", unnamed(&why));
    }
    if let Err(MailerError(why)) = made(Way::Folder(config.data_dir.join("mail")), config.dkim.as_ref()) {
        wrong("CONVENOR_DKIM_KEY_FILE", unnamed(&why));
    }
    mistakes
}

/// The advice of a sentence that begins with the setting's name.
fn unnamed(sentence: &str) -> String {
    sentence.split_once(' ').map_or(sentence, |(_name, advice)| advice).to_owned()
}
