//! Four numbers, not one: which of them a write raises.
//!
//! `revision` rises with every write. `sequence` rises when something changes that people act on: start, end, status, place
//! or mode. `changed_at` is the last change of what the public is shown in calendars. The organisation's revision is
//! raised where a write begins.

use entity::value::facts::Facts;
use entity::value::known::Known;
use serde_json::{Value, json};

use super::shown::Viewer;
use super::{Shown, Whereabouts};

/// What people act on, as an officer sees it: hidden or not, a new place is a new place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ActedOn {
    known: Known,
    no_fixed_end: bool,
}

impl ActedOn {
    pub(super) fn of(shown: &Shown) -> Self {
        // An officer sees the place whatever the time.
        let known = shown.known(Viewer::Officer, shown.event.updated_at);
        Self { known, no_fixed_end: shown.facts().no_fixed_end }
    }
}

/// The part of the facts that calendars show to whoever may see the event. The outcome and how replies are taken are not.
pub(super) fn in_calendars(facts: &Facts) -> Facts {
    let mut public = facts.clone();
    if let Some(online) = &mut public.online {
        online.join_url = None;
        online.dial_in = None;
        online.instructions = None;
    }
    public.external_id = None;
    public.minimum = None;
    public.outcome = None;
    public.rsvp = entity::value::facts::RsvpSettings::default();
    public
}

/// Old and new times, status and place for the journal: no free text beyond the place with its room and spot, and those
/// only where everybody is shown them.
///
/// `own` is whether one date of several was acted on, and not all of them.
pub(super) fn journal_detail(before: Option<&Shown>, after: &Shown, own: bool) -> Value {
    let now = after.event.updated_at;
    let said = |shown: &Shown| {
        let known = shown.known(Viewer::Anybody, now);
        json!({
            "status": known.status, "start": known.start, "end": known.end, "timezone": known.timezone,
            "mode": known.mode, "at": Whereabouts::of(shown, now),
        })
    };
    let mut detail = json!({ "was": before.map(said), "now": said(after), "sequence": after.event.sequence });
    if let Some(detail) = detail.as_object_mut().filter(|_| own) {
        detail.insert("date".to_owned(), json!(after.occurrence.id));
    }
    detail
}
