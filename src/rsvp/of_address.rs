//! What one address has replied, all dates of an organisation together, and whether it may be written to.
//!
//! There is no list of who replied: each date that anybody replied to, and whose key still lives, is tried. Nor is there one of who is not to be
//! written to: an address is found again by its tag, and looked for only where there is any.

use entity::Moment;
use entity::value::Purpose;
use uuid::Uuid;

use super::officer::{self, Guest};
use super::{Reply, ReplyError, store};
use crate::database::{Conn, Error};
use crate::outbox::address::Address;
use crate::seal::{DateKeys, Owner, SealError, Seals};

/// The replies of an address that are still kept, in the order in which they came.
///
/// # Errors
/// When the database can't be read or a key does not open.
pub async fn of_address(
    conn: &Conn<'_>,
    seals: &Seals,
    organisation: Uuid,
    address: &Address,
) -> Result<Vec<Reply>, SealError> {
    let normal = address.normal();
    let dates = store::replied_to(conn, organisation).await?;
    let keys = seals.contact_keys(conn, &dates).await?;
    let tags: Vec<Vec<u8>> = keys.iter().map(|(_date, key)| key.tag(&normal)).collect();
    Ok(store::by_tags(conn, &tags).await?)
}

/// What the replies to an organisation come to together: while it is the same, none came, went or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many there are.
    pub(super) replies: i64,
    /// How often they were written, together.
    pub(super) revisions: i64,
    /// When the last one was.
    pub(super) newest: Option<Moment>,
}

/// The tally of an organisation's replies.
///
/// # Errors
/// When the database can't be read.
pub async fn tally(conn: &Conn<'_>, organisation: Uuid) -> Result<Tally, Error> {
    store::tally(conn, organisation).await
}

/// Whether the owner of an address has not asked this organisation to write to it no more ("not you?").
///
/// # Errors
/// When the database can't be read or the key does not open.
pub async fn may_be_written_to(
    conn: &Conn<'_>,
    seals: &Seals,
    organisation: Uuid,
    address: &Address,
    now: Moment,
) -> Result<bool, SealError> {
    let key = seals.key(conn, Owner::Organisation(organisation), Purpose::Suppression).await?;
    Ok(!store::is_suppressed(conn, organisation, &key.tag(&address.normal()), now).await?)
}

/// To whom a letter about a reply goes.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// The reply, with the person behind it.
    pub guest: Guest,
    /// The keys of its date.
    pub keys: DateKeys,
    /// False when the owner of its address has asked not to be written to, at this event or at another of the same organisation.
    pub may_be_written_to: bool,
}

/// The owner of one reply, whosever it is, as a letter about it leaves at `now`; nothing when the reply is gone.
///
/// # Errors
/// When a value does not open, or the database fails.
pub async fn addressee(
    conn: &Conn<'_>,
    seals: &Seals,
    id: Uuid,
    now: Moment,
) -> Result<Option<Addressee>, ReplyError> {
    let Some((reply, any)) = store::by_id_with_suppressed(conn, id, now).await? else {
        return Ok(None);
    };
    let organisation = reply.organisation_id;
    let (guest, keys) = officer::with_keys(conn, seals, reply).await?;
    let may_be_written_to = match guest.person.email.as_deref().filter(|_| any).map(Address::parse) {
        Some(Ok(address)) => may_be_written_to(conn, seals, organisation, &address, now).await?,
        Some(Err(_)) | None => true,
    };
    Ok(Some(Addressee { guest, keys, may_be_written_to }))
}
