//! What a reader carries away: the entry for a calendar, and words to send on.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{Attendance, AttendanceMode, EventStatus, Visibility};

use super::addresses::Addresses;
use super::announced::Announced;
use super::feeds::named;
use super::said::{Link, Share};
use super::{calling, way_there};
use crate::event::{Shown, Viewer};
use crate::links::{Elsewhere, FILE, NewEntry, Span, encoded};
use crate::words::Language;

/// What a calendar entry elsewhere is made of.
pub(crate) struct Entry<'a> {
    pub(crate) shown: &'a Shown,
    /// Where, in one line, as its reader may know it.
    pub(crate) place: Option<&'a str>,
    /// The addresses of the page it stands on.
    pub(crate) to: &'a Addresses,
}

/// Whose entry a page offers.
pub(crate) enum Whose<'a> {
    /// Everybody's, as the event's page does.
    Everybodys,
    /// That of somebody who replied a moment ago, and whom nothing proves to us yet.
    JustReplied {
        /// How they take part, where they chose.
        attends: Option<Attendance>,
        /// Whether a letter brings them their own.
        by_letter: bool,
    },
    /// That of the owner of a reply: this token leads it into a calendar.
    Own(&'a str),
}

/// The ways into a calendar that a page offers.
#[derive(Clone, Debug, Default)]
pub(crate) struct IntoCalendar {
    /// The file, which stays with the reader, and the same address to subscribe to, which stays right. Of an event that repeats
    /// both bring all dates.
    pub(crate) whole: Vec<Link>,
    /// On what the second works, and where it is said how others follow.
    pub(crate) follow: Option<(String, Link)>,
    /// That the others bring the one date alone, where there are several.
    pub(crate) only: Option<String>,
    /// Those that bring the one date.
    pub(crate) date: Vec<Link>,
    /// That the letter brings what is not offered here.
    pub(crate) letter: Option<String>,
}

impl IntoCalendar {
    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.date.is_empty()
    }
}

/// The ways into a calendar.
///
/// Who replied is offered what their letters bring: for the way in which they take part, and of a discreet event no more than when and
/// where. Everybody's file has its name, and comes under the same UID: it would take the place of theirs, or be taken for older.
pub(crate) fn into_calendar(words: Language, entry: &Entry<'_>, whose: &Whose<'_>) -> IntoCalendar {
    let shown = entry.shown;
    match whose {
        Whose::Everybodys => everybodys(words, entry),
        Whose::Own(token) => own(words, entry, token),
        Whose::JustReplied { attends, by_letter } => {
            let online =
                way_there::is_online(shown.mode(), *attends) && shown.mode() == AttendanceMode::Hybrid;
            if !shown.is_discreet() && !online {
                return everybodys(words, entry);
            }
            let letter = by_letter.then(|| words.say("page-calendar-letter").into());
            IntoCalendar { date: all_elsewhere(words, entry).collect(), letter, ..IntoCalendar::default() }
        }
    }
}

/// None for a members' event that was not reached by the members' address: it has no other.
fn everybodys(words: Language, entry: &Entry<'_>) -> IntoCalendar {
    let (shown, to) = (entry.shown, entry.to);
    if shown.event.visibility == Visibility::Members && to.members.is_none() {
        return IntoCalendar::default();
    }
    let repeats = shown.facts().repeats.is_some();
    let file = if repeats { words.say("page-calendar-file-all") } else { words.say("page-calendar-file") };
    let one_file = repeats.then(|| Link::new(words.say("page-calendar-file-one"), to.add(shown, FILE)));
    let day = words.day_without_year(shown.occurrence.start.date());
    let (webcal, how) = following(words, entry);
    IntoCalendar {
        whole: vec![Link::new(file, to.event_ics(shown)), webcal],
        follow: Some(how),
        only: repeats.then(|| words.say("page-calendar-only").with("day", day).into()),
        date: one_file.into_iter().chain(all_elsewhere(words, entry)).collect(),
        letter: None,
    }
}

/// The date of one's own reply, as letters lead to it. What one follows is everybody's calendar, which names a discreet event.
fn own(words: Language, entry: &Entry<'_>, token: &str) -> IntoCalendar {
    let shown = entry.shown;
    let file = Link::new(words.say("page-calendar-file"), entry.to.links.add(token, FILE));
    let (webcal, follow) = Some(following(words, entry)).filter(|_| !shown.is_discreet()).unzip();
    IntoCalendar {
        whole: [file].into_iter().chain(webcal).collect(),
        follow,
        date: all_elsewhere(words, entry).collect(),
        ..IntoCalendar::default()
    }
}

/// The address to subscribe to, on what it works, and where it is said how others follow.
fn following(words: Language, entry: &Entry<'_>) -> (Link, (String, Link)) {
    let (shown, to) = (entry.shown, entry.to);
    let repeats = shown.facts().repeats.is_some();
    let follow =
        if repeats { words.say("page-calendar-subscribe-all") } else { words.say("page-calendar-subscribe") };
    let works_on = words.say("page-calendar-works-on").with("button", &follow).to_string();
    let how = format!("{}/subscribe", to.organisation(&shown.organisation));
    let how = Link::new(words.say("page-calendar-how"), how);
    (Link::new(follow, to.webcal(&to.event_ics(shown))), (works_on, how))
}

fn all_elsewhere<'a>(words: Language, entry: &'a Entry<'_>) -> impl Iterator<Item = Link> + use<'a> {
    let link = move |one| Some(Link::new(named(words, one), elsewhere(words, entry, one)?));
    Elsewhere::ALL.into_iter().filter_map(link)
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
    let page = (shown.event.visibility != Visibility::Members).then_some(page);
    // Its length there is what is usual, and nobody's promise.
    let open =
        shown.facts().no_fixed_end && shown.occurrence.end.is_none() && !shown.occurrence.start.is_all_day();
    let open = open.then(|| words.say("page-calendar-no-end").to_string());
    let about = open.into_iter().chain(page).collect::<Vec<_>>().join("\n");
    let new = NewEntry { title, place, about: &about, span: span(shown) };
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
