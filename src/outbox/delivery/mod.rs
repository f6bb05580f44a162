//! How letters leave: through a mail server, or as files while there is none. The only folder that knows `lettre`.
//!
//! Guarantees: no step of a conversation waits for ever; a connection on which anything failed is dropped; one
//! letter goes to one person. What an answer means is left to `verdict`, when to try again to the queue.

use std::path::PathBuf;
use std::time::Duration;

use entity::Moment;
use lettre::message::DkimConfig;
use lettre::transport::smtp::client::AsyncSmtpConnection;

use super::address::{Address, Mailbox};
use super::message::{Message, Unsendable};
use super::server::Server;
use super::verdict::{Failure, Step, Verdict, without_addresses};
use crate::config::{Config, Dkim};
use folder::Folder;
use smtp::Smtp;

mod dkim;
mod folder;
mod mime;
mod smtp;

/// How long we wait for a mail server.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For each step but the last.
    pub step: Duration,
    /// For the answer to the final dot: a server that is slow here may well have the letter already, and giving up
    /// early makes a second one (RFC 5321 §4.5.3.2.6).
    pub letter: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { step: Duration::from_secs(30), letter: Duration::from_secs(600) }
    }
}

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Way {
    /// To a mail server.
    Server(Server),
    /// Into a folder, as `.eml` files.
    Folder(PathBuf),
}

/// What sends letters.
pub struct Mailer {
    way: Outlet,
    /// Where letters were filed, if ever: those from before a server was named must go in time as well.
    filed: Option<Folder>,
    from: Mailbox,
    dkim: Option<DkimConfig>,
    patience: Patience,
}

enum Outlet {
    Smtp(Box<Smtp>),
    Folder(Folder),
}

/// Settings from which no mailer can be made, in one sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MailerError(pub(crate) String);

/// A letter that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// By the server, in its own words.
    Sent(String),
    /// By a file.
    Filed(PathBuf),
}

/// A letter that was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// The conversation with the server failed.
    Failed(Failure),
    /// It can't be written as a message.
    Unsendable(Unsendable),
    /// The folder can't be written.
    Folder(std::io::Error),
}

impl NotTaken {
    /// What becomes of a letter to `to`.
    #[must_use]
    pub fn verdict(&self, to: &Address) -> Verdict {
        match self {
            Self::Failed(failure) => failure.verdict(to),
            Self::Unsendable(why) => Verdict::Unsendable(without_addresses(&why.to_string(), to)),
            Self::Folder(why) => Verdict::Again(format!("the folder for letters: {why}")),
        }
    }

    /// Whether not even a conversation began: other letters would fare no better now.
    #[must_use]
    pub fn is_about_the_server(&self) -> bool {
        matches!(self, Self::Failed(Failure { step: Step::Opening, .. }) | Self::Folder(_))
    }
}

impl Mailer {
    /// The mailer that the settings describe.
    ///
    /// # Errors
    /// A setting that can't be used, in a sentence that names it.
    pub fn configured(config: &Config) -> Result<Self, MailerError> {
        let from = Mailbox::parse(&config.mail_from)
            .map_err(|why| MailerError(format!("CONVENOR_MAIL_FROM {why}")))?;
        let way = match &config.smtp_url {
            Some(url) => Way::Server(Server::parse(&url.0).map_err(|why| MailerError(why.to_string()))?),
            None => Way::Folder(config.data_dir.join("mail")),
        };
        let mailer = Self::new(way, from, config.dkim.as_ref(), Patience::default())?;
        Ok(Self { filed: Some(Folder(config.data_dir.join("mail"))), ..mailer })
    }

    /// Makes the mailer. Connects to nothing yet; reads the certificate and the key, when there are any.
    ///
    /// # Errors
    /// A file that can't be read or used.
    pub fn new(
        way: Way,
        from: Mailbox,
        dkim: Option<&Dkim>,
        patience: Patience,
    ) -> Result<Self, MailerError> {
        let dkim = dkim.map(dkim::read).transpose()?;
        let (way, filed) = match way {
            Way::Server(server) => {
                (Outlet::Smtp(Box::new(Smtp::new(server, from.address.domain(), patience)?)), None)
            }
            Way::Folder(path) => (Outlet::Folder(Folder(path.clone())), Some(Folder(path))),
        };
        Ok(Self { way, filed, from, dkim, patience })
    }

