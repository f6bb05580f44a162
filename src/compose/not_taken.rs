//! The letter to somebody whose calendar's answer was not taken, or whose words nobody reads.

use entity::value::EventStatus;
use serde_json::Value;

use super::entry::has_entry;
use super::notice::{Told, as_told};
use super::of_reply::Case;
use super::{Composer, Outcome};
use crate::database::Conn;
use crate::event::Viewer;
use crate::letters::not_passed_on::{NotPassedOn, NotRead};
use crate::letters::not_taken::{NotOn, NotTaken, NotTakenFor, Was};
use crate::letters::{Line, Where};
use crate::notice;
use crate::outbox::ComposeError;
use crate::rsvp::{Unread, Why, event_sequences};

impl Composer {
    pub(super) async fn not_taken(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let own = &case.guest.reply;
        let why = case.row.detail.as_ref().and_then(|detail| detail.get("why")).and_then(Value::as_str);
        let why = why.unwrap_or_default();
        if let Some(unread) = Unread::of(why) {
            let reply = self.reply(conn, &case, false).await?;
            let why = match unread {
                Unread::Nobody => NotRead::Nobody,
                Unread::TooMany => NotRead::TooMany,
                Unread::Untold => NotRead::Untold,
            };
            let email =
                Line::some(case.shown.contact().email.as_deref()).filter(|_| unread == Unread::Untold);
            let letter = NotPassedOn { event: case.event.clone(), reply, why, email }.letter(case.language);
            return self.written(case, letter, false);
        }
        let why = match (case.shown.status(), Why::of(why)) {
            (EventStatus::Cancelled, _) => NotTakenFor::NotOn(NotOn::Cancelled),
            (EventStatus::Postponed, Why::Stale | Why::Unclear) => NotTakenFor::NotOn(NotOn::Postponed),
            (EventStatus::Suspended, Why::Stale | Why::Unclear) => NotTakenFor::NotOn(NotOn::Suspended),
            (_, Why::Stale) => NotTakenFor::Changed,
            (_, Why::Unclear) => NotTakenFor::Unclear,
            (_, Why::Full) => NotTakenFor::Places,
            (_, Why::Closed) => NotTakenFor::Closed,
        };
        // Their calendar shows what was not taken: the entry puts it right.
        let with_entry = has_entry(own);
        let reply = self.reply(conn, &case, with_entry).await?;
        let mut event = case.event.clone();
        let was = match why {
            NotTakenFor::Changed => was(conn, &case, &mut event.place).await?,
            _ => None,
        };
        let letter = NotTaken { event, reply, why, was }.letter(case.language);
        self.written(case, letter, with_entry)
    }
}

/// What the invitation said that was answered, where that is certain, and when and where are not the same now. The place of `now` is
/// put in the same words.
async fn was(conn: &Conn<'_>, case: &Case<'_>, now: &mut Where) -> Result<Option<Was>, ComposeError> {
    let (own, detail) = (&case.guest.reply, case.row.detail.as_ref());
    let answered = detail.and_then(|detail| detail.get("sequence")).and_then(Value::as_i64);
    let Some(sequences) = answered.and_then(|sequence| event_sequences(sequence, own)) else {
        return Ok(None);
    };
    let Some(before) = notice::known_between(conn, own, sequences).await? else { return Ok(None) };
    let after = case.shown.known(Viewer::Replied, case.now);
    let Told { before, was_way, differs, .. } = Told::of(own, before, &after);
    let was = as_told(case.shown, was_way, (&before, &after), now);
    let place = Some(was.place).filter(|place| place != now);
    let moved = differs.day || differs.time || differs.end || place.is_some();
    Ok(moved.then_some(Was { when: was.when, place }))
}
