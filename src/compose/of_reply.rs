//! The letters to somebody who replied.

use entity::Moment;
use entity::table::reminder::Model as ReminderRow;
use entity::value::{LetterKind, Response, Standing};
use jiff::civil::Date;
use serde_json::Value;

use super::ahead::ahead;
use super::entry::{To, has_entry};
use super::{Composer, Outcome, Says, Written, facts, reply, sender};
use crate::database::Conn;
use crate::event::ahead::Ahead;
use crate::event::{EventError, Shown};
use crate::letters::cant_come::CantCome;
use crate::letters::confirmation::Confirmation;
use crate::letters::place_found::PlaceFound;
use crate::letters::reply_changed::ReplyChanged;
use crate::letters::second_answer::SecondAnswer;
use crate::letters::waiting::Waiting;
use crate::letters::what_we_hold::{Typed, WhatWeHold};
use crate::letters::{Answer, EventFacts, Letter, Line};
use crate::outbox::message::CalendarPart;
use crate::outbox::{ComposeError, Composed, Row};
use crate::reminder;
use crate::rsvp::{self, Addressee, Guest, Reply};
use crate::seal::{DateKeys, SealError};
use crate::words::Language;

/// What the letters to one person are made from.
pub(super) struct Case<'a> {
    pub(super) row: &'a Row,
    pub(super) shown: &'a Shown,
    pub(super) guest: &'a Guest,
    pub(super) keys: &'a DateKeys,
    pub(super) event: EventFacts,
    pub(super) language: Language,
    pub(super) now: Moment,
    /// The moment that a try again keeps to.
    pub(super) rendered: Moment,
}

impl Composer {
    pub(super) async fn of_reply(&self, row: &Row, now: Moment) -> Result<Composed, ComposeError> {
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let id = row.rsvp_id.ok_or("a letter about a reply names none")?;
        let Some(addressee) = rsvp::addressee(&conn, &self.seals, id, now).await? else {
            return Ok(Composed::NotWanted("the reply is gone"));
        };
        if let Some(why) = unwanted(row.kind, &addressee) {
            return Ok(Composed::NotWanted(why));
        }
        let Addressee { guest, keys, .. } = addressee;
        let shown = match self.recent.shown(&conn, guest.reply.occurrence_id).await {
            Ok(shown) => shown,
            Err(EventError::NotFound) => return Ok(Composed::NotWanted("the event is gone")),
            Err(error) => return Err(error.into()),
        };
        let Some(to) = guest.person.email.clone() else {
            return Ok(Composed::NotWanted("the reply has no address any more"));
        };
        let says = Says::of_reply(row.kind, &shown.event, &guest.reply);
        let case = Case {
            row,
            shown: &shown,
            guest: &guest,
            keys: &keys,
            event: facts::event(&shown, guest.reply.attendance, now),
            language: Language::from_code(&guest.reply.language),
            now,
            rendered: Self::rendered(row, &says, now),
        };
        let rendered = case.rendered;
        match self.outcome(&conn, case).await? {
            Outcome::NotBefore(moment) => Ok(Composed::NotBefore(moment)),
            Outcome::TooLate(why) => Ok(Composed::NoLongerOfUse(why)),
            Outcome::NotWanted(why) => Ok(Composed::NotWanted(why)),
            Outcome::Letter(written) => {
                let answers_to = self.answers_to(&keys, &guest.reply)?;
                let reply_to = answers_to.or_else(|| shown.contact().email);
                Ok(self.of_event(row, &shown, (&to, reply_to), *written, (&says, rendered)))
            }
        }
    }

    async fn outcome(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        match case.row.kind {
            LetterKind::Confirmation | LetterKind::ReplyChanged | LetterKind::Withdrawn => {
                self.answer_as_it_is(conn, case).await
            }
            LetterKind::PlaceFound => self.place_found(conn, case).await,
            LetterKind::SecondAnswer => self.second_answer(conn, case).await,
            LetterKind::AnswerNotTaken => self.not_taken(conn, case).await,
            LetterKind::Reminder => self.reminder(conn, case).await,
            LetterKind::Notice => self.notice(conn, case).await,
            LetterKind::WhatWeHold => self.what_we_hold(conn, case).await,
            LetterKind::Digest | LetterKind::DeletionWarning | LetterKind::PersonalCalendar => {
                Err("this letter is none about a reply".into())
            }
        }
    }

    /// The reply as it stands now, whatever was answered before: a letter that leaves late is still right.
    async fn answer_as_it_is(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let own = &case.guest.reply;
        let withdrew = case.row.kind != LetterKind::Confirmation;
        let with_entry = if own.response == Response::NotGoing { withdrew } else { has_entry(own) };
        let reply = self.reply(conn, &case, with_entry).await?;
        let event = case.event.clone();
        let letter = match (own.response, own.standing) {
            (Response::NotGoing, _) => {
                let deleted = rsvp::says_deleted(case.row.detail.as_ref());
                CantCome { event, reply, withdrew, deleted }.letter(case.language)
            }
            (_, Standing::Waiting) => Waiting { event, reply }.letter(case.language),
            _ => {
                let reminders = expected(conn, &case).await?;
                let ahead = ahead(case.shown, &reminders, own, case.now);
                match first_answer(&case).filter(|_| case.row.kind == LetterKind::ReplyChanged) {
                    Some(before) => ReplyChanged { event, reply, before, ahead }.letter(case.language),
                    None => Confirmation { event, reply, ahead }.letter(case.language),
                }
            }
        };
        self.written(case, letter, with_entry)
    }

