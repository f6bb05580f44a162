//! The warning to the event's contact that the replies to what is postponed or paused will soon be deleted.

use entity::Moment;
use entity::value::{EventStatus, Purpose};

use super::digest::{as_contact, number};
use super::{Composer, facts};
use crate::event::{self, EventError};
use crate::letters::deletion_warning::DeletionWarning;
use crate::outbox::{ComposeError, Composed, Row};
use crate::seal::Seals;
use crate::{privacy, rsvp};

impl Composer {
    pub(super) async fn deletion_warning(&self, row: &Row, now: Moment) -> Result<Composed, ComposeError> {
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let date = row.occurrence_id.ok_or("a warning before deletion names no date")?;
        let shown = match event::by_date(&conn, date).await {
            Ok(shown) => shown,
            Err(EventError::NotFound) => return Ok(Composed::NotWanted("the event is gone")),
            Err(error) => return Err(error.into()),
        };
        let status = shown.status();
        if !matches!(status, EventStatus::Postponed | EventStatus::Suspended) {
            return Ok(Composed::NoLongerOfUse("the event is on again or called off"));
        }
        let destroy_on = Seals::destroy_on(&conn, date, Purpose::Contact).await?;
        let Some(destroy_on) = destroy_on.filter(|moment| privacy::is_near(*moment, now)) else {
            return Ok(Composed::NoLongerOfUse("the replies are kept for longer"));
        };
        let counts = rsvp::counts_of_date(&conn, date).await?;
        let replies = counts.going + counts.maybe + counts.waiting;
        if replies == 0 {
            return Ok(Composed::NoLongerOfUse("the replies it tells of are gone"));
        }
        let Some(to) = shown.contact().email else {
            return Ok(Composed::NotWanted("the event's contact has no address"));
        };
        let event = as_contact(&shown, now);
        let letter = DeletionWarning {
            event: event.clone(),
            status,
            replies: number(replies),
            delete_on: facts::day_of(&shown, destroy_on),
            page: self.page(&conn, &shown).await?.into(),
        }
        .letter(shown.language());
        Ok(self.to_contact(row, &shown, &to, (letter, event), now))
    }
}
