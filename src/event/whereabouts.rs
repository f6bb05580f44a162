//! Where an event is as everybody is shown it, for telling where it was once it has moved.
//!
//! Guarantees: nothing of a place that is not for everybody. What a journal line keeps of it, later programs read.

use entity::Moment;
use entity::value::AttendanceMode;
use serde::{Deserialize, Serialize};

use super::{Shown, Viewer};

/// Where people go: a house, a room in it, a spot to meet at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// The house with its street and town; none where there is a spot alone.
    pub house: Option<String>,
    /// The same with the room: the place in one line.
    pub place: Option<String>,
    /// The room, as it is said.
    pub room: Option<String>,
    /// The exact spot.
    pub spot: Option<String>,
}

/// What is another after a move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MovedTo {
    /// It is another place.
    pub place: bool,
    /// It is another room of the same house, or none any more.
    pub room: bool,
    /// It is another spot at the same house, or none any more.
    pub spot: bool,
}

impl Whereabouts {
    /// As everybody is shown it at `now`: nothing where they are not shown the place, there is none, or it is online.
    #[must_use]
    pub fn of(shown: &Shown, now: Moment) -> Option<Self> {
        if shown.mode() == AttendanceMode::Online || !shown.shows_place(Viewer::Anybody, now) {
            return None;
        }
        let known = shown.known(Viewer::Anybody, now);
        let at = Self {
            house: shown.place_line_with(None),
            place: known.place,
            room: known.room.map(|room| shown.language().room(&room)),
            spot: known.spot,
        };
        (at.place.is_some() || at.spot.is_some()).then_some(at)
    }

    /// What is another `now`.
    #[must_use]
    pub fn moved_to(&self, now: &Self) -> MovedTo {
        let same_house = self.house.is_some() && self.house == now.house;
        MovedTo {
            place: !same_house && self != now,
            room: same_house && self.room != now.room,
            spot: same_house && self.spot != now.spot,
        }
    }

    /// The place, and the spot under it.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.place.iter().chain(&self.spot).cloned().collect()
    }
}