    async fn place_found(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let own = &case.guest.reply;
        if own.standing != Standing::HasPlace || case.now >= case.shown.occurrence.end_utc {
            return Ok(Outcome::NotWanted("the place was given back, or the event is over"));
        }
        let reply = self.reply(conn, &case, true).await?;
        let reminders = expected(conn, &case).await?;
        let ahead = ahead(case.shown, &reminders, own, case.now);
        let letter = PlaceFound { event: case.event.clone(), reply, ahead }.letter(case.language);
        self.written(case, letter, true)
    }

    async fn second_answer(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let Some(second) = numbers(&case, "second") else {
            return Err("the row of a second answer does not hold it".into());
        };
        let reply = self.reply(conn, &case, false).await?;
        let letter = SecondAnswer { event: case.event.clone(), reply, second }.letter(case.language);
        self.written(case, letter, false)
    }

    async fn what_we_hold(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let (own, person) = (&case.guest.reply, &case.guest.person);
        let asked = &case.shown.facts().rsvp.questions;
        let gone = case.language.say("letter-question-gone").to_string();
        let label = |key: &str| {
            let question = asked.iter().find(|question| question.key == key);
            question.map_or(gone.as_str(), |question| question.label.as_str()).into()
        };
        let answers =
            person.answers.iter().filter_map(|(key, said)| Some((label(key), Typed::some(Some(said))?)));
        let needs = Typed::some(person.access_needs.as_deref());
        let until = case.keys.contact_until().unwrap_or(case.shown.occurrence.end_utc);
        let letter = WhatWeHold {
            event: case.event.clone(),
            reply: self.reply(conn, &case, false).await?,
            replied_on: facts::day_of(case.shown, own.created_at),
            name: Typed::some(person.name.as_deref()),
            email: Typed::some(person.email.as_deref()),
            organisation: Typed::some(person.organisation.as_deref()),
            banner: own.banner,
            message: Typed::some(person.message.as_deref()),
            answers: answers.collect(),
            access_needs: needs.zip(case.keys.access_until().map(|until| facts::day_of(case.shown, until))),
            wording: Some(wording(case.shown, own, facts::day_of(case.shown, until), case.language)),
        }
        .letter(case.language);
        self.written(case, letter, false)
    }

    /// The letter with its calendar part.
    pub(super) fn written(
        &self,
        case: Case<'_>,
        letter: Letter,
        with_entry: bool,
    ) -> Result<Outcome, ComposeError> {
        let calendar = if with_entry { Some(self.entry_of(&case)?) } else { None };
        Ok(Outcome::Letter(Box::new(Written { letter, event: case.event, calendar, stop: None })))
    }

    /// The calendar part of a letter.
    pub(super) fn entry_of(&self, case: &Case<'_>) -> Result<CalendarPart, SealError> {
        let sender = case.event.sender_name(sender(case.shown)).map(|name| name.to_string());
        let to = To {
            reply: &case.guest.reply,
            person: &case.guest.person,
            keys: case.keys,
            sender: sender.as_deref(),
        };
        self.entry(case.shown, &to, case.rendered)
    }
}

/// Why the owner of a reply wants no letter of this kind. Who asks for one, by a link that is mailed to them alone, gets that one
/// whatever they had asked for before.
fn unwanted(kind: LetterKind, addressee: &Addressee) -> Option<&'static str> {
    if kind == LetterKind::WhatWeHold {
        return None;
    }
    if !addressee.may_be_written_to {
        return Some("its owner asked for no more letters from this organisation");
    }
    addressee.guest.reply.letters_stopped_at.map(|_since| rsvp::NO_MORE_LETTERS)
}

/// The words that stood beside the button. Those of another site, which sent the reply in, are known to us by name only.
fn wording(shown: &Shown, own: &Reply, until: Date, language: Language) -> Line {
    if !own.wording.starts_with("reply-") {
        return language.say("letter-wording-elsewhere").to_string().into();
    }
    let host = &shown.organisation.name;
    let keeps = language.say("page-form-keeps").with("host", host).with("day", language.day(until));
    format!("{keeps} {}", language.say("page-form-agree")).into()
}

/// The reminders to promise, to tell of as missed, or to leave a change to.
pub(super) async fn expected(conn: &Conn<'_>, case: &Case<'_>) -> Result<Vec<ReminderRow>, ComposeError> {
    let (event, occurrence) = (case.shown.event.clone(), case.shown.occurrence.clone());
    Ok(reminder::expected(conn, &Ahead { event, occurrence }, case.now).await?)
}

/// The answer before the change, where the row holds it.
fn first_answer(case: &Case<'_>) -> Option<Answer> {
    numbers(case, "first")
}

/// An answer as a row holds it: choices and a number.
fn numbers(case: &Case<'_>, which: &str) -> Option<Answer> {
    let said: &Value = case.row.detail.as_ref()?.get(which)?;
    let word = |name: &str| said.get(name).and_then(Value::as_str);
    let response = word("response")?.parse().ok()?;
    let attendance = word("attendance").and_then(|text| text.parse().ok());
    let size = said.get("party_size").and_then(Value::as_i64).unwrap_or(1);
    let attendance = attendance.unwrap_or(case.guest.reply.attendance);
    Some(reply::answer(case.shown, response, attendance, size))
}
