//! What changed since this person was last told, as a letter.

use entity::value::known::Known;
use entity::value::{Attendance, EventStatus, Standing};

use super::of_reply::Case;
use super::{Composer, Outcome};
use crate::database::Conn;
use crate::event::{self, Shown, Viewer};
use crate::letters::notice::{AsTold, News, Notice};
use crate::letters::{Line, Place, Where};
use crate::notice::{self, changed};
use crate::outbox::ComposeError;
use crate::words::When;

impl Composer {
    pub(super) async fn notice(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let (own, shown) = (&case.guest.reply, case.shown);
        let Some(news) = notice::news(conn, own).await? else {
            return Ok(Outcome::TooLate("they have been told"));
        };
        let after = shown.known(Viewer::Replied, case.now);
        let differs = changed(&news.before, &after);
        if !differs.anything() {
            return Ok(Outcome::TooLate("everything is again as they know it"));
        }
        let may_leave = notice::not_before(&news.before, &shown.occurrence, case.now);
        if may_leave > case.now {
            return Ok(Outcome::NotBefore(may_leave));
        }
        let waiting = own.standing == Standing::Waiting;
        let reply = self.reply(conn, &case, !waiting).await?;
        let words = match &news.says {
            Some(announcement) => event::words(conn, &self.seals, announcement).await?,
            None => None,
        };
        let letter = Notice {
            event: case.event.clone(),
            mode: shown.mode(),
            news: kind(&news.before, &after),
            was: as_told(shown, &news.before, &case.event.place, own.attendance),
            way_changed: news.before.venue_id != after.venue_id,
            words: Line::some(words.as_deref()),
            waiting,
            now_delete_on: Some(reply.delete_on).filter(|_| differs.day || differs.status),
            reply,
        }
        .letter(case.language);
        self.written(conn, case, letter, !waiting).await
    }
}

fn kind(before: &Known, after: &Known) -> News {
    match after.status {
        EventStatus::Cancelled => News::Cancelled,
        EventStatus::Postponed => News::Postponed,
        EventStatus::Suspended => News::Suspended,
        EventStatus::Confirmed | EventStatus::Draft if before.status != EventStatus::Confirmed => {
            News::OnAgain
        }
        EventStatus::Confirmed | EventStatus::Draft => News::Changed,
    }
}

/// What this person knows. A place that is still the same reads the same in both.
fn as_told(shown: &Shown, before: &Known, now_at: &Where, attendance: Attendance) -> AsTold {
    let when = When {
        start: before.start,
        end: before.end,
        no_fixed_end: before.end.is_none(),
        approximate: shown.facts().start_is_approximate,
    };
    let same = before.place == shown.place_line() && before.spot.as_deref() == shown.spot();
    let place = if same || attendance == Attendance::Online {
        now_at.clone()
    } else {
        let at = Line::some(before.place.as_deref()).unwrap_or_default();
        Where::Place(Place { at, spot: Line::some(before.spot.as_deref()), ..Place::default() })
    };
    AsTold { when, place, mode: before.mode }
}
