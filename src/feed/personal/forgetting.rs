//! When a person's calendar is of no more use, and goes with the address that was kept for it.

use std::time::Duration;

use entity::Moment;

use super::super::store;
use super::{DAY, Subscription, address, revoke};
use crate::database::{Conn, Database};
use crate::rsvp;
use crate::seal::{SealError, Seals};

/// A calendar that was never fetched, and in which there is nothing, goes after this: most of these were asked for by or for
/// somebody who never replied.
const NEVER_FETCHED: Duration = DAY;
/// One that nobody fetches any more and in which there is nothing goes after this.
const NOT_FETCHED: Duration = Duration::from_hours(24 * 90);
/// One in which there has been nothing for so long goes even if a forgotten program still fetches it.
const EMPTY: Duration = Duration::from_hours(24 * 400);
/// For how long it is remembered how its letters ended.
const LETTERS: Duration = DAY;
const AT_ONCE: u64 = 200;

/// Forgets the calendars that are of no more use. None that has something in it goes. Answers how many went.
///
/// # Errors
/// When the database refuses, or a key does not open.
pub async fn forget(db: &Database, seals: &Seals, now: Moment) -> Result<u64, SealError> {
    let bounds = (now - NEVER_FETCHED, now - NOT_FETCHED, now - EMPTY);
    let (mut after, mut forgotten) = (None, 0);
    loop {
        let page = store::idle(&db.read(), bounds, (after, AT_ONCE)).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for row in page {
            forgotten += u64::from(forget_if_empty(db, seals, row).await?);
        }
    }
    let before = now - LETTERS;
    db.write(move |w| Box::pin(async move { store::forget_letters(&w.conn(), before).await })).await?;
    Ok(forgotten)
}

async fn forget_if_empty(db: &Database, seals: &Seals, row: Subscription) -> Result<bool, SealError> {
    let seals = seals.clone();
    db.write(move |write| {
        Box::pin(async move {
            let empty = is_empty(&write.conn(), &seals, &row).await?;
            if empty {
                revoke(write, row.id).await?;
            }
            Ok(empty)
        })
    })
    .await
}

async fn is_empty(conn: &Conn<'_>, seals: &Seals, row: &Subscription) -> Result<bool, SealError> {
    let address = address(conn, seals, row).await?;
    Ok(rsvp::of_address(conn, seals, row.organisation_id, &address).await?.is_empty())
}
