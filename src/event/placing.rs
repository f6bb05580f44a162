//! What the places of an event may not say or be: none holds its joining link, and none that is announced is somebody's home.
//!
//! Asked when a place, the link or the announcement is new, of the event's own venue and of every date's, so that nothing
//! that was taken before is a reason to refuse another change. What the event says of itself is `check`'s.

use std::collections::HashMap;

use entity::value::Act;
use entity::value::facts::Facts;
use uuid::Uuid;

use super::check::JoiningLink;
use super::write::{Begun, Finish};
use super::{EventError, Shown};
use crate::database::{Conn, Write};
use crate::mistake::{Mistake, Mistakes};
use crate::occurrence::Occurrence;
use crate::venue::{self, Description, Venue};

/// A place as the event or one of its dates names it, and where the one who acts said so.
struct Named<'a> {
    venue: Option<(&'static str, Uuid)>,
    texts: Vec<(&'static str, &'a str)>,
}

impl<'a> Named<'a> {
    fn of_event(facts: &'a Facts) -> Self {
        // Its room and spot are among the texts that `check` reads.
        Self { venue: facts.venue_id.map(|id| ("/venue_id", id)), texts: Vec::new() }
    }

    /// Of the date that is changed.
    fn of_date(date: &'a Occurrence) -> Self {
        let texts = [("/room", date.room.as_deref()), ("/meeting_point", date.meeting_point.as_deref())];
        let texts = texts.into_iter().filter_map(|(pointer, text)| Some((pointer, text?))).collect();
        Self { venue: date.venue_id.map(|id| ("/venue_id", id)), texts }
    }

    /// Of a date that stays as it is.
    fn of_another(date: &'a Occurrence, pointer: &'static str) -> Self {
        let Self { venue, texts } = Self::of_date(date);
        let texts = texts.into_iter().map(|(_, text)| (pointer, text)).collect();
        Self { venue: venue.map(|(_, id)| (pointer, id)), texts }
    }
}

/// Of an event that is entered.
///
/// # Errors
/// [`EventError::Invalid`], or that the database can't be read.
pub(super) async fn check_new(conn: &Conn<'_>, organisation: Uuid, facts: &Facts) -> Result<(), EventError> {
    let Some(link) = JoiningLink::of(facts) else { return Ok(()) };
    let named = vec![Named::of_event(facts)];
    let venues = venues(conn, organisation, &named).await?;
    refuse_link(&link, &named, &venues)
}

/// Of an event as it should stand.
///
/// # Errors
/// [`EventError::Invalid`] or [`EventError::Refused`], or that the database can't be read.
pub(super) async fn check(w: &Write, begun: &Begun, finish: &Finish) -> Result<(), EventError> {
    let before = &begun.before;
    let named = new_places(begun, finish);
    let venues = venues(&w.conn(), before.event.organisation_id, &named).await?;
    if let Some(link) = JoiningLink::of(&finish.facts) {
        refuse_link(&link, &named, &venues)?;
    }
    if finish.act == Act::Published || before.event.published_at.is_some() {
        refuse_homes(&named, &venues)?;
    }
    Ok(())
}

/// Those that were not looked at yet for this event: all, where its link is new or it is announced.
fn new_places<'a>(begun: &'a Begun, finish: &'a Finish) -> Vec<Named<'a>> {
    let (before, facts) = (&begun.before, &finish.facts);
    let has_another_link = before.facts().online != facts.online;
    let announces = finish.act == Act::Published;
    let mut named = Vec::new();
    if has_another_link || announces || before.facts().venue_id != facts.venue_id {
        named.push(Named::of_event(facts));
    }
    let acted_on = finish.date.as_ref();
    if let Some(date) = acted_on.filter(|date| has_another_link || is_elsewhere(before, date)) {
        named.push(Named::of_date(date));
    }
    if has_another_link || announces {
        let pointer = if announces { "/venue_id" } else { "/online/join_url" };
        let others = begun.dates.iter().filter(|date| acted_on.is_none_or(|acted_on| acted_on.id != date.id));
        named.extend(others.map(|date| Named::of_another(date, pointer)));
    }
    named
}

fn is_elsewhere(before: &Shown, date: &Occurrence) -> bool {
    let was = &before.occurrence;
    (was.venue_id, &was.room, &was.meeting_point) != (date.venue_id, &date.room, &date.meeting_point)
}

async fn venues(
    conn: &Conn<'_>,
    organisation: Uuid,
    named: &[Named<'_>],
) -> Result<HashMap<Uuid, Venue>, EventError> {
    let mut ids: Vec<Uuid> = named.iter().filter_map(|named| Some(named.venue?.1)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = venue::find_all(conn, organisation, &ids).await?;
    Ok(found.into_iter().map(|venue| (venue.id, venue)).collect())
}

fn refuse_link(
    link: &JoiningLink,
    named: &[Named<'_>],
    venues: &HashMap<Uuid, Venue>,
) -> Result<(), EventError> {
    let mut found = Mistakes::new();
    for named in named {
        for (pointer, _text) in named.texts.iter().filter(|(_, text)| link.is_in(text)) {
            found.push(JoiningLink::in_public(*pointer));
        }
        let venue = named.venue.and_then(|(pointer, id)| Some((pointer, venues.get(&id)?)));
        if let Some((pointer, venue)) = venue
            && venue::texts(&Description::from(venue)).iter().any(|(_, text)| link.is_in(text))
        {
            found.push(JoiningLink::in_public(pointer));
        }
    }
    found.into_result().map_err(EventError::Invalid)
}

fn refuse_homes(named: &[Named<'_>], venues: &HashMap<Uuid, Venue>) -> Result<(), EventError> {
    let is_home = |id: &Uuid| venues.get(id).is_some_and(|venue| venue.private_home);
    let home = named.iter().filter_map(|named| named.venue).find(|(_, id)| is_home(id));
    match home {
        Some((pointer, _)) => Err(EventError::Refused(vec![a_home(pointer)])),
        None => Ok(()),
    }
}

/// That nobody is sent to somebody's home.
pub(super) fn a_home(pointer: &'static str) -> Mistake {
    Mistake::new(pointer, "private_home", "the venue is somebody's home: choose another place")
}

/// A venue may not say the link of an event that is there, nor become a home while people are on the way to it.
///
/// # Errors
/// [`EventError::Invalid`].
pub(super) fn check_venue(
    dates: &[Shown],
    (old, said): (&Venue, &Description),
    is_ahead: impl Fn(&Shown) -> bool,
) -> Result<(), EventError> {
    let mut found = Mistakes::new();
    let links: Vec<JoiningLink> = dates.iter().filter_map(|shown| JoiningLink::of(shown.facts())).collect();
    for (pointer, text) in venue::texts(said) {
        if links.iter().any(|link| link.is_in(text)) {
            found.push(JoiningLink::in_public(pointer));
        }
    }
    let becomes_home = said.private_home && !old.private_home;
    if becomes_home && dates.iter().any(is_ahead) {
        let message = "events that lie ahead are announced here: give them another place first";
        found.add("/private_home", "in_use", message);
    }
    found.into_result().map_err(EventError::Invalid)
}
