//! Brings the rows into agreement with the programme, where the programme has changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use entity::Moment;
use entity::value::{Attendance, AttendanceMode};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::rule::Rule;
use super::{Reminder, plan, reconcile, schedule_from, store};
use crate::database::{self, Conn, Database};
use crate::event::ahead::{Ahead, Of, ahead};
use crate::event::kind;
use crate::occurrence::{self, Occurrence};
use crate::{journal, organisation};

/// So often everything is compared, whether it changed or not.
const ALL_OVER: Duration = Duration::from_hours(1);

/// Which state of each programme this process last found in agreement. Cheap to clone; forgetting it costs time, no more.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    revisions: HashMap<Uuid, i64>,
    all_over_at: Option<Moment>,
}

impl Agreed {
    /// Those of `revisions` that have changed since, each with the one that was in agreement; all of them from time to time,
    /// without.
    fn changed(&self, revisions: HashMap<Uuid, i64>, now: Moment) -> HashMap<Uuid, (i64, Option<i64>)> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.all_over_at.is_none_or(|at| now < at || now.since(at) >= ALL_OVER) {
            inner.revisions.clear();
            inner.all_over_at = Some(now);
        }
        let with_agreed = |(id, revision)| (id, (revision, inner.revisions.get(&id).copied()));
        let all = revisions.into_iter().map(with_agreed);
        all.filter(|(_, (revision, agreed))| *agreed != Some(*revision)).collect()
    }

    fn note(&self, changed: HashMap<Uuid, (i64, Option<i64>)>) {
        let revisions = changed.into_iter().map(|(id, (revision, _))| (id, revision));
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).revisions.extend(revisions);
    }
}

/// Brings every planned reminder into agreement with its date. Answers how many changes that took.
///
/// What a reminder follows from (dates, schedules, kinds) raises the programme's revision; so of programmes whose revision is
/// another than in `agreed` the events are read that the acts since were done to, and once an hour everything.
///
/// # Errors
/// When the database fails; what was done stays done.
pub async fn replan(db: &Database, agreed: &Agreed, now: Moment) -> Result<u64, database::Error> {
    let snapshot = db.snapshot().await?;
    let conn = snapshot.conn();
    let all = organisation::list(&conn).await?.into_iter().map(|one| (one.id, one.revision)).collect();
    let changed = agreed.changed(all, now);
    if changed.is_empty() {
        return Ok(0);
    }
    let dates = dates_of(&conn, &changed, now).await?;
    let events: Vec<Uuid> = dates.iter().map(|date| date.event.id).collect();
    let ids: Vec<Uuid> = dates.iter().map(|date| date.occurrence.id).collect();
    let mut own: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in store::rules_of(&conn, &events).await? {
        own.entry(row.event_id).or_default().push(row.rule);
    }
    let mut rows: HashMap<Uuid, Vec<Reminder>> = HashMap::new();
    for row in store::of_occurrences(&conn, &ids).await? {
        rows.entry(row.occurrence_id).or_default().push(row);
    }
    drop(conn);
    drop(snapshot);
    let (mut done, mut all_agree) = (0, true);
    for date in dates {
        let rules: Vec<&str> = own.get(&date.event.id).into_iter().flatten().map(String::as_str).collect();
        let wanted = wanted(&date, &rules);
        let planned = rows.get(&date.occurrence.id).map_or(&[][..], Vec::as_slice);
        match bring_into_agreement(db, date, &wanted, planned, now).await? {
            Some(changes) => done += changes,
            None => all_agree = false,
        }
    }
    if all_agree {
        agreed.note(changed);
    }
    Ok(done)
}

/// The dates ahead that the acts since may have changed.
async fn dates_of(
    conn: &Conn<'_>,
    changed: &HashMap<Uuid, (i64, Option<i64>)>,
    now: Moment,
) -> Result<Vec<Ahead>, database::Error> {
    let (mut whole, mut events) = (Vec::new(), Vec::new());
    for (organisation, (revision, agreed)) in changed {
        let acted_on = match agreed {
            Some(agreed) => journal::events_between(conn, *organisation, (*agreed, *revision)).await?,
            None => None,
        };
        match acted_on {
            Some(acted_on) => events.extend(acted_on),
            None => whole.push(*organisation),
        }
    }
    let mut dates = ahead(conn, Of::Organisations(&whole), now).await?;
    dates.extend(ahead(conn, Of::Events(&events), now).await?);
    Ok(dates)
}

