//! The two keys of one date, read together: a reply and each letter about it need both.

use entity::Moment;
use entity::table::data_key::Model as Row;
use entity::value::Purpose;
use uuid::Uuid;

use super::{DataKey, SealError, Seals, store};
use crate::database::Conn;

/// The keys of one date, those that still exist.
#[derive(Clone, Debug, Default)]
pub struct DateKeys {
    contact: Option<Held>,
    access: Option<Held>,
}

#[derive(Clone, Debug)]
struct Held {
    key: DataKey,
    destroy_on: Option<Moment>,
}

impl DateKeys {
    /// The key for names, addresses, answers and messages.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] after the purge.
    pub fn contact(&self) -> Result<&DataKey, SealError> {
        self.contact.as_ref().map(|held| &held.key).ok_or(SealError::Destroyed)
    }

    /// The key for access needs; none once it was destroyed.
    #[must_use]
    pub fn access(&self) -> Option<&DataKey> {
        self.access.as_ref().map(|held| &held.key)
    }

    /// When names, addresses, answers and messages will be closed for good; none when they are.
    #[must_use]
    pub fn contact_until(&self) -> Option<Moment> {
        self.contact.as_ref()?.destroy_on
    }

    /// When access needs will be closed for good; none when they are.
    #[must_use]
    pub fn access_until(&self) -> Option<Moment> {
        self.access.as_ref()?.destroy_on
    }
}

impl Seals {
    /// The keys of one date. None of those that were destroyed is an error here.
    ///
    /// # Errors
    /// That the key file does not open one of them.
    pub async fn of_date(&self, conn: &Conn<'_>, date: Uuid) -> Result<DateKeys, SealError> {
        let mut keys = DateKeys::default();
        for row in store::rows_of_date(conn, date).await? {
            let held = Some(Held { key: self.unwrapped(&row)?, destroy_on: row.destroy_on });
            match row.purpose {
                Purpose::Contact => keys.contact = held,
                Purpose::Access => keys.access = held,
                Purpose::Organisation | Purpose::Suppression => {}
            }
        }
        Ok(keys)
    }

    /// The living keys of several dates for names and addresses, each with its date.
    ///
    /// # Errors
    /// That the key file does not open one of them.
    pub async fn contact_keys(
        &self,
        conn: &Conn<'_>,
        dates: &[Uuid],
    ) -> Result<Vec<(Uuid, DataKey)>, SealError> {
        let rows = store::contact_rows(conn, dates).await?;
        let with_date = |row: &Row| row.occurrence_id.map(|date| Ok((date, self.unwrapped(row)?)));
        rows.iter().filter_map(with_date).collect()
    }
}
