//! The calendar part of a letter.

use entity::Moment;
use entity::value::{Attendance, LetterKind, Response};

use super::{Composer, Says, facts};
use crate::calendar::{self, Answer, Invited, Parties, Status};
use crate::database::Conn;
use crate::event::{Shown, Viewer};
use crate::feed;
use crate::letters::EventFacts;
use crate::outbox::message::{CalendarPart, Method};
use crate::rsvp::{Person, Reply};
use crate::seal::{DateKeys, SealError};
use crate::words::Language;

/// For whom an entry is mailed.
pub(super) struct To<'a> {
    pub(super) kind: LetterKind,
    pub(super) reply: &'a Reply,
    pub(super) person: &'a Person,
    pub(super) keys: &'a DateKeys,
    pub(super) event: &'a EventFacts,
    pub(super) sender: Option<&'a str>,
}

impl Composer {
    /// The entry for one person, rendered at `rendered`. Its SEQUENCE is what [`Says`] says.
    pub(super) async fn entry(
        &self,
        conn: &Conn<'_>,
        shown: &Shown,
        to: &To<'_>,
        rendered: Moment,
    ) -> Result<CalendarPart, SealError> {
        let page = self.page(conn, shown).await?;
        let language = Language::from_code(&to.reply.language);
        let mut entry = feed::entry(&as_shared(shown, to.event.discreet), Viewer::Replied, page, rendered);
        if to.event.discreet {
            entry.categories.clear();
        }
        if to.reply.attendance == Attendance::Online {
            entry.location = Some(language.say("feed-online").into());
            entry.geo = None;
        }
        entry.sequence = Says::of_reply(to.kind, &shown.event, to.reply).sequence;
        entry.changed_at = rendered;
        entry.title = to.event.calendar_title(language);
        entry.private = true;
        entry.busy = to.reply.response == Response::Going && entry.status == Status::Confirmed;
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

/// The event as a calendar that is shared at work may show it: a discreet one says no more than when and where.
fn as_shared(shown: &Shown, discreet: bool) -> Shown {
    let mut shown = shown.clone();
    if discreet {
        shown.event.facts.summary = None;
        shown.event.facts.target = None;
    }
    shown
}

fn answer(reply: &Reply) -> Answer {
    if reply.response == Response::Maybe { Answer::Tentative } else { Answer::Accepted }
}
