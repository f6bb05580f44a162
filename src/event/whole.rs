//! Events with all their dates, as calendars show them.
//!
//! An event is read and held once, however many dates it has: a branch with a picket every working day has thousands of
//! dates of a handful of events. Places, which no calendar shows, are left out.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::{Event, EventError, Filter, Shown, store};
use crate::campaign;
use crate::database::Conn;
use crate::occurrence::{self, Occurrence};
use crate::organisation::Organisation;
use crate::venue::{self, Venue};

/// An event with all its dates; of one that does not repeat, with one of them.
#[derive(Clone, Debug)]
pub struct Whole {
    /// On its first date.
    first: Shown,
    /// Where it takes place, unless a date says otherwise.
    usual: Option<Venue>,
    /// All dates of an event that repeats, by start, with a venue of their own; none of another.
    dates: Vec<(Occurrence, Option<Venue>)>,
}

impl Whole {
    /// The event on the first of these dates.
    #[must_use]
    pub fn first(&self) -> &Shown {
        &self.first
    }

    /// Whether it repeats.
    #[must_use]
    pub fn repeats(&self) -> bool {
        self.first.facts().repeats.is_some()
    }

    /// Its dates by start, those too that were taken out.
    pub fn dates(&self) -> impl Iterator<Item = &Occurrence> {
        let alone = self.dates.is_empty().then_some(&self.first.occurrence);
        self.dates.iter().map(|(date, _venue)| date).chain(alone)
    }

    /// Looks at the event on each of its dates in turn.
    pub fn each(&self, mut look: impl FnMut(&Shown)) {
        if self.dates.is_empty() {
            return look(&self.first);
        }
        let mut shown = Shown { venue: self.usual.clone(), ..self.first.clone() };
        for (date, venue) in &self.dates {
            shown.occurrence = date.clone();
            if let Some(own) = venue {
                let usual = shown.venue.replace(own.clone());
                look(&shown);
                shown.venue = usual;
            } else {
                look(&shown);
            }
        }
    }
}

/// The dates that `filter` finds, by start, `limit` at most; of an event that repeats all dates, where one of these is: a
/// calendar shows such an event whole or wrong.
///
/// # Errors
/// When the database can't be read.
pub async fn list_whole(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Whole>, EventError> {
    let (mut dates, mut alone, mut others) = (Vec::new(), HashMap::new(), BTreeSet::new());
    for (date, event) in store::dates(conn, organisation.id, filter, limit).await? {
        match event {
            Some(event) => drop(alone.insert(event.id, event)),
            None => drop(others.insert(date.event_id)),
        }
        dates.push(date);
    }
    let mut events = store::events(conn, others).await?;
    let repeats = |id: &Uuid| events.get(id).is_some_and(|event| event.facts.repeats.is_some());
    let repeating: Vec<Uuid> = events.keys().copied().filter(repeats).collect();
    if !repeating.is_empty() {
        dates.retain(|date| !repeats(&date.event_id));
        dates.extend(store::dates_of(conn, &repeating).await?);
        dates.sort_by_key(|date| (date.start_utc, date.id));
    }
    events.extend(alone);
    assembled(conn, organisation, events, dates).await
}

/// One event with all its dates; where it does not repeat and has several, date by date.
///
/// # Errors
/// When the database can't be read.
pub async fn whole(conn: &Conn<'_>, shown: &Shown) -> Result<Vec<Whole>, EventError> {
    let event = &shown.event;
    let dates = occurrence::of_event(conn, event.organisation_id, event.id, None, None).await?;
    assembled(conn, &shown.organisation, HashMap::from([(event.id, event.clone())]), dates).await
}

/// `dates` are by start.
async fn assembled(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    mut events: HashMap<Uuid, Event>,
    dates: Vec<Occurrence>,
) -> Result<Vec<Whole>, EventError> {
    let venues = events.values().filter_map(|event| event.venue_id);
    let venues: BTreeSet<Uuid> = venues.chain(dates.iter().filter_map(|date| date.venue_id)).collect();
    let campaigns: BTreeSet<Uuid> = events.values().filter_map(|event| event.campaign_id).collect();
    let venues = venue::find_all(conn, organisation.id, &Vec::from_iter(venues)).await?;
    let venues: HashMap<_, _> = venues.into_iter().map(|venue| (venue.id, venue)).collect();
    let campaigns = campaign::find_all(conn, organisation.id, &Vec::from_iter(campaigns)).await?;
    let campaigns: HashMap<_, _> = campaigns.into_iter().map(|campaign| (campaign.id, campaign)).collect();

    let mut dates_of: HashMap<Uuid, usize> = HashMap::with_capacity(events.len());
    for date in &dates {
        *dates_of.entry(date.event_id).or_default() += 1;
    }
    let at = |id: Option<Uuid>| id.and_then(|id| venues.get(&id).cloned());
    let mut all: Vec<Whole> = Vec::with_capacity(dates.len());
    let mut repeating: HashMap<Uuid, usize> = HashMap::new();
    for date in dates {
        let own = at(date.venue_id);
        if let Some(known) = repeating.get(&date.event_id).and_then(|at| all.get_mut(*at)) {
            known.dates.push((date, own));
            continue;
        }
        // Most events have one date, and then nobody else needs what is said of them.
        let is_alone = dates_of.get(&date.event_id) == Some(&1);
        let event =
            if is_alone { events.remove(&date.event_id) } else { events.get(&date.event_id).cloned() };
        let Some(event) = event else { continue };
        let repeats = event.facts.repeats.is_some();
        let mut one = Whole {
            usual: at(event.venue_id).filter(|_| repeats),
            dates: Vec::new(),
            first: Shown {
                organisation: Arc::clone(organisation),
                venue: own.clone().or_else(|| at(event.venue_id)),
                campaign: event.campaign_id.and_then(|id| campaigns.get(&id).cloned()),
                places: Vec::new(),
                event,
                occurrence: date.clone(),
            },
        };
        if repeats {
            repeating.insert(date.event_id, all.len());
            one.dates.push((date, own));
        }
        all.push(one);
    }
    Ok(all)
}
