//! What is done with an entry that was read: taken, taken again, or left, and why.
//!
//! Guarantees: decided again inside the write, which begins with the organisation's row, so that imports that run at once take an entry once;
//! what is announced, changed or deleted here stays so.

use entity::Moment;
use entity::table::imported;
use entity::value::EventStatus;
use uuid::Uuid;

use super::mapping::{Why, said};
use super::reading::{Draft, Entry};
use super::report::{Line, What};
use super::{Import, ImportError, store};
use crate::database::{Conn, Database, Write};
use crate::event::{self, Event, EventError, Order};
use crate::organisation;
use crate::seal::Seals;
use crate::words::Language;

/// What is to be done with an entry.
struct Plan {
    what: What,
    event: Option<Uuid>,
    why: Option<String>,
}

impl Plan {
    fn leave(event: Option<Uuid>, why: impl Into<String>) -> Self {
        Self { what: What::Left, event, why: Some(why.into()) }
    }

    fn writes(&self) -> bool {
        matches!(self.what, What::Taken | What::Changed)
    }

    fn line(self, entry: &Entry) -> Line {
        let draft = entry.comes_to.as_ref().ok();
        let start = draft.map(|draft| draft.facts.start);
        let notes = draft.filter(|_| self.writes()).map(|draft| draft.notes.clone()).unwrap_or_default();
        let notes = self.why.into_iter().chain(notes).collect();
        Line { title: entry.title.clone(), start, what: self.what, event: self.event, notes }
    }
}

/// Does what is to be done with an entry, or says what would be done. `known` is what the entry became earlier; `no_more` is set when enough
/// was written.
pub(super) async fn one(
    db: &Database,
    seals: &Seals,
    order: &Import,
    (entry, known): (Entry, Option<&imported::Model>),
    (no_more, now): (bool, Moment),
) -> Result<Line, ImportError> {
    let first_look = plan(&db.read(), order, (&entry, known), now).await?;
    if !first_look.writes() {
        return Ok(first_look.line(&entry));
    }
    if no_more {
        let why = "There were many; import again to take it.";
        return Ok(Plan::leave(first_look.event, why).line(&entry));
    }
    if order.dry_run {
        return Ok(first_look.line(&entry));
    }
    let (seals, order, written) = (seals.clone(), order.clone(), entry.clone());
    let work = db.write(move |write| {
        Box::pin(async move { Box::pin(take(write, &seals, &order, written, now)).await })
    });
    match work.await {
        // Something that it names has gone meanwhile.
        Err(EventError::Invalid(found)) => {
            Ok(Plan::leave(None, format!("It can't be kept as it is: {}.", said(&found))).line(&entry))
        }
        done => Ok(done?),
    }
}

async fn take(
    write: &mut Write,
    seals: &Seals,
    order: &Import,
    entry: Entry,
    now: Moment,
) -> Result<Line, EventError> {
    let organisation = order.organisation.id;
    organisation::raise_revision(write, organisation).await?;
    let known = match &entry.key {
        Some(key) => store::find(&write.conn(), organisation, key).await?,
        None => None,
    };
    let mut plan = plan(&write.conn(), order, (&entry, known.as_ref()), now).await?;
    if let (true, Some(key), Ok(draft)) = (plan.writes(), &entry.key, &entry.comes_to) {
        plan.event = Some(carry_out(write, seals, order, (&plan, key, draft), now).await?);
    }
    Ok(plan.line(&entry))
}

async fn plan(
    conn: &Conn<'_>,
    order: &Import,
    (entry, known): (&Entry, Option<&imported::Model>),
    now: Moment,
) -> Result<Plan, EventError> {
    let organisation = order.organisation.id;
    let event = known.and_then(|known| known.event_id);
    let (draft, known, event) = match (&entry.comes_to, known, event) {
        (Ok(_), None, _) => return Ok(Plan { what: What::Taken, event: None, why: None }),
        (Ok(_), Some(_), None) if order.take_deleted => {
            return Ok(Plan { what: What::Taken, event: None, why: None });
        }
        (Ok(_), Some(_), None) => return Ok(Plan::leave(None, DELETED)),
        (Err(why), _, None) => return Ok(Plan::leave(None, why.to_string())),
        (Err(why), Some(_), Some(id)) => {
            let ours = event::find(conn, organisation, id, now).await?.event;
            return Ok(Plan::leave(event, gone_there(why, &ours)));
        }
        (Err(why), None, Some(_)) => return Ok(Plan::leave(event, why.to_string())),
        (Ok(draft), Some(known), Some(id)) => (draft, known, id),
    };
    if known.said == draft.said {
        return Ok(Plan { what: What::Unchanged, event: Some(event), why: None });
    }
    let ours = event::find(conn, organisation, event, now).await?.event;
    let why = if is_announced(&ours) {
        format!(
            "It says something new, but your event “{}” is announced here: look at both, and change yours yourself.",
            ours.title
        )
    } else if ours.revision != known.revision {
        format!("It says something new, but somebody has changed its draft “{}” here.", ours.title)
    } else {
        return Ok(Plan { what: What::Changed, event: Some(event), why: moved(&ours, draft) });
    };
    Ok(Plan::leave(Some(event), why))
}

/// From when to when it moves.
fn moved(ours: &Event, draft: &Draft) -> Option<String> {
    let [from, to] = [ours.facts.start, draft.facts.start];
    let said = |start| Language::En.day_and_time(start);
    (from != to).then(|| format!("It moved from {} to {}.", said(from), said(to)))
}

const DELETED: &str =
    "You deleted its draft here, so it stays away; an import that takes deleted ones again brings it back.";

/// Whether people may have been told of it.
pub(super) fn is_announced(ours: &Event) -> bool {
    ours.status != EventStatus::Draft || ours.published_at.is_some()
}

/// What is to be done about an event of ours whose entry is off, over or no longer for everybody.
fn gone_there(why: &Why, ours: &Event) -> String {
    let title = &ours.title;
    match (why, ours.status) {
        (Why::Over, _) | (_, EventStatus::Cancelled) => why.to_string(),
        _ if is_announced(ours) => format!(
            "{why} Your event “{title}” is still announced here: cancel it if it is off, or leave it if it takes place."
        ),
        _ => format!("{why} Its draft “{title}” is still here: delete it if you don't want it."),
    }
}

async fn carry_out(
    write: &mut Write,
    seals: &Seals,
    order: &Import,
    (plan, key, draft): (&Plan, &[u8], &Draft),
    now: Moment,
) -> Result<Uuid, EventError> {
    let (organisation, actor, facts) = (order.organisation.id, order.actor.clone(), draft.facts.clone());
    let shown = match plan.event {
        None => event::create(write, seals, organisation, &actor, facts, now).await?,
        Some(event) => {
            let slug = event::find(&write.conn(), organisation, event, now).await?.event.slug;
            let facts = entity::value::facts::Facts { slug: Some(slug), ..facts };
            let order = Order { organisation, event, seen: None, actor };
            event::change(write, seals, &order, facts, false, now).await?
        }
    };
    let row = imported::Model {
        organisation_id: organisation,
        uid: key.to_owned(),
        event_id: Some(shown.event.id),
        said: draft.said.clone(),
        revision: shown.event.revision,
        source: None,
        entry: None,
    };
    store::keep(&write.conn(), row).await?;
    Ok(shown.event.id)
}
