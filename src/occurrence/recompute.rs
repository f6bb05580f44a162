//! Zone rules change. What people were told is the time on the wall; the instant follows it.

use std::collections::BTreeMap;

use entity::Moment;
use jiff::SignedDuration;
use serde_json::json;
use uuid::Uuid;

use super::{Occurrence, store, times, times_of, update};
use crate::database::Database;
use crate::journal::{self, Actor, Entry};
use crate::organisation::{self, OrganisationError};

/// How many dates are looked at in one go.
const PAGE: u64 = 500;

/// Computes the instants of all dates ahead again, with the zones as this binary knows them, and writes those that differ.
/// Answers how many did. May run twice.
///
/// # Errors
/// When the database refuses.
pub async fn recompute(db: &Database, now: Moment) -> Result<u64, OrganisationError> {
    let mut after = Uuid::nil();
    let mut changed = 0;
    loop {
        let page = store::ahead(&db.read(), now, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(changed) };
        after = last.id;
        let mut moved: BTreeMap<Uuid, Vec<Occurrence>> = BTreeMap::new();
        for occurrence in page.into_iter().filter_map(with_fresh_instants) {
            moved.entry(occurrence.organisation_id).or_default().push(occurrence);
        }
        for (organisation, dates) in moved {
            changed += write_all(db, organisation, dates, now).await?;
        }
    }
}

/// The date with the instants that its wall times name now; `None` where they are as they were, or its zone is gone.
fn with_fresh_instants(mut occurrence: Occurrence) -> Option<Occurrence> {
    let kept = times_of(&occurrence);
    let length = SignedDuration::from_millis(kept.end_utc.millis() - kept.start_utc.millis());
    let fresh = times::recomputed(&kept, length).ok().filter(|fresh| *fresh != kept)?;
    occurrence.start_utc = fresh.start_utc;
    occurrence.end_utc = fresh.end_utc;
    Some(occurrence)
}

async fn write_all(
    db: &Database,
    organisation: Uuid,
    dates: Vec<Occurrence>,
    now: Moment,
) -> Result<u64, OrganisationError> {
    db.write(move |w| {
        Box::pin(async move {
            let revision = organisation::raise_revision(w, organisation).await?;
            let mut written = 0;
            for date in dates {
                // Somebody may have moved it since it was read: the next round sees to that.
                let present = store::by_id(&w.conn(), date.id).await?;
                if present.is_none_or(|present| present.revision != date.revision) {
                    continue;
                }
                let date = update(w, date, now).await?;
                journal::write(w, Entry {
                    organisation,
                    revision: Some(revision),
                    at: now,
                    actor: &Actor::Beat("recompute"),
                    act: "occurrence.recomputed",
                    event: Some(date.event_id),
                    subject: date.id,
                    detail: Some(json!({ "start": date.start, "timezone": date.timezone, "start_utc": date.start_utc })),
                })
                .await?;
                written += 1;
            }
            Ok(written)
        })
    })
    .await
}
