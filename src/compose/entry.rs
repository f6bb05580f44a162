//! The calendar part of a letter.

use entity::Moment;
use entity::value::{Response, Standing};

use super::{Composer, facts};
use crate::calendar::{self, Answer, Entry, Invited, Parties, Status};
use crate::event::Shown;
use crate::feed;
use crate::letters::EventFacts;
use crate::outbox::message::{CalendarPart, Method};
use crate::rsvp::{Person, Reply};
use crate::seal::{DateKeys, SealError};
use crate::words::Language;

/// For whom an entry is mailed.
pub(super) struct To<'a> {
    pub(super) reply: &'a Reply,
    pub(super) person: &'a Person,
    pub(super) keys: &'a DateKeys,
    pub(super) sender: Option<&'a str>,
}

impl Composer {
    /// The entry for one person, rendered at `rendered`. Its SEQUENCE is what [`super::Says`] says.
    pub(super) fn entry(
        &self,
        shown: &Shown,
        to: &To<'_>,
        rendered: Moment,
    ) -> Result<CalendarPart, SealError> {
        let page = feed::on_date(feed::page(shown, &self.links, None), shown);
        let entry = mailed_entry(shown, to.reply, page, rendered);
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

/// The date as a letter brings it to the owner of `reply`, as of `at`.
///
/// The file to which letters lead brings the same: under one UID with one SEQUENCE, and of a discreet event no more than when and where.
#[must_use]
pub fn mailed_entry(shown: &Shown, reply: &Reply, page: String, at: Moment) -> Entry {
    let mut entry = feed::own_entry(shown, reply, page, at);
    entry.changed_at = at;
    if reply.standing == Standing::Waiting && entry.status != Status::Cancelled {
        let wait = Language::from_code(&reply.language).say("feed-you-wait");
        entry.status = Status::Tentative;
        entry.description = format!("{wait}\n{}", entry.description);
    }
    entry
}

/// Whether the calendar of this reply's owner has an entry that must follow what happens. Who waits since they replied was never
/// sent one; who said maybe before, and waits now, was.
pub(super) fn has_entry(reply: &Reply) -> bool {
    reply.standing != Standing::Waiting || reply.queued_at.is_some_and(|since| since > reply.created_at)
}

/// Whoever waits for a place has not got it: their calendar must not say that they are coming.
fn answer(reply: &Reply) -> Answer {
    match (reply.response, reply.standing) {
        (Response::Going, Standing::Waiting) | (Response::Maybe, _) => Answer::Tentative,
        (Response::Going, Standing::HasPlace | Standing::None) => Answer::Accepted,
        (Response::NotGoing, _) => Answer::Declined,
    }
}
