//! The evening letter of numbers, to the event's contact.

use entity::Moment;
use entity::value::Attendance;
use serde_json::Value;

use super::{Composer, Says, Written, facts};
use crate::event::{self, EventError, Shown};
use crate::letters::digest::Digest;
use crate::letters::{EventFacts, Letter};
use crate::outbox::ComposeError;
use crate::outbox::{Composed, Row};
use crate::rsvp;
use crate::rsvp::recipients::arrived;

impl Composer {
    pub(super) async fn digest(&self, row: &Row, now: Moment) -> Result<Composed, ComposeError> {
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let id = row.event_id.ok_or("an evening letter names no event")?;
        let shown = match event::find(&conn, row.organisation_id, id, now).await {
            Ok(shown) => shown,
            Err(EventError::NotFound) => return Ok(Composed::NotWanted("the event is gone")),
            Err(error) => return Err(error.into()),
        };
        let Some(to) = shown.contact().email else {
            return Ok(Composed::NotWanted("the event's contact has no address"));
        };
        let [since, until] = ["since", "until"].map(|name| moment(row, name));
        let (since, until) = (since.unwrap_or(row.created_at), until.unwrap_or(now));
        let arrived = arrived(&conn, id, (since, until)).await?;
        if arrived.replies == 0 {
            return Ok(Composed::NoLongerOfUse("the replies it tells of are gone"));
        }
        let counts = rsvp::counts(&conn, row.organisation_id, id).await?;
        let event = as_contact(&shown, now);
        let page = self.page(&conn, &shown).await?;
        let letter = Digest {
            event: event.clone(),
            replies: number(arrived.replies),
            people: number(arrived.people),
            access_needs: number(arrived.access_needs),
            coming: number(counts.people),
            waiting: number(counts.waiting),
            page: Some(page.into()),
        }
        .letter(shown.language());
        Ok(self.to_contact(row, &shown, &to, (letter, event), now))
    }

    /// A letter to the event's contact, who is no guest: it has no entry, and nothing to stop.
    pub(super) fn to_contact(
        &self,
        row: &Row,
        shown: &Shown,
        to: &str,
        (letter, event): (Letter, EventFacts),
        now: Moment,
    ) -> Composed {
        let says = Says::of(shown.event.sequence);
        let rendered = Self::rendered(row, &says, now);
        let written = Written { letter, event, calendar: None, stop: None };
        self.of_event(row, shown, (to, None), written, (&says, rendered))
    }
}

/// The event as its contact's letters say it: by the first way of taking part.
pub(super) fn as_contact(shown: &Shown, now: Moment) -> EventFacts {
    facts::event(shown, shown.ways().first().copied().unwrap_or(Attendance::InPerson), now)
}

fn moment(row: &Row, name: &str) -> Option<Moment> {
    row.detail.as_ref()?.get(name).and_then(Value::as_str)?.parse().ok()
}

pub(super) fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
