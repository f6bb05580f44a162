//! The questions to the database about events.

use entity::Moment;
use entity::table::event::{Column, Entity};
use entity::table::occurrence;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Event, Filter};
use crate::database::{Conn, Error};
use crate::occurrence::Occurrence;

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

/// Dates with their events, by start, then the date's id.
pub(super) async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    after: Option<(Moment, Uuid)>,
    limit: Option<u64>,
) -> Result<Vec<(Event, Occurrence)>, Error> {
    let to_event =
        occurrence::Entity::belongs_to(Entity).from(occurrence::Column::EventId).to(Column::Id).into();
    let rows = occurrence::Entity::find()
        .join(JoinType::InnerJoin, to_event)
        .filter(occurrence::Column::OrganisationId.eq(organisation))
        .filter(narrowed(filter))
        .filter(after.map_or_else(Condition::all, beyond))
        .order_by_asc(occurrence::Column::StartUtc)
        .order_by_asc(occurrence::Column::Id)
        .limit(limit)
        .select_two_required(Entity)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(date, event)| (event, date)).collect())
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
    all.add_option(filter.from.map(|from| occurrence::Column::EndUtc.gt(from)))
        .add_option(filter.to.map(|to| occurrence::Column::StartUtc.lt(to)))
        .add_option(filter.campaign.map(|campaign| Column::CampaignId.eq(campaign)))
        .add_option(filter.updated_since.map(|since| Column::UpdatedAt.gte(since)))
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