/// The reminders of one date: those that stand, or those that the next round will plan.
///
/// Where none was planned for its start yet, they follow from the rules. Whoever replies as soon as it is published is told of the same letters as whoever comes later.
///
/// # Errors
/// When the database can't be read.
pub async fn expected(conn: &Conn<'_>, date: &Ahead, now: Moment) -> Result<Vec<Reminder>, database::Error> {
    let (start, id) = (date.occurrence.start_utc, date.occurrence.id);
    let mut rows = store::of_occurrences(conn, &[id]).await?;
    if rows.iter().any(|row| row.start_utc == start) {
        return Ok(rows);
    }
    let own = store::rules_of(conn, &[date.event.id]).await?;
    let own: Vec<&str> = own.iter().map(|row| row.rule.as_str()).collect();
    rows.extend(wanted(date, &own).iter().map(|planned| to_be(date, planned, now)));
    Ok(rows)
}

/// A row that the next round will add.
fn to_be(date: &Ahead, planned: &plan::Planned, now: Moment) -> Reminder {
    Reminder {
        id: Uuid::nil(),
        organisation_id: date.occurrence.organisation_id,
        event_id: date.occurrence.event_id,
        occurrence_id: date.occurrence.id,
        rule: planned.rule.to_string(),
        attendance: planned.attendance,
        start_utc: date.occurrence.start_utc,
        due_at: planned.due_at,
        state: reconcile::at_first(planned.due_at, now),
        position: None,
        letters: 0,
        created_at: now,
        updated_at: now,
    }
}

/// What the schedule of an event names for its dates ahead and nobody gets, each with its date; soonest date first.
///
/// # Errors
/// When the database can't be read.
pub async fn left_out(
    conn: &Conn<'_>,
    event: Uuid,
    now: Moment,
) -> Result<Vec<(Occurrence, plan::Planned)>, database::Error> {
    let own = store::rules_of(conn, &[event]).await?;
    let own: Vec<&str> = own.iter().map(|row| row.rule.as_str()).collect();
    let mut all = Vec::new();
    for date in ahead(conn, Of::Events(&[event]), now).await? {
        let left_out = every_moment(&date, &own).into_iter().filter(|planned| planned.left_out.is_some());
        all.extend(left_out.map(|planned| (date.occurrence.clone(), planned)));
    }
    Ok(all)
}

/// What goes out for a date.
fn wanted(date: &Ahead, own: &[&str]) -> Vec<plan::Planned> {
    every_moment(date, own).into_iter().filter(|planned| planned.left_out.is_none()).collect()
}

/// What each rule comes to at a date; nothing where nobody is expected.
fn every_moment(date: &Ahead, own: &[&str]) -> Vec<plan::Planned> {
    let Some(zone) = TimeZone::get(&date.occurrence.timezone).ok().filter(|_| date.is_on()) else {
        return Vec::new();
    };
    let mut rules = schedule_from(&date.event, own).rules;
    rules.extend(joining(date, &rules));
    let mode = date.event.facts.attendance_mode;
    plan::plan(&rules, date.occurrence.start, &zone, mode, &plan::Limits::default())
}

/// The rule for the letter with the joining link, where the event's own schedule has none: without that letter nobody
/// could join.
fn joining(date: &Ahead, rules: &[Rule]) -> Option<Rule> {
    let facts = &date.event.facts;
    let online =
        facts.online.as_ref().filter(|_| occurrence::offers(facts.attendance_mode, Attendance::Online))?;
    let to_join = online.join_url.is_some() || online.dial_in.is_some();
    let has_one = rules.iter().any(|rule| rule.brings_the_link() && rule.is_for(Attendance::Online));
    if !to_join || has_one {
        return None;
    }
    let kinds = kind::schedule(facts.kind, AttendanceMode::Online, online.reveal_minutes_before);
    kinds.iter().filter_map(|text| text.parse().ok()).find(Rule::brings_the_link)
}

/// Answers how many changes it took, or nothing when another node was first with the same rows, or when the date was taken out or went
/// over to another event since it was read: then what is left is seen at the next round.
async fn bring_into_agreement(
    db: &Database,
    date: Ahead,
    wanted: &[plan::Planned],
    rows: &[Reminder],
    now: Moment,
) -> Result<Option<u64>, database::Error> {
    let changes = reconcile::changes(wanted, rows, date.occurrence.start_utc, now);
    let count = u64::try_from(changes.len()).unwrap_or(u64::MAX);
    if changes.is_empty() {
        return Ok(Some(0));
    }
    let done = db.write(move |write| {
        Box::pin(async move {
            let locked = occurrence::lock(write, date.occurrence.id).await?;
            if locked.is_none_or(|locked| locked.event_id != date.event.id) {
                return Ok(None);
            }
            for change in changes {
                store::apply(&write.conn(), &date, change, now).await?;
            }
            Ok(Some(count))
        })
    });
    match done.await {
        Err(error) if database::is_conflict(&error) => Ok(None),
        other => other,
    }
}
