//! Whether a reply may be kept with its address: not after "not you?", and not where strangers use one address for event
//! after event. Nobody is told.

use entity::Moment;
use entity::value::Purpose;

use super::memory::Present;
use super::{Event, Occurrence, ReplyError, store};
use crate::database::Conn;
use crate::outbox::address::Address;
use crate::seal::{Owner, Seals};

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
    let normal = address.normal();
    let organisation = Owner::Organisation(event.organisation_id);
    let tag = seals.key(conn, organisation, Purpose::Suppression).await?.tag(&normal);
    if store::is_suppressed(conn, event.organisation_id, &tag, now).await? {
        return Ok(false);
    }
    if proved {
        return Ok(true);
    }
    let keys = present.coming_keys(conn, seals, now).await?;
    let others = keys.iter().filter(|(other, _)| *other != date.id);
    let tags: Vec<Vec<u8>> = others.map(|(_, key)| key.tag(&normal)).collect();
    let proofs = store::proofs(conn, &tags).await?;
    Ok(proofs.len() < UNPROVED_EVENTS || proofs.iter().any(Option::is_some))
}
