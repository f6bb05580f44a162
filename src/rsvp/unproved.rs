//! Whether a reply may be kept with its address: not after "not you?", and not where strangers use one address for event
//! after event. Nobody is told.

use std::collections::BTreeSet;

use entity::Moment;
use uuid::Uuid;

use super::memory::Present;
use super::of_address::may_be_written_to;
use super::{Event, Occurrence, ReplyError, store};
use crate::database::Conn;
use crate::outbox::address::Address;
use crate::seal::Seals;

/// At how many coming events an address may stand that nobody has proved to be theirs.
const UNPROVED_EVENTS: usize = 5;

/// Whether a reply may be kept with this address: not after "not you?", and not where strangers have used it for five
/// coming events that its owner never touched. What its owner or an officer entered is `proved`.
pub(super) async fn may_keep(
    (conn, seals, present): (&Conn<'_>, &Seals, &Present<'_>),
    (event, date): (&Event, &Occurrence),
    (address, proved): (&Address, bool),
    now: Moment,
) -> Result<bool, ReplyError> {
    if !may_be_written_to(conn, seals, event.organisation_id, address, now).await? {
        return Ok(false);
    }
    if proved {
        return Ok(true);
    }
    let normal = address.normal();
    let keys = present.coming_keys(conn, seals, now).await?;
    let others = keys.iter().filter(|(other, _)| *other != date.id);
    let tags: Vec<Vec<u8>> = others.map(|(_, key)| key.tag(&normal)).collect();
    let proofs = store::proofs(conn, &tags).await?;
    // Somebody who comes to each shift of a picket stands at one event.
    let elsewhere: BTreeSet<Uuid> = proofs.iter().map(|(at, _)| *at).filter(|at| *at != event.id).collect();
    Ok(elsewhere.len() < UNPROVED_EVENTS || proofs.iter().any(|(_, proved)| proved.is_some()))
}
