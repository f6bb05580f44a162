//! What came from a calendar earlier and is no longer in it.
//!
//! Guarantees: nothing is deleted or changed for it; it is only said, for the same calendar alone (by its address, or the name that it was
//! given), and no more once its last date is past. Many calendars show only the next few dates, so that something is no longer there does not
//! mean that it is off.

use std::collections::BTreeSet;

use entity::Moment;
use entity::value::EventStatus;
use uuid::Uuid;

use super::report::{Line, What};
use super::taking::is_announced;
use super::{Import, ImportError, store};
use crate::database::{Database, Error};
use crate::event::{self, EventError};
use crate::secret;

/// How many events of one calendar are looked at.
const MOST: u64 = 2_000;
/// How many are named in a report.
const NAMED: usize = 300;

/// What is missing among `keys`, which are all that the calendar has now, and the events that they are; notes that these were seen in it.
pub(super) async fn missing(
    db: &Database,
    order: &Import,
    (keys, events): (Vec<Vec<u8>>, BTreeSet<Uuid>),
    now: Moment,
) -> Result<Vec<Line>, ImportError> {
    let Some(source) = order.source.as_deref().map(hashed) else { return Ok(Vec::new()) };
    let organisation = order.organisation.id;
    let here: BTreeSet<Vec<u8>> = keys.iter().cloned().collect();
    if !order.dry_run {
        let seen_in = source.clone();
        let work = db.write(move |write| {
            Box::pin(async move {
                store::seen(&write.conn(), organisation, &keys, &seen_in).await?;
                Ok::<_, Error>(())
            })
        });
        work.await?;
    }
    let came = store::of_source(&db.read(), organisation, &source, (now, MOST)).await?;
    let missing = came.into_iter().filter(|row| !here.contains(&row.uid)).filter_map(|row| row.event_id);
    let missing = missing.filter(|event| !events.contains(event));
    let mut lines = Vec::new();
    for id in missing.take(NAMED) {
        let ours = match event::find(&db.read(), organisation, id, now).await {
            Ok(shown) => shown.event,
            // Deleted meanwhile.
            Err(EventError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        if ours.status == EventStatus::Cancelled {
            continue;
        }
        let what_to_do = if is_announced(&ours) {
            "It is no longer in that calendar. Your event is still announced here: cancel it if it is off, or leave it if it takes place."
        } else {
            "It is no longer in that calendar. Its draft is still here: delete it if you don't want it."
        };
        lines.push(Line {
            title: ours.title.clone(),
            start: Some(ours.facts.start),
            what: What::Gone,
            event: Some(id),
            notes: vec![what_to_do.to_owned()],
        });
    }
    Ok(lines)
}

/// A calendar's name or address, so that a secret in it is not kept. `webcal://` and `http://` lead where `https://` does.
pub(super) fn hashed(source: &str) -> Vec<u8> {
    let source = source.trim();
    let bare = ["webcal://", "https://", "http://"].iter().find_map(|scheme| {
        source
            .get(..scheme.len())
            .filter(|own| own.eq_ignore_ascii_case(scheme))
            .and(source.get(scheme.len()..))
    });
    secret::hash(format!("calendar {}", bare.unwrap_or(source)).as_bytes())
}
