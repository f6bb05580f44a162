//! The access block: what is known about getting in and taking part, always in the same order.

use entity::Moment;
use entity::value::AttendanceMode;
use entity::value::place::Access;

use super::said::{AccessBlock, AccessFact, address_or_phone};
use crate::event::{Shown, Viewer};
use crate::words::{Language, Said, capitalised};

/// What the event says of access, else what its venue does, where `reader` is shown that. Nothing known is said as such; of a
/// place that there is not, nothing is said, nor of a hall that it had before it went online.
pub(crate) fn access(words: Language, shown: &Shown, reader: Viewer, now: Moment) -> Option<AccessBlock> {
    let nothing = Access::default();
    let online = shown.mode() == AttendanceMode::Online;
    let venue = shown.venue_for(reader, now).filter(|_| !online);
    let known = venue.map_or(&nothing, |venue| &venue.access);
    let said =
        if online { shown.facts().access_statement.as_deref() } else { shown.access_statement(reader, now) };
    let said = said.filter(|text| !text.eq_ignore_ascii_case("not checked yet"));
    let has_place = !online && !shown.is_anywhere();
    let statement = match said {
        Some(text) => capitalised(text),
        None if has_place && !shown.shows_place(reader, now) => words.say("page-access-with-place").into(),
        None if has_place => words.say("page-access-unchecked").into(),
        None => return None,
    };
    let contact = shown.contact();
    let contact = contact.email.or(contact.phone);
    Some(AccessBlock {
        statement,
        facts: lines(words, known),
        checked: known
            .checked_on
            .map(|day| words.say("page-access-checked").with("day", words.day(day)).into()),
        ask: known.contact.as_ref().or(contact.as_ref()).map(|contact| address_or_phone(contact)),
    })
}

/// All eight, in the fixed order, once anything is known: a gap is then news too.
fn lines(words: Language, known: &Access) -> Vec<AccessFact> {
    let all = [
        (words.say("page-access-step-free"), known.step_free),
        (words.say("page-access-toilet"), known.accessible_toilet),
        (words.say("page-access-seating"), known.seating),
        (words.say("page-access-loop"), known.hearing_loop),
        (words.say("page-access-bsl"), known.bsl),
        (words.say("page-access-captions"), known.captions),
        (words.say("page-access-parking"), known.parking),
        (words.say("page-access-quiet"), known.quiet_space),
    ];
    if all.iter().all(|(_, answer)| answer.is_none()) {
        return Vec::new();
    }
    all.map(|(label, answer)| line(words, label, answer)).into()
}

fn line(words: Language, label: Said, answer: Option<bool>) -> AccessFact {
    let (answer, class) = match answer {
        Some(true) => (words.say("page-yes"), "yes"),
        Some(false) => (words.say("page-no"), "no"),
        None => (words.say("page-not-known"), "unknown"),
    };
    AccessFact { label: label.into(), answer: answer.into(), class }
}
