//! `convenor mail test`: one real letter through the configured server.

use super::out::{self, Failure};
use super::remarks;
use crate::clock::Clock;
use crate::config::Config;
use crate::letters::mail_test::MailTest;
use crate::outbox::address::Address;
use crate::outbox::delivery::{Mailer, Taken};
use crate::outbox::message::Message;
use crate::outbox::verdict::Verdict;
use crate::secret;
use crate::words::Language;

pub(super) async fn run(to: Address, config: Config) -> Result<(), Failure> {
    let mailer = Mailer::configured(&config)?;
    let now = Clock::System.now();
    let letter = MailTest { public_url: config.public_url.as_str().into() }.letter(Language::En);
    let message = Message {
        // Not the form of a letter in the outbox: the purge takes such a file for one whose reply is gone.
        message_id: format!("test-{}@{}", secret::new_id(now).simple(), mailer.from().address.domain()),
        from: mailer.from().clone(),
        reply_to: None,
        to,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        calendar: None,
        list_unsubscribe: None,
        date: now,
    };
    if let Some(remark) = remarks::sender(&config) {
        out::remark(&remark);
    }
    let recipient = message.to.clone();
    let mut connection = mailer.connection();
    let taken = connection.send(message).await;
    connection.close().await;
    let taken = taken.map_err(|refused| match refused.verdict(&recipient) {
        Verdict::Again(why) => Failure::Failed(format!("the letter was not taken for now: {why}").into()),
        Verdict::Never(why) => Failure::Failed(format!("the letter was refused: {why}").into()),
        Verdict::Unsendable(why) => Failure::Failed(format!("the letter can't be sent: {why}").into()),
    })?;
    match taken {
        Taken::Sent(answer) => out::line(&format!("The server took it: {answer}"))?,
        Taken::Filed(path) => {
            out::line(&format!("{}", path.display()))?;
            out::remark(
                "No mail server is set (CONVENOR_SMTP_URL): the letter was written to this file instead.",
            );
        }
    }
    Ok(())
}
