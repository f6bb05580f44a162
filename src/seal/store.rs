//! The questions about data keys.

use entity::Moment;
use entity::table::{data_key, key_check};
use entity::value::Purpose;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::keyfile::KeyFile;
use super::{Owner, SealError};
use crate::database::{Conn, Database, Error};

/// The number under which nodes that start on an empty database take turns.
const FIRST_KEY_LOCK: i64 = 0x636f_6e76_6b65_7973;

/// How many dates one statement names: engines bound how many values it may bind.
const DATES: usize = 10_000;

/// How many rows one statement inserts, for the same reason.
const ROWS: usize = 500;

pub(super) async fn checks(conn: &Conn<'_>) -> Result<Vec<key_check::Model>, Error> {
    key_check::Entity::find().all(conn).await
}

/// Notes the newest key of `file`, so that it is recognised. A second time changes nothing.
pub(super) async fn remember_key(db: &Database, file: &KeyFile, now: Moment) -> Result<(), Error> {
    let row = check_row(file, now)?;
    db.write(move |write| {
        Box::pin(async move {
            let known = key_check::Entity::find_by_id(&row.wrapping_key_id).one(&write.conn()).await?;
            if known.is_none() { insert_check(&write.conn(), row).await } else { Ok(()) }
        })
    })
    .await
}

/// Notes the very first key, unless another node, starting at the same moment, has just noted its own.
pub(super) async fn remember_first_key(db: &Database, file: &KeyFile, now: Moment) -> Result<(), Error> {
    let row = check_row(file, now)?;
    db.write(move |write| {
        Box::pin(async move {
            write.take_turns(FIRST_KEY_LOCK).await?;
            let any = key_check::Entity::find().one(&write.conn()).await?;
            if any.is_none() { insert_check(&write.conn(), row).await } else { Ok(()) }
        })
    })
    .await
}

fn check_row(file: &KeyFile, now: Moment) -> Result<key_check::Model, Error> {
    let newest = file.newest();
    let sealed = newest.check().map_err(|error| Error::Custom(error.to_string()))?;
    Ok(key_check::Model { wrapping_key_id: newest.id().to_owned(), sealed, created_at: now })
}

async fn insert_check(conn: &Conn<'_>, row: key_check::Model) -> Result<(), Error> {
    key_check::Entity::insert(row.into_active_model()).exec_without_returning(conn).await.map(|_rows| ())
}

pub(super) async fn forget_keys_but(db: &Database, kept: Vec<String>) -> Result<(), Error> {
    db.write(move |write| {
        Box::pin(async move {
            key_check::Entity::delete_many()
                .filter(key_check::Column::WrappingKeyId.is_not_in(kept))
                .exec(&write.conn())
                .await
                .map(|_gone| ())
        })
    })
    .await
}

pub(super) async fn key_row(
    conn: &Conn<'_>,
    owner: Owner,
    purpose: Purpose,
) -> Result<Option<data_key::Model>, Error> {
    let all = data_key::Entity::find().filter(data_key::Column::Purpose.eq(purpose));
    let of_owner = match owner {
        Owner::Occurrence(id) => all.filter(data_key::Column::OccurrenceId.eq(id)),
        Owner::Organisation(id) => all
            .filter(data_key::Column::OrganisationId.eq(id))
            .filter(data_key::Column::OccurrenceId.is_null()),
    };
    of_owner.one(conn).await
}

/// The rows of one date.
pub(super) async fn rows_of_date(conn: &Conn<'_>, date: Uuid) -> Result<Vec<data_key::Model>, Error> {
    data_key::Entity::find().filter(data_key::Column::OccurrenceId.eq(date)).all(conn).await
}

/// The rows of several dates for names and addresses; those that are gone are left out.
pub(super) async fn contact_rows(conn: &Conn<'_>, dates: &[Uuid]) -> Result<Vec<data_key::Model>, Error> {
    let mut rows = Vec::with_capacity(dates.len());
    for page in dates.chunks(DATES) {
        let of_them = data_key::Entity::find()
            .filter(data_key::Column::OccurrenceId.is_in(page.iter().copied()))
            .filter(data_key::Column::Purpose.eq(Purpose::Contact));
        rows.extend(of_them.all(conn).await?);
    }
    Ok(rows)
}

pub(super) async fn insert(conn: &Conn<'_>, row: data_key::Model) -> Result<(), Error> {
    data_key::Entity::insert(row.into_active_model()).exec_without_returning(conn).await.map(|_rows| ())
}

pub(super) async fn insert_all(conn: &Conn<'_>, rows: Vec<data_key::Model>) -> Result<(), Error> {
    for page in rows.chunks(ROWS) {
        let rows = page.iter().cloned().map(IntoActiveModel::into_active_model);
        data_key::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

pub(super) async fn set_destroy_on(
    conn: &Conn<'_>,
    occurrence: Uuid,
    purpose: Purpose,
    moment: Moment,
) -> Result<(), Error> {
    let set = data_key::ActiveModel {
        destroy_on: Set(Some(moment)),
        // Who was told of another moment is told again.
        warned_at: Set(None),
        ..Default::default()
    };
    let another = Condition::any()
        .add(data_key::Column::DestroyOn.is_null())
        .add(data_key::Column::DestroyOn.ne(moment));
    data_key::Entity::update_many()
        .set(set)
        .filter(data_key::Column::OccurrenceId.eq(occurrence))
        .filter(data_key::Column::Purpose.eq(purpose))
        .filter(another)
        .exec(conn)
        .await
        .map(|_rows| ())
}

pub(super) async fn delete(conn: &Conn<'_>, occurrence: Uuid, purpose: Purpose) -> Result<(), Error> {
    data_key::Entity::delete_many()
        .filter(data_key::Column::OccurrenceId.eq(occurrence))
        .filter(data_key::Column::Purpose.eq(purpose))
        .exec(conn)
        .await
        .map(|_gone| ())
}

pub(super) async fn due_for_destruction(
    conn: &Conn<'_>,
    purpose: Purpose,
    now: Moment,
    limit: u64,
) -> Result<Vec<Uuid>, Error> {
    let rows = data_key::Entity::find()
        .filter(data_key::Column::Purpose.eq(purpose))
        .filter(data_key::Column::DestroyOn.lte(now))
        .order_by_asc(data_key::Column::DestroyOn)
        .limit(limit)
        .all(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.occurrence_id).collect())
}

/// Wraps every living data key with the newest key of `file`.
pub(super) async fn rewrap(conn: &Conn<'_>, file: &KeyFile) -> Result<(), SealError> {
    let newest = file.newest();
    let rows =
        data_key::Entity::find().filter(data_key::Column::WrappingKeyId.ne(newest.id())).all(conn).await?;
    for row in rows {
        let key = file.unwrap(&row).ok_or(SealError::WrongKeyFile)?;
        let wrapped = newest.wrap(row.id, key.bytes())?;
        let change = data_key::ActiveModel {
            id: Set(row.id),
            wrapped: Set(wrapped),
            wrapping_key_id: Set(newest.id().to_owned()),
            ..Default::default()
        };
        data_key::Entity::update(change).exec(conn).await?;
    }
    Ok(())
}