    /// The address that letters come from, with the service's own name.
    #[must_use]
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Whether anybody is being written to: false while letters are only filed.
    #[must_use]
    pub fn reaches_people(&self) -> bool {
        matches!(self.way, Outlet::Smtp(_))
    }

    /// The longest that one [`Connection::send`] can take.
    #[must_use]
    pub fn longest_send(&self) -> Duration {
        // A worn connection's MAIL, then connect, STARTTLS, AUTH, MAIL, RCPT, DATA, and the letter.
        self.patience.step * 7 + self.patience.letter
    }

    /// A connection, which opens with its first letter.
    #[must_use]
    pub fn connection(&self) -> Connection<'_> {
        Connection { mailer: self, open: None }
    }

    /// Removes letters filed before `time`, those too that were filed before letters went to a server.
    ///
    /// # Errors
    /// When the folder can't be read, or a file not removed.
    pub fn remove_filed_before(&self, time: Moment) -> std::io::Result<u64> {
        let stamp = folder::stamp(time);
        self.remove_filed(|written, _id| written < stamp.as_str())
    }

    /// Removes the filed letters whose message id's left part `is_one` says yes to.
    ///
    /// # Errors
    /// When the folder can't be read, or a file not removed.
    pub fn remove_filed_of(&self, is_one: impl Fn(&str) -> bool) -> std::io::Result<u64> {
        self.remove_filed(|_written, id| is_one(id))
    }

    fn remove_filed(&self, is_due: impl Fn(&str, &str) -> bool) -> std::io::Result<u64> {
        self.filed.as_ref().map_or(Ok(0), |folder| folder.remove(is_due))
    }
}

/// One conversation with the server, in which letters follow each other.
pub struct Connection<'a> {
    mailer: &'a Mailer,
    open: Option<AsyncSmtpConnection>,
}

impl Connection<'_> {
    /// Sends one letter.
    ///
    /// When this is dropped half-way, the server may or may not have the letter; the connection must then not be used
    /// again, and it is not: it left its place for the time of the sending.
    ///
    /// # Errors
    /// The letter was not taken, as far as we know.
    pub async fn send(&mut self, message: Message) -> Result<Taken, NotTaken> {
        let (from, to, date) = (message.from.address.clone(), message.to.clone(), message.date);
        let id = message.message_id.split('@').next().unwrap_or_default().to_owned();
        let letter = mime::bytes_of(message, self.mailer.dkim.as_ref()).map_err(NotTaken::Unsendable)?;
        match &self.mailer.way {
            Outlet::Folder(folder) => {
                folder.write(&id, date, &letter).map(Taken::Filed).map_err(NotTaken::Folder)
            }
            Outlet::Smtp(smtp) => {
                self.converse(smtp, (&from, &to), &letter).await.map(Taken::Sent).map_err(NotTaken::Failed)
            }
        }
    }

    async fn converse(
        &mut self,
        smtp: &Smtp,
        envelope: (&Address, &Address),
        letter: &[u8],
    ) -> Result<String, Failure> {
        if let Some(mut worn) = self.open.take() {
            match smtp.send(&mut worn, envelope, letter).await {
                Ok(answer) => {
                    self.open = Some(worn);
                    return Ok(answer);
                }
                Err(failure) if failure.is_worn_connection() => {}
                Err(failure) => return Err(failure),
            }
        }
        let mut fresh = smtp.open().await?;
        let answer = smtp.send(&mut fresh, envelope, letter).await?;
        self.open = Some(fresh);
        Ok(answer)
    }

    /// Says goodbye to the server.
    pub async fn close(mut self) {
        if let (Some(open), Outlet::Smtp(smtp)) = (self.open.take(), &self.mailer.way) {
            smtp.close(open).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Given;

    use super::*;

    #[test]
    fn letters_filed_before_a_server_was_named_go_too() {
        let data = tempfile::tempdir().unwrap();
        let letter = Moment::from_millis(1_000);
        Folder(data.path().join("mail")).write("one.0", letter, b"Dear Ben").unwrap();
        let environment = [
            ("CONVENOR_DATA_DIR", data.path().display().to_string()),
            ("CONVENOR_SMTP_URL", "smtp://localhost".to_owned()),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value)).into();
        let config = Config::from_given(&Given { environment, ..Given::default() }).unwrap();
        let mailer = Mailer::configured(&config).unwrap();
        assert_eq!(mailer.remove_filed_before(letter).unwrap(), 0);
        assert_eq!(mailer.remove_filed_before(letter + Duration::from_secs(1)).unwrap(), 1);
    }
}
