//! The evening letter of numbers: at 6pm, on days with news, to each event's contact. Numbers, no names.

use entity::Moment;
use entity::value::LetterKind;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::database::{self, Database, Write};
use crate::occurrence::times;
use crate::organisation;
use crate::outbox::{self, NewLetter, Urgency};

/// When it is written, on the organisation's clocks.
const EVENING: Time = time(18, 0, 0, 0);
/// How long it is of use.
const OF_USE: std::time::Duration = std::time::Duration::from_secs(20 * 60 * 60);

/// Puts this evening's letters, once an organisation. Answers how many.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    for one in organisation::list(&db.read()).await? {
        let zone = times::zone(&one.timezone).unwrap_or(TimeZone::UTC);
        let Some((yesterday, evening)) = evenings(now, &zone) else { continue };
        let id = one.id;
        letters +=
            db.write(move |write| Box::pin(put_for(write, id, Since { yesterday, evening }, now))).await?;
    }
    Ok(letters)
}

/// The last two evenings that have begun, when the last one is today's.
fn evenings(now: Moment, zone: &TimeZone) -> Option<(Moment, Moment)> {
    let local = now.timestamp().to_zoned(zone.clone());
    let at = |day: jiff::civil::Date| {
        zone.to_ambiguous_timestamp(day.to_datetime(EVENING)).compatible().ok().map(Moment::from)
    };
    let evening = at(local.date()).filter(|evening| *evening <= now)?;
    Some((at(local.date().yesterday().ok()?)?, evening))
}

#[derive(Clone, Copy)]
struct Since {
    yesterday: Moment,
    evening: Moment,
}

async fn put_for(write: &mut Write, id: Uuid, since: Since, now: Moment) -> Result<u64, database::Error> {
    let turn = format!("digest/{id}");
    let taken = store::take_turn(&write.conn(), &turn, since.evening, now).await?;
    let Some(last) = taken else { return Ok(0) };
    let from = last.unwrap_or(since.yesterday);
    let events = store::events_with_news(&write.conn(), id, from).await?;
    let letters = events.into_iter().map(|event| NewLetter {
        organisation_id: id,
        event_id: Some(event),
        occurrence_id: None,
        rsvp_id: None,
        reminder_id: None,
        kind: LetterKind::Digest,
        detail: Some(json!({ "since": from, "until": now })),
        urgency: Urgency::Whenever,
        due_at: now,
        expires_at: Some(now + OF_USE),
    });
    outbox::put_all(write, letters.collect(), now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_evening_by_the_organisations_clocks() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let table = [
            ("2026-07-09T16:59:00Z", None),
            ("2026-07-09T17:00:00Z", Some(("2026-07-08T17:00:00Z", "2026-07-09T17:00:00Z"))),
            ("2026-07-09T22:00:00Z", Some(("2026-07-08T17:00:00Z", "2026-07-09T17:00:00Z"))),
            ("2026-07-09T23:30:00Z", None),
        ];
        for (now, expected) in table {
            let expected = expected.map(|(a, b): (&str, &str)| (a.parse().unwrap(), b.parse().unwrap()));
            assert_eq!(evenings(now.parse().unwrap(), &zone), expected, "{now}");
        }
    }
}
