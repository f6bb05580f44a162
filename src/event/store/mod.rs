//! The questions to the database about events.

mod moving;
mod whole;

use entity::Moment;
use entity::table::event::{Column, Entity};
use entity::table::{announcement, occurrence};
use entity::value::{Act, EventStatus, OccurrenceStatus};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoIden, LikeExpr, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

pub(super) use moving::move_dates;
pub(super) use whole::{dates, dates_of, events};

use super::{Announcement, Event, Filter};
use crate::database::{Conn, Error};
use crate::occurrence::Occurrence;

/// How many events one question names: engines bound how many values it may bind.
const EVENTS: usize = 1_000;
/// How many announcements one statement writes.
const AT_ONCE: usize = 500;

pub(super) async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Event>, Error> {
    Entity::find_by_id(id).filter(Column::OrganisationId.eq(organisation)).one(conn).await
}

pub(super) async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Event>, Error> {
    Entity::find_by_id(id).one(conn).await
}

pub(super) async fn by_slug(conn: &Conn<'_>, organisation: Uuid, slug: &str) -> Result<Option<Event>, Error> {
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Slug.eq(slug))
        .one(conn)
        .await
}

/// Events whose dates are made up to before `until`, each with whose it is.
pub(super) async fn growing(conn: &Conn<'_>, until: Moment, limit: u64) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Entity::find()
        .select_only()
        .column(Column::OrganisationId)
        .column(Column::Id)
        .filter(Column::MadeUntil.lt(until))
        .filter(Column::Status.ne(EventStatus::Cancelled))
        .order_by_asc(Column::MadeUntil)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
}

/// Dates with their events, by start, then the date's id.
pub(super) async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    after: Option<(Moment, Uuid)>,
    limit: Option<u64>,
) -> Result<Vec<(Event, Occurrence)>, Error> {
    let found = found(organisation, filter, after).limit(limit);
    let rows = found.select_two_required(Entity).all(conn).await?;
    Ok(rows.into_iter().map(|(date, event)| (event, date)).collect())
}

/// The dates that a filter finds, by start, then id.
fn found(organisation: Uuid, filter: &Filter, after: Option<(Moment, Uuid)>) -> Select<occurrence::Entity> {
    occurrence::Entity::find()
        .join(JoinType::InnerJoin, to_event())
        .filter(occurrence::Column::OrganisationId.eq(organisation))
        .filter(narrowed(filter))
        .filter(after.map_or_else(Condition::all, beyond))
        .order_by_asc(occurrence::Column::StartUtc)
        .order_by_asc(occurrence::Column::Id)
}

fn to_event() -> RelationDef {
    occurrence::Entity::belongs_to(Entity).from(occurrence::Column::EventId).to(Column::Id).into()
}

/// What comes after the last one seen.
fn beyond((start, id): (Moment, Uuid)) -> Condition {
    Condition::any()
        .add(occurrence::Column::StartUtc.gt(start))
        .add(Condition::all().add(occurrence::Column::StartUtc.eq(start)).add(occurrence::Column::Id.gt(id)))
}

fn narrowed(filter: &Filter) -> Condition {
    let mut all = Condition::all();
    if !filter.kinds.is_empty() {
        all = all.add(Column::Kind.is_in(filter.kinds.iter().copied()));
    }
    if !filter.statuses.is_empty() {
        all = all.add(Column::Status.is_in(filter.statuses.iter().copied()));
    }
    if !filter.visibilities.is_empty() {
        all = all.add(Column::Visibility.is_in(filter.visibilities.iter().copied()));
    }
    if let Some(words) = &filter.words {
        let title = Expr::expr(Func::lower(Expr::col((Entity, Column::Title))));
        all = all.add(title.like(LikeExpr::new(containing(words)).escape('\\')));
    }
    if filter.once {
        all = all.add(Expr::exists(an_earlier_date(filter)).not());
    }
    all.add(touches(occurrence::Entity, filter))
        .add_option(filter.campaign.map(|campaign| Column::CampaignId.eq(campaign)))
        .add_option(filter.updated_since.map(|since| Column::UpdatedAt.gte(since)))
}

