//! Where one person goes, as their letters and their own calendar say it.

use entity::Moment;
use entity::value::{Attendance, AttendanceMode};

use crate::event::{Shown, Viewer};
use crate::letters::{Line, Place, Where};
use crate::venue::Venue;

/// Where somebody goes who attends so.
#[must_use]
pub fn place(shown: &Shown, attendance: Attendance, now: Moment) -> Where {
    let facts = shown.facts();
    if attendance == Attendance::Online || shown.mode() == AttendanceMode::Online {
        let platform = facts.online.as_ref().and_then(|online| online.platform.as_deref());
        return Where::Online(Line::some(platform));
    }
    if shown.is_anywhere() {
        return Where::Anywhere(Line::some(facts.area.as_deref()));
    }
    if !shown.shows_place(Viewer::Replied, now) {
        return Where::ToldOnTheDay(Line::some(facts.area.as_deref()));
    }
    let Some(venue) = &shown.venue else { return without_venue(shown) };
    // The spot stands for the venue when it names it: "Outside Hendon Town Hall".
    let names_it = |spot: &&str| spot.contains(&venue.name);
    let spot = shown.spot();
    let stand = spot.filter(names_it).or(venue.standing_point.as_deref().filter(names_it));
    let place = within(shown, venue, shown.room(), spot.filter(|spot| Some(*spot) != stand));
    Where::Place(Place { at: stand.map_or_else(|| venue.name.clone(), lower_first).into(), ..place })
}

/// A spot or a room alone.
fn without_venue(shown: &Shown) -> Where {
    match Line::some(shown.spot()).or_else(|| room(shown, shown.room())) {
        Some(at) => Where::Place(Place { at, ..Place::default() }),
        None => Where::NotKnown(Line::some(shown.facts().area.as_deref())),
    }
}

/// A room and a spot at a venue, each in words of its own.
#[must_use]
pub fn within(shown: &Shown, venue: &Venue, inside: Option<&str>, spot: Option<&str>) -> Place {
    Place {
        at: venue.name.as_str().into(),
        room: room(shown, inside),
        street: Line::some(venue.street.as_deref()),
        town: Line::some(venue.locality.as_deref()),
        postcode: Line::some(venue.postcode.as_deref()),
        spot: Line::some(spot),
    }
}

fn room(shown: &Shown, inside: Option<&str>) -> Option<Line> {
    Line::some(inside).map(|inside| shown.language().room(&inside).into())
}

/// `Outside Hendon Town Hall` inside a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
