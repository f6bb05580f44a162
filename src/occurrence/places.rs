//! Places for people at one date: how many there are, are taken, are waited for.
//!
//! Each change is one statement, which the database carries out or refuses whole. While anyone waits, newcomers get
//! nothing: they join behind. `capacity` may lie below `taken`; nobody is removed.

use entity::value::facts::Capacity;
use entity::value::{Attendance, AttendanceMode};
use uuid::Uuid;

use super::{Occurrence, Of, Place, store};
use crate::database::{Conn, Error, Write};

/// The places of a date, in person before online.
///
/// # Errors
/// When the database refuses.
pub async fn places(conn: &Conn<'_>, occurrence: Uuid) -> Result<Vec<Place>, Error> {
    store::places(conn, &[occurrence]).await
}

/// The places of several dates, for lists.
///
/// # Errors
/// When the database refuses.
pub async fn places_of(conn: &Conn<'_>, occurrences: &[Uuid]) -> Result<Vec<Place>, Error> {
    store::places(conn, occurrences).await
}

/// Takes `people` places. `false`, and nothing changed: there are not as many, somebody waits, or the date has no places
/// of that sort.
///
/// # Errors
/// When the database refuses.
pub async fn take(write: &Write, occurrence: Uuid, sort: Attendance, people: i64) -> Result<bool, Error> {
    store::take(&write.conn(), occurrence, sort, people).await
}

/// Gives `people` places back.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(write: &Write, occurrence: Uuid, sort: Attendance, people: i64) -> Result<(), Error> {
    store::add(&write.conn(), occurrence, sort, -people, 0).await
}

/// Notes that `people` more wait.
///
/// # Errors
/// When the database refuses.
pub async fn wait(write: &Write, occurrence: Uuid, sort: Attendance, people: i64) -> Result<(), Error> {
    store::add(&write.conn(), occurrence, sort, 0, people).await
}

/// Notes that `people` wait no longer, without having got places.
///
/// # Errors
/// When the database refuses.
pub async fn stop_waiting(
    write: &Write,
    occurrence: Uuid,
    sort: Attendance,
    people: i64,
) -> Result<(), Error> {
    store::add(&write.conn(), occurrence, sort, 0, -people).await
}

/// Gives `people` who wait their places. `false`, and nothing changed: the party does not fit whole.
///
/// # Errors
/// When the database refuses.
pub async fn take_from_waiting(
    write: &Write,
    occurrence: Uuid,
    sort: Attendance,
    people: i64,
) -> Result<bool, Error> {
    store::take_from_waiting(&write.conn(), occurrence, sort, people).await
}

/// Makes the places of a date agree with what its event says.
///
/// There is one row for each way of attending, with its capacity. Where one way is left, everybody takes part so, with the
/// places that they held or waited for; nobody is removed, so more may be taken than there are. What they had chosen is
/// kept, and counts again when both ways are back.
///
/// # Errors
/// When the database refuses.
pub async fn set_places(
    write: &Write,
    occurrence: Uuid,
    mode: AttendanceMode,
    capacity: Option<&Capacity>,
) -> Result<(), Error> {
    let conn = write.conn();
    let offered = offered(mode, capacity);
    let rows: Vec<_> = offered.iter().map(|(sort, most)| (occurrence, *sort, *most)).collect();
    store::put_places(&conn, &rows).await?;
    let only = match offered[..] {
        [(only, _)] => Some(only),
        _ => None,
    };
    if store::attend_so(&conn, occurrence, only).await? {
        store::recount(&conn, occurrence).await?;
    }
    for gone in Attendance::ALL.iter().filter(|sort| !offers(mode, **sort)) {
        store::remove_place(&conn, occurrence, *gone).await?;
    }
    Ok(())
}

/// Makes the places of new dates.
pub(super) async fn make(write: &Write, dates: &[Occurrence], of: Of<'_>) -> Result<(), Error> {
    let offered = offered(of.mode, of.capacity);
    let of_date = |date: &Occurrence| {
        let id = date.id;
        offered.iter().map(move |(sort, most)| (id, *sort, *most))
    };
    let places: Vec<_> = dates.iter().flat_map(of_date).collect();
    store::put_places(&write.conn(), &places).await
}

/// The ways of attending, each with how many can attend so.
fn offered(mode: AttendanceMode, capacity: Option<&Capacity>) -> Vec<(Attendance, Option<i64>)> {
    let stated = |sort| {
        let capacity = capacity?;
        match sort {
            Attendance::InPerson => capacity.in_person,
            Attendance::Online => capacity.online,
        }
    };
    let ways = Attendance::ALL.iter().copied().filter(|sort| offers(mode, *sort));
    ways.map(|sort| (sort, stated(sort).map(i64::from))).collect()
}

/// Whether an event of that mode can be attended so.
#[must_use]
pub fn offers(mode: AttendanceMode, sort: Attendance) -> bool {
    match mode {
        AttendanceMode::InPerson => sort == Attendance::InPerson,
        AttendanceMode::Online => sort == Attendance::Online,
        AttendanceMode::Hybrid => true,
    }
}
