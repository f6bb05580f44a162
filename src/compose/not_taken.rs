//! The letter to somebody whose calendar's answer was not taken, or whose words nobody reads.

use entity::value::EventStatus;
use serde_json::Value;

use super::entry::has_entry;
use super::of_reply::Case;
use super::{Composer, Outcome};
use crate::database::Conn;
use crate::letters::not_passed_on::NotPassedOn;
use crate::letters::not_taken::{NotOn, NotTaken, NotTakenFor};
use crate::outbox::ComposeError;
use crate::rsvp::{Unread, Why};

impl Composer {
    pub(super) async fn not_taken(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let own = &case.guest.reply;
        let why = case.row.detail.as_ref().and_then(|detail| detail.get("why")).and_then(Value::as_str);
        let why = why.unwrap_or_default();
        if let Some(unread) = Unread::of(why) {
            let reply = self.reply(conn, &case, false).await?;
            let too_many = unread == Unread::TooMany;
            let letter = NotPassedOn { event: case.event.clone(), reply, too_many }.letter(case.language);
            return self.written(conn, case, letter, false).await;
        }
        let why = match (case.shown.status(), Why::of(why)) {
            (EventStatus::Cancelled, _) => NotTakenFor::NotOn(NotOn::Cancelled),
            (EventStatus::Postponed, Why::Stale) => NotTakenFor::NotOn(NotOn::Postponed),
            (EventStatus::Suspended, Why::Stale) => NotTakenFor::NotOn(NotOn::Suspended),
            (_, Why::Stale) => NotTakenFor::Changed,
            (_, Why::Full) => NotTakenFor::Places,
            (_, Why::Closed) => NotTakenFor::Closed,
        };
        // Their calendar shows what was not taken: the entry puts it right.
        let with_entry = has_entry(own);
        let reply = self.reply(conn, &case, with_entry).await?;
        let letter = NotTaken { event: case.event.clone(), reply, why }.letter(case.language);
        self.written(conn, case, letter, with_entry).await
    }
}
