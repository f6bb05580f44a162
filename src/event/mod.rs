//! What is announced, and every act on it and on its dates.
//!
//! Guarantees: what is kept was checked, all mistakes told at once; each write raises the programme's revision, leaves a line
//! in the journal and, where people act on what changed, an announcement, all in one transaction; four numbers
//! are kept apart. Writing to people, reminders and feeds follow from what is kept: they lie above.

mod acts;
mod adding;
pub mod ahead;
mod announcing;
mod belongings;
mod check;
mod dates;
mod keeping;
pub mod kind;
mod life;
mod list;
mod noting;
mod numbers;
mod on_the_day;
mod pickets;
mod placing;
mod questions;
mod ready;
mod settle;
mod shown;
mod slug;
mod split;
mod store;
mod telling;
mod timetable;
mod venues;
mod whereabouts;
mod whole;
mod write;

use uuid::Uuid;

pub use acts::{NewTimes, cancel, change, create, delete, duplicate, postpone, publish, reinstate, suspend};
pub use adding::{add_date, take_out_date};
pub use check::check;
pub use dates::{DateChange, change_date, turn_date};
pub use entity::table::announcement::Model as Announcement;
pub use entity::table::event::Model as Event;
pub use list::{
    Filter, by_date, by_id, by_slug, dates_of, find, list, members_between, on_dates, public_between,
};
pub use on_the_day::{date_in_address, date_named, on_the_day};
pub use questions::questions;
pub use ready::warnings;
pub use settle::new_until;
pub use shown::{Shown, Viewer};
pub use slug::moved_away;
pub use split::split;
pub use telling::{Telling, words};
pub use timetable::extend;
pub use venues::{VenueOrder, change_venue, remove_venue};
pub use whereabouts::{MovedTo, Whereabouts};
pub use whole::{Whole, list_whole, whole};

use crate::database;
use crate::journal::Actor;
use crate::mistake::Mistake;
use crate::organisation::OrganisationError;
use crate::seal::SealError;
use crate::venue::VenueError;
use entity::value::{Act, EventStatus};

/// Which event is acted on, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Whose.
    pub organisation: Uuid,
    /// The event.
    pub event: Uuid,
    /// The revision that whoever acts has seen; `None` acts on whatever is there.
    pub seen: Option<i64>,
    /// Who acts.
    pub actor: Actor,
}

/// Why something about an event was refused.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// No such event or date in this organisation.
    #[error("there is no such event")]
    NotFound,
    /// Fields are wrong.
    #[error("some fields of the event need another look")]
    Invalid(Vec<Mistake>),
    /// It can't be announced as it is.
    #[error("the event can't be published as it is")]
    Refused(Vec<Mistake>),
    /// Somebody else was faster.
    #[error("the event was changed meanwhile; it is at revision {current}")]
    ChangedMeanwhile {
        /// Its revision now.
        current: i64,
    },
    /// It was published: people may hold its address.
    #[error("the event was published: cancel it first")]
    CancelFirst,
    /// It was published and is cancelled: people look there for what became of it.
    #[error("the event was published, so it stays, cancelled")]
    Stays,
    /// The act does not fit where the event is in its life.
    #[error("{}", life::does_not_fit(*act, *status))]
    DoesNotFit {
        /// What was asked for.
        act: Act,
        /// Where the event is.
        status: EventStatus,
    },
    /// It was postponed or paused, and its old date is past.
    #[error("the old date is past: give a new start")]
    StartNeeded,
    /// The organisation is not there.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// Its venue can't be written.
    #[error(transparent)]
    Venue(#[from] VenueError),
    /// A key could not be made or read.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}
