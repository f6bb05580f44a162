//! What changed since this person was last told, as a letter.

use std::time::Duration;

use entity::Moment;
use entity::value::known::Known;
use entity::value::{Attendance, AttendanceMode, EventStatus, Kind, Response, Standing};

use super::ahead::ahead;
use super::entry::has_entry;
use super::of_reply::{Case, expected};
use super::{Composer, Outcome};
use crate::database::Conn;
use crate::event::{self, Shown, Viewer};
use crate::feed::within;
use crate::letters::notice::{AsTold, News, Notice};
use crate::letters::{Line, Place, Where};
use crate::notice::{self, Changed, changed};
use crate::outbox::ComposeError;
use crate::reminder;
use crate::rsvp::Reply;
use crate::words::When;

/// How long a notice waits for what another letter, which is leaving, shows the same person.
const A_WHILE: Duration = Duration::from_secs(60);

/// What this person was told or shown, and how it differs from what is.
pub(super) struct Told {
    pub(super) before: Known,
    /// How they were to take part.
    pub(super) was_way: Attendance,
    pub(super) differs: Changed,
}

impl Told {
    pub(super) fn of(own: &Reply, before: Known, after: &Known) -> Self {
        let was_way = way_as_told(own, before.mode);
        let mode = mode_as_told(was_way, own.attendance, (before.mode, after.mode));
        let before = Known { mode, ..before };
        let differs = changed(&before, after);
        // Where the others go is no news for who joins online.
        let place = differs.place && own.attendance != Attendance::Online;
        Self { before, was_way, differs: Changed { place, ..differs } }
    }
}

/// What this person knows otherwise than it is.
pub(super) struct Differs {
    told: Told,
    news: notice::News,
}

/// What the owner of `own` knows otherwise than `after`: the latest of what they may know. None when everything is as they know it.
pub(super) async fn differs(
    conn: &Conn<'_>,
    own: &Reply,
    after: &Known,
) -> Result<Option<Differs>, ComposeError> {
    let known = notice::news(conn, own).await?.into_iter();
    let mut each = known.map(|news| Differs { told: Told::of(own, news.before.clone(), after), news });
    Ok(each.find(|one| one.told.differs.anything()))
}

impl Composer {
    pub(super) async fn notice(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let (own, shown) = (&case.guest.reply, case.shown);
        let after = shown.known(Viewer::Replied, case.now);
        let Some(differs) = differs(conn, own, &after).await? else {
            if notice::is_another_leaving(conn, own.id, case.row.id, case.now).await? {
                return Ok(Outcome::NotBefore(case.now + A_WHILE));
            }
            return Ok(Outcome::TooLate("everything is as they know it"));
        };
        let may_leave = notice::not_before(&differs.told.before, &shown.occurrence, case.now);
        let waits = waits_until(conn, &case, &differs).await?.unwrap_or(may_leave);
        if waits > case.now {
            return Ok(Outcome::NotBefore(waits));
        }
        let with_entry = has_entry(own);
        let letter = self.what_changed(conn, &case, differs, with_entry).await?.letter(case.language);
        self.written(case, letter, with_entry)
    }

    /// What changed, in words.
    pub(super) async fn what_changed(
        &self,
        conn: &Conn<'_>,
        case: &Case<'_>,
        Differs { told, news }: Differs,
        with_entry: bool,
    ) -> Result<Notice, ComposeError> {
        let (own, shown) = (&case.guest.reply, case.shown);
        let after = shown.known(Viewer::Replied, case.now);
        let Told { before, was_way, differs } = told;
        let reply = self.reply(conn, case, with_entry).await?;
        let words = match &news.says {
            Some(announcement) => event::words(conn, &self.seals, announcement).await?,
            None => None,
        };
        let mut event = case.event.clone();
        let was = as_told(shown, was_way, (&before, &after), &mut event.place);
        let joining = if was_way != own.attendance && own.attendance == Attendance::Online {
            let reminders = reminder::of_occurrence(conn, own.occurrence_id).await?;
            ahead(shown, &reminders, own, case.now).joining
        } else {
            None
        };
        Ok(Notice {
            event,
            mode: shown.mode(),
            news: kind(&before, &after),
            was,
            way_changed: before.venue_id != after.venue_id || was_way != own.attendance,
            joining,
            words: Line::some(words.as_deref()),
            waiting: own.standing == Standing::Waiting,
            now_delete_on: Some(reply.delete_on).filter(|_| differs.day || differs.status),
            reply,
        })
    }
}

