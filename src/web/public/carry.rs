//! What a reader carries away: the entry for a calendar, and words to send on.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{EventStatus, Visibility};

use super::addresses::Addresses;
use super::announced::Announced;
use super::feeds::named;
use super::said::{Link, Share};
use super::{calling, way_there};
use crate::event::{Shown, Viewer};
use crate::links::{Elsewhere, NewEntry, Span, encoded};
use crate::words::Language;

/// What a calendar entry elsewhere is made of. Nothing in it is only for people who replied.
pub(crate) struct Entry<'a> {
    pub(crate) shown: &'a Shown,
    /// Where, in one line.
    pub(crate) place: Option<&'a str>,
    /// The addresses of the page it stands on.
    pub(crate) to: &'a Addresses,
}

/// The file first: it stays with the reader, and the same address subscribed to stays right. The others open a calendar
/// elsewhere with the entry filled in.
pub(crate) fn calendar_links(words: Language, entry: &Entry<'_>) -> Vec<Link> {
    // A members' event has no address but below the members'.
    if entry.shown.event.visibility == Visibility::Members && entry.to.members.is_none() {
        return Vec::new();
    }
    let ics = entry.to.event_ics(entry.shown);
    let webcal = Link::new(words.say("page-calendar-subscribe"), entry.to.webcal(&ics));
    let elsewhere = Elsewhere::ALL
        .into_iter()
        .filter_map(|one| Some(Link::new(named(words, one), elsewhere(words, entry, one)?)));
    [Link::new(words.say("page-calendar-file"), ics), webcal].into_iter().chain(elsewhere).collect()
}

/// Where a calendar elsewhere opens with the entry filled in. Of a discreet event that calendar learns no more than when and
/// where, and of a members' event not the members' address. None while no date is certain: only the file follows when a
/// new one is set.
pub(crate) fn elsewhere(words: Language, entry: &Entry<'_>, elsewhere: Elsewhere) -> Option<String> {
    let shown = entry.shown;
    let (place, page) = (entry.place.unwrap_or_default(), entry.to.full(&entry.to.event(shown)));
    let day = words.short(shown.occurrence.start);
    let title = match (shown.is_discreet(), entry.place) {
        (false, _) => shown.facts().title.as_str(),
        (true, Some(place)) => place,
        (true, None) => day.as_str(),
    };
    let about = if shown.event.visibility == Visibility::Members { "" } else { page.as_str() };
    let new = NewEntry { title, place, about, span: span(shown) };
    elsewhere.opens(&new).filter(|_| shown.status() == EventStatus::Confirmed)
}

fn span(shown: &Shown) -> Span {
    let date = &shown.occurrence;
    match date.start {
        LocalTime::Day(first) => Span::Days { first, last: date.end.map_or(first, LocalTime::date) },
        LocalTime::At(_) => Span::Times { start: date.start_utc, end: date.end_utc },
    }
}

/// Words to send to a workmate, and ways to send them that need no script. Of what is called off, postponed or paused
/// the words say so first.
pub(crate) fn share(words: Language, event: &Announced, page: &str, now: Moment) -> Share {
    let title = &event.facts().title;
    let when = words.short_or_around(&event.when());
    let (subject, text) = match calling::state(words, event.status()) {
        Some(state) => {
            let title = words.say("page-share-off").with("state", state).with("title", title).to_string();
            let text = words
                .say("page-share-text-off")
                .with("title", &title)
                .with("when", when)
                .with("link", page)
                .to_string();
            (title, text)
        }
        None => {
            let place = way_there::spot_or_online(words, event, Viewer::Anybody, now).unwrap_or_default();
            let text: String = words
                .say("page-share-text")
                .with("title", title)
                .with("when", when)
                .with("place", place)
                .with("link", page)
                .into();
            // Of a place that is not told nothing is said, not even an empty line.
            (title.clone(), text.replace("\n\n", "\n"))
        }
    };
    let (subject, body) = (encoded(&subject), encoded(&text));
    let links = vec![
        Link::new(words.say("page-share-message"), format!("sms:?&body={body}")),
        Link::new(words.say("page-share-whatsapp"), format!("https://wa.me/?text={body}")),
        Link::new(words.say("page-share-email"), format!("mailto:?subject={subject}&body={body}")),
    ];
    Share { text, links }
}
