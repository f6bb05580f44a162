//! What one address has replied, all dates of an organisation together.
//!
//! There is no list of who replied: each date whose key still lives is tried.

use entity::Moment;
use entity::value::Purpose;
use uuid::Uuid;

use super::{Reply, store};
use crate::database::Conn;
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
    let keys = seals.living_contact_keys(conn, organisation).await?;
    let tags: Vec<Vec<u8>> = keys.iter().map(|key| key.tag(&normal)).collect();
    Ok(store::by_tags(conn, &tags).await?)
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