/// Until when what changed is left to the letter of the day before: only for who said maybe.
async fn waits_until(
    conn: &Conn<'_>,
    case: &Case<'_>,
    differs: &Differs,
) -> Result<Option<Moment>, ComposeError> {
    let (own, date) = (&case.guest.reply, &case.shown.occurrence);
    if own.response != Response::Maybe {
        return Ok(None);
    }
    let all = expected(conn, case).await?;
    let (start, replied) = ((date.start_utc, &case.shown.zone()), (own.attendance, own.created_at));
    let letter = reminder::to_come_for_maybes(&all, start, replied);
    let letter = letter.filter(|_| own.reminders_stopped_at.is_none());
    Ok(notice::waits_until(&differs.news, letter, date, case.now))
}

/// How this person was to take part when the event could be attended so.
fn way_as_told(own: &Reply, mode: AttendanceMode) -> Attendance {
    match mode {
        AttendanceMode::InPerson => Attendance::InPerson,
        AttendanceMode::Online => Attendance::Online,
        AttendanceMode::Hybrid => own.attendance_chosen.unwrap_or(own.attendance),
    }
}

/// That the way of the others is no longer there is no news for who takes part as before.
fn mode_as_told(
    was: Attendance,
    now: Attendance,
    (before, after): (AttendanceMode, AttendanceMode),
) -> AttendanceMode {
    if was == now && after != AttendanceMode::Hybrid { after } else { before }
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

/// What this person knows, and where it is `now` in the same words: a place that is still the same reads the same in both,
/// and one that only moves within its house differs by its room and spot alone.
pub(super) fn as_told(
    shown: &Shown,
    was_way: Attendance,
    (before, after): (&Known, &Known),
    now: &mut Where,
) -> AsTold {
    let when = When {
        start: before.start,
        end: before.end,
        no_fixed_end: before.end.is_none(),
        approximate: shown.facts().start_is_approximate,
    };
    let told = |place, same_house| AsTold { when, place, same_house, mode: before.mode };
    let parts = |known: &Known| (known.place.clone(), known.room.clone(), known.spot.clone());
    let is_online = matches!(now, Where::Online(_));
    match (was_way, is_online) {
        (Attendance::Online, true) => return told(now.clone(), false),
        (Attendance::Online, false) => return told(Where::Online(None), false),
        (Attendance::InPerson, false) if parts(before) == parts(after) => return told(now.clone(), false),
        (Attendance::InPerson, _) => {}
    }
    let same_house = !is_online && before.place == shown.place_line_with(before.room.as_deref());
    if let Some(venue) = shown.venue.as_ref().filter(|_| same_house) {
        *now = Where::Place(within(shown, venue, after.room.as_deref(), after.spot.as_deref()));
        let was = within(shown, venue, before.room.as_deref(), before.spot.as_deref());
        return told(Where::Place(was), true);
    }
    let spot = Line::some(before.spot.as_deref());
    let was = match (Line::some(before.place.as_deref()), spot) {
        (Some(at), spot) => Where::Place(Place { at, spot, ..Place::default() }),
        (None, Some(at)) => Where::Place(Place { at, ..Place::default() }),
        (None, None) => nowhere(shown, before),
    };
    told(was, false)
}

/// What was told while no place was: a day of action is wherever one is, another event somewhere in its area.
fn nowhere(shown: &Shown, before: &Known) -> Where {
    let area = Line::some(shown.facts().area.as_deref());
    if shown.event.kind == Kind::DayOfAction && before.mode == AttendanceMode::InPerson {
        Where::Anywhere(area)
    } else {
        Where::NotKnown(area)
    }
}
