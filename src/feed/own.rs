//! One date as the calendar of somebody who replied shows it: in a letter, and in their own calendar.

use entity::Moment;
use entity::value::{Response, Standing, Visibility};

use super::entry::{Reader, entry_for};
use super::{mailed_uid, place};
use crate::calendar::{Entry, Status};
use crate::event::{Event, Shown, Viewer};
use crate::rsvp::{self, Reply};
use crate::words::Language;

/// The SEQUENCE of somebody's entry as it is now: in a letter, and in their own calendar.
#[must_use]
pub fn own_sequence(event: &Event, reply: &Reply) -> i64 {
    rsvp::sequence(event.sequence, reply, reply.revision)
}

/// The date as the owner of `reply` may see it at `now`, in the way in which they take part.
///
/// Whoever shares a calendar at
/// work shows a blank (`CLASS:PRIVATE`); of a discreet event it says no more than when and where. The page of a members' event stands
/// below the members' address, which is nobody's to pass on: no entry that is somebody's own holds it.
#[must_use]
pub fn own_entry(shown: &Shown, reply: &Reply, page: String, now: Moment) -> Entry {
    let language = Language::from_code(&reply.language);
    let reader = Reader { viewer: Viewer::Replied, attends: Some(reply.attendance) };
    let page = (shown.event.visibility != Visibility::Members).then_some(page);
    let mut own = entry_for(&as_shared(shown), reader, page, now);
    if shown.is_discreet() {
        own.categories.clear();
        own.title = place(shown, reply.attendance, now).as_title(shown.occurrence.start, language);
    }
    own.uid = mailed_uid(shown);
    own.sequence = own_sequence(&shown.event, reply);
    own.private = true;
    let comes = reply.response == Response::Going && reply.standing != Standing::Waiting;
    own.busy = comes && own.status == Status::Confirmed;
    own
}

/// The event as a calendar that is shared at work may show it.
fn as_shared(shown: &Shown) -> Shown {
    let mut shown = shown.clone();
    if shown.is_discreet() {
        shown.event.facts.summary = None;
        shown.event.facts.target = None;
    }
    shown
}