/// Dates that the event still has and that touch the time asked for; `dates` is the table they are in.
fn touches<T: IntoIden + Copy + 'static>(dates: T, filter: &Filter) -> Condition {
    let column = |column: occurrence::Column| Expr::col((dates, column));
    Condition::all()
        .add(column(occurrence::Column::Status).ne(OccurrenceStatus::Removed))
        .add_option(filter.from.map(|from| column(occurrence::Column::EndUtc).gt(from)))
        .add_option(filter.to.map(|to| column(occurrence::Column::StartUtc).lt(to)))
}

/// Another such date of the same event, before the one at hand.
fn an_earlier_date(filter: &Filter) -> SelectStatement {
    use occurrence::Column::{EventId, Id, StartUtc};
    let earlier = |column: occurrence::Column| Expr::col(("earlier", column));
    let here = |column: occurrence::Column| Expr::col((occurrence::Entity, column));
    let before = Condition::any()
        .add(earlier(StartUtc).lt(here(StartUtc)))
        .add(Condition::all().add(earlier(StartUtc).eq(here(StartUtc))).add(earlier(Id).lt(here(Id))));
    Query::select()
        .expr(Expr::val(1))
        .from_as(occurrence::Entity, "earlier")
        .cond_where(earlier(EventId).eq(here(EventId)))
        .cond_where(before)
        .cond_where(touches("earlier", filter))
        .take()
}

/// A pattern for LIKE that finds `words` anywhere, with nothing in them read as a pattern.
fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

pub(super) async fn insert(conn: &Conn<'_>, event: Event) -> Result<(), Error> {
    Entity::insert(event.into_active_model()).exec_without_returning(conn).await?;
    Ok(())
}

pub(super) async fn update(conn: &Conn<'_>, event: Event) -> Result<(), Error> {
    let id = event.id;
    let row = event.into_active_model().reset_all();
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Its date, places, announcements and schedule go with it.
pub(super) async fn delete(conn: &Conn<'_>, id: Uuid) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(conn).await?;
    Ok(())
}

/// The slugs that begin as `base` does.
pub(super) async fn slugs_like(
    conn: &Conn<'_>,
    organisation: Uuid,
    base: &str,
) -> Result<Vec<String>, Error> {
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Slug.starts_with(base))
        .select_only()
        .column(Column::Slug)
        .into_tuple()
        .all(conn)
        .await
}

/// Dates, with their events, that take place at a venue: their own, or their event's.
pub(super) async fn at_venue(
    conn: &Conn<'_>,
    organisation: Uuid,
    venue: Uuid,
) -> Result<Vec<(Event, Occurrence)>, Error> {
    let here = Condition::any()
        .add(occurrence::Column::VenueId.eq(venue))
        .add(Condition::all().add(occurrence::Column::VenueId.is_null()).add(Column::VenueId.eq(venue)));
    let rows = occurrence::Entity::find()
        .join(JoinType::InnerJoin, to_event())
        .filter(occurrence::Column::OrganisationId.eq(organisation))
        .filter(here)
        .order_by_asc(occurrence::Column::Id)
        .select_two_required(Entity)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(date, event)| (event, date)).collect())
}

pub(super) async fn insert_announcements(conn: &Conn<'_>, all: Vec<Announcement>) -> Result<(), Error> {
    for some in all.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        announcement::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// When the earliest edit was made of which people have not been told yet.
pub(super) async fn first_waiting_edit(
    conn: &Conn<'_>,
    event: Uuid,
    now: Moment,
) -> Result<Option<Moment>, Error> {
    let first = announcement::Entity::find()
        .filter(waiting_edits(event, now))
        .order_by_asc(announcement::Column::CreatedAt)
        .one(conn)
        .await?;
    Ok(first.map(|first| first.created_at))
}

/// Lets the edits that still wait wait until `due_at`.
pub(super) async fn put_off_edits(
    conn: &Conn<'_>,
    event: Uuid,
    now: Moment,
    due_at: Moment,
) -> Result<(), Error> {
    announcement::Entity::update_many()
        .col_expr(announcement::Column::DueAt, Expr::val(due_at.millis()))
        .filter(waiting_edits(event, now))
        .exec(conn)
        .await?;
    Ok(())
}

fn waiting_edits(event: Uuid, now: Moment) -> Condition {
    Condition::all()
        .add(announcement::Column::EventId.eq(event))
        .add(announcement::Column::Act.eq(Act::Changed))
        .add(announcement::Column::ToldAt.is_null())
        .add(announcement::Column::DueAt.gt(now))
}
