//! How many answered what: exactly for officers, coarsely for everybody, and for good once people are forgotten.

use entity::Moment;
use entity::value::known::Counts;
use entity::value::{Attendance, Response, Standing};
use uuid::Uuid;

use super::count::{self, Left, PublicNumbers, Shown};
use super::{Event, store};
use crate::database::{Conn, Error};
use crate::occurrence;

/// The numbers of an event, all its dates together; of those that were purged, the numbers that stayed.
///
/// # Errors
/// When the database can't be read.
pub async fn counts(conn: &Conn<'_>, organisation: Uuid, event: Uuid) -> Result<Counts, Error> {
    let mut all = Vec::new();
    for date in occurrence::of_event(conn, organisation, event, None, None).await? {
        all.push(match date.final_counts {
            Some(counts) => counts,
            None => counts_of_date(conn, date.id).await?,
        });
    }
    Ok(count::sum(&all))
}

/// The numbers of one date whose replies are still there.
///
/// # Errors
/// When the database can't be read.
pub async fn counts_of_date(conn: &Conn<'_>, date: Uuid) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for group in store::groups(conn, date).await? {
        counts.checked_in += group.checked_in;
        match (group.response, group.standing) {
            (Response::NotGoing, _) => counts.not_going += group.replies,
            (Response::Maybe, _) => counts.maybe += group.replies,
            (Response::Going, Standing::Waiting) => counts.waiting += group.replies,
            (Response::Going, Standing::HasPlace | Standing::None) => {
                counts.going += group.replies;
                counts.people += group.people;
                match group.attendance {
                    Attendance::InPerson => counts.in_person += group.people,
                    Attendance::Online => counts.online += group.people,
                }
            }
        }
    }
    Ok(counts)
}

/// What anybody may see of an event's numbers; `None` for pickets, members' events, and where its organiser wants
/// none. A number stands for ten minutes, so that nobody sees it move with one reply.
///
/// # Errors
/// When the database can't be read.
pub async fn public_numbers(
    conn: &Conn<'_>,
    shown: &Shown,
    event: &Event,
    now: Moment,
) -> Result<Option<PublicNumbers>, Error> {
    if !count::may_be_shown(event.kind, event.visibility, event.facts.rsvp.show_count) {
        return Ok(None);
    }
    if let Some(numbers) = shown.get(event.id, now) {
        return Ok(Some(numbers));
    }
    let dates = occurrence::of_event(conn, event.organisation_id, event.id, Some(now), None).await?;
    let dates: Vec<Uuid> = dates.iter().map(|date| date.id).collect();
    let places = occurrence::places_of(conn, &dates).await?;
    let numbers = PublicNumbers {
        coming: count::coarse(places.iter().map(|place| place.taken).sum()),
        left: places
            .iter()
            .map(|place| count::left(place.capacity, place.taken, place.waiting))
            .min()
            .unwrap_or(Left::Enough),
    };
    shown.put(event.id, numbers, now);
    Ok(Some(numbers))
}
