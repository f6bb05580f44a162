//! How many answered what: exactly for officers, coarsely for everybody, and for good once people are forgotten.

use entity::Moment;
use entity::value::known::Counts;
use entity::value::{Attendance, Response, Standing};
use uuid::Uuid;

use super::count::{self, Left, PublicNumbers, Shown};
use super::store;
use crate::database::{Conn, Error};
use crate::event::Shown as OneDate;
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

/// What anybody may see of the numbers of one date; `None` for pickets, members' events, and where its organiser wants none.
///
/// A number stands for ten minutes, so that nobody sees it move with one reply.
#[must_use]
pub fn public_numbers(remembered: &Shown, date: &OneDate, now: Moment) -> Option<PublicNumbers> {
    let event = &date.event;
    if !count::may_be_shown(event.kind, event.visibility, event.facts.rsvp.show_count) {
        return None;
    }
    if let Some(numbers) = remembered.get(date.occurrence.id, now) {
        return Some(numbers);
    }
    let left = date.places.iter().map(|place| count::left(place.capacity, place.taken, place.waiting));
    let numbers = PublicNumbers {
        coming: count::coarse(date.places.iter().map(|place| place.taken).sum()),
        left: left.min().unwrap_or(Left::Enough),
    };
    remembered.put(date.occurrence.id, numbers, now);
    Some(numbers)
}
