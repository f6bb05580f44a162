//! What a reader carries away: the entry for a calendar, and words to send on.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{EventStatus, Visibility};
use jiff::ToSpan;

use super::announced::Announced;
use super::said::{Link, Share, encoded};
use super::{calling, way_there};
use crate::event::{Shown, Viewer};
use crate::words::Language;

/// What a calendar entry elsewhere is made of. Nothing in it is only for people who replied.
pub(crate) struct Entry<'a> {
    pub(crate) shown: &'a Shown,
    /// Where, in one line.
    pub(crate) place: Option<&'a str>,
    /// The event's own page, in full.
    pub(crate) page: &'a str,
    /// Its `.ics`.
    pub(crate) ics: &'a str,
}

/// The file first: it stays with the reader. The others open a calendar elsewhere with the entry filled in. None for a
/// members' event: it is in the members' calendar, and its title is no business of others.
pub(crate) fn calendar_links(words: Language, entry: &Entry<'_>) -> Vec<Link> {
    if entry.shown.event.visibility == Visibility::Members {
        return Vec::new();
    }
    let mut links = vec![Link::new(words.say("page-calendar-file"), entry.ics)];
    // Only the file follows when a new date is set.
    let is_on = entry.shown.status() == EventStatus::Confirmed;
    if let Some((start, end)) = span(entry.shown).filter(|_| is_on) {
        let compact = |text: &str| text.replace(['-', ':'], "");
        let title = encoded(&entry.shown.event.facts.title);
        let place = encoded(entry.place.unwrap_or_default());
        let page = encoded(entry.page);
        links.push(Link::new(
            words.say("page-calendar-google"),
            format!(
                "https://calendar.google.com/calendar/render?action=TEMPLATE&text={title}&dates={}%2F{}&location={place}&details={page}",
                compact(&start), compact(&end),
            ),
        ));
        links.push(Link::new(
            words.say("page-calendar-outlook"),
            format!(
                "https://outlook.live.com/calendar/0/action/compose?rru=addevent&subject={title}&startdt={}&enddt={}&location={place}&body={page}{}",
                encoded(&start), encoded(&end),
                if entry.shown.occurrence.start.is_all_day() { "&allday=true" } else { "" },
            ),
        ));
    }
    links
}

/// Start and end in UTC, or as dates with the end exclusive when it is all day.
fn span(shown: &Shown) -> Option<(String, String)> {
    let date = &shown.occurrence;
    match date.start {
        LocalTime::Day(first) => {
            let last = date.end.map_or(first, LocalTime::date);
            Some((first.to_string(), last.checked_add(1.day()).ok()?.to_string()))
        }
        LocalTime::At(_) => {
            let utc = |moment: Moment| moment.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            Some((utc(date.start_utc), utc(date.end_utc)))
        }
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
