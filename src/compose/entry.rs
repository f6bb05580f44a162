//! The calendar part of a letter.

use entity::Moment;
use entity::value::Response;

use super::{Composer, facts};
use crate::calendar::{self, Answer, Invited, Parties};
use crate::database::Conn;
use crate::event::Shown;
use crate::feed;
use crate::letters::EventFacts;
use crate::outbox::message::{CalendarPart, Method};
use crate::rsvp::{Person, Reply};
use crate::seal::{DateKeys, SealError};

/// For whom an entry is mailed.
pub(super) struct To<'a> {
    pub(super) reply: &'a Reply,
    pub(super) person: &'a Person,
    pub(super) keys: &'a DateKeys,
    pub(super) sender: Option<&'a str>,
}

impl Composer {
    /// The entry for one person, rendered at `rendered`. Its SEQUENCE is what [`super::Says`] says.
    pub(super) async fn entry(
        &self,
        conn: &Conn<'_>,
        shown: &Shown,
        to: &To<'_>,
        rendered: Moment,
    ) -> Result<CalendarPart, SealError> {
        let page = feed::on_date(self.page(conn, shown).await?, shown);
        let mut entry = feed::own_entry(shown, to.reply, page, rendered);
        entry.changed_at = rendered;
        let answers_to = self.answers_to(to.keys, to.reply)?;
        let attendee = match (&answers_to, &to.person.email) {
            (Some(_), Some(address)) => Some(Invited { address: address.clone(), answer: answer(to.reply) }),
            _ => None,
        };
        let parties = Parties {
            organiser: to.sender.map(str::to_owned),
            organiser_address: answers_to.unwrap_or_else(|| self.from.address.as_str().to_owned()),
            attendee,
            withdrawn: to.reply.response == Response::NotGoing,
        };
        let today = facts::day_of(shown, rendered);
        let invitation = calendar::invitation(&entry, &parties, today);
        Ok(CalendarPart {
            method: match invitation.method {
                calendar::Method::Publish => Method::Publish,
                calendar::Method::Request => Method::Request,
                calendar::Method::Cancel => Method::Cancel,
            },
            ics: invitation.text,
            file_name: EventFacts::FILE_NAME.to_owned(),
        })
    }
}

fn answer(reply: &Reply) -> Answer {
    if reply.response == Response::Maybe { Answer::Tentative } else { Answer::Accepted }
}
