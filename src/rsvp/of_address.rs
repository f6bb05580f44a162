//! What one address has replied, all dates of an organisation together.
//!
//! There is no list of who replied: each date that anybody replied to, and whose key still lives, is tried.

use entity::Moment;
use entity::value::Purpose;
use uuid::Uuid;

use super::{Reply, store};
use crate::database::{Conn, Error};
use crate::outbox::address::Address;
use crate::seal::{Owner, SealError, Seals};

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
