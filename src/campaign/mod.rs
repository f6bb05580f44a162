//! What events belong to: a dispute, a day of action, a campaign.
//!
//! Guarantees: what is kept was checked ([`check`]); each write raises the programme's revision and leaves a line in the
//! journal. Which events belong to it is said by the events.

mod rules;
mod store;

use entity::Moment;
use entity::value::CampaignKind;
use entity::value::facts::Link;
use entity::value::lists::Links;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use entity::table::campaign::Model as Campaign;
pub use rules::check;

use crate::database::{self, Conn, Write};
use crate::journal::{self, Actor, Entry};
use crate::mistake::Mistake;
use crate::organisation::{self, OrganisationError};
use crate::secret;

/// All that an organiser says of a campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: CampaignKind,
    /// The day it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Date>,
    /// What one can do for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Link>,
    /// On which days there is a strike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strike_days: Option<StrikeDays>,
}

/// On which days there is a strike: the working days of some blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StrikeDays {
    /// Those before the blocks, as a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<DaysBefore>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// Days in the blocks without a strike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Date>,
    /// Whose bank holidays count: `england-and-wales`, `scotland`, `northern-ireland`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nation: Option<String>,
}

/// Strike days that were counted elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaysBefore {
    /// How many.
    pub count: u32,
    /// Up to which day.
    pub until: Date,
}

/// A stretch of days, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// Why something about a campaign was refused.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// No such campaign in this organisation.
    #[error("there is no such campaign")]
    NotFound,
    /// Fields are wrong.
    #[error("some fields of the campaign need another look")]
    Invalid(Vec<Mistake>),
    /// Somebody else was faster.
    #[error("the campaign was changed meanwhile; it is at revision {current}")]
    ChangedMeanwhile {
        /// Its revision now.
        current: i64,
    },
    /// The organisation is not there.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// One campaign of an organisation.
///
/// # Errors
/// When the database can't be read.
pub async fn find(
    conn: &Conn<'_>,
    organisation: Uuid,
    id: Uuid,
) -> Result<Option<Campaign>, database::Error> {
    store::find(conn, organisation, id).await
}

/// The campaign with this part of the address.
///
/// # Errors
/// When the database can't be read.
pub async fn by_slug(
    conn: &Conn<'_>,
    organisation: Uuid,
    slug: &str,
) -> Result<Option<Campaign>, database::Error> {
    store::by_slug(conn, organisation, slug).await
}

/// Those of `ids` that are the organisation's, for lists.
///
/// # Errors
/// When the database can't be read.
pub async fn find_all(
    conn: &Conn<'_>,
    organisation: Uuid,
    ids: &[Uuid],
) -> Result<Vec<Campaign>, database::Error> {
    store::find_all(conn, organisation, ids).await
}

/// The campaigns of an organisation in the order of ids, after `after`, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Campaign>, database::Error> {
    store::list(conn, organisation, after, limit).await
}

/// Adds a campaign.
///
/// # Errors
/// See [`CampaignError`].
pub async fn create(
    write: &Write,
    organisation: Uuid,
    actor: &Actor,
    said: Description,
    now: Moment,
) -> Result<Campaign, CampaignError> {
    check(&said).map_err(CampaignError::Invalid)?;
    let revision = organisation::raise_revision(write, organisation).await?;
    let mut campaign = Campaign {
        id: secret::new_id(now),
        organisation_id: organisation,
        slug: String::new(),
        name: String::new(),
        kind: said.kind,
        began: None,
        asks: Links::default(),
        strike_days: None,
        suspended_on: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    fill(&mut campaign, said, now);
    refuse_taken_slug(write, &campaign).await?;
    store::insert(&write.conn(), campaign.clone()).await?;
    note(write, &campaign, revision, actor, "campaign.created").await?;
    Ok(campaign)
}

/// Writes a campaign as it should stand now, provided that it is still at revision `seen`, where that is given.
///
/// # Errors
/// See [`CampaignError`].
pub async fn update(
    write: &Write,
    (organisation, id): (Uuid, Uuid),
    seen: Option<i64>,
    actor: &Actor,
    said: Description,
    now: Moment,
) -> Result<Campaign, CampaignError> {
    check(&said).map_err(CampaignError::Invalid)?;
    let revision = organisation::raise_revision(write, organisation).await?;
    let mut campaign = store::find(&write.conn(), organisation, id).await?.ok_or(CampaignError::NotFound)?;
    if seen.is_some_and(|seen| seen != campaign.revision) {
        return Err(CampaignError::ChangedMeanwhile { current: campaign.revision });
    }
    fill(&mut campaign, said, now);
    refuse_taken_slug(write, &campaign).await?;
    store::update(&write.conn(), campaign.clone()).await?;
    note(write, &campaign, revision, actor, "campaign.updated").await?;
    Ok(campaign)
}

/// What is kept of a campaign, as it was said.
#[must_use]
pub fn description(campaign: &Campaign) -> Description {
    Description {
        slug: campaign.slug.clone(),
        name: campaign.name.clone(),
        kind: campaign.kind,
        began: campaign.began.as_deref().and_then(|day| day.parse().ok()),
        asks: campaign.asks.0.clone(),
        strike_days: campaign.strike_days.clone().and_then(|days| serde_json::from_value(days).ok()),
    }
}

fn fill(campaign: &mut Campaign, said: Description, now: Moment) {
    campaign.slug = said.slug;
    said.name.trim().clone_into(&mut campaign.name);
    campaign.kind = said.kind;
    campaign.began = said.began.map(|day| day.to_string());
    campaign.asks = Links(said.asks);
    campaign.strike_days = said.strike_days.map(|days| json!(days));
    campaign.revision += 1;
    campaign.updated_at = now;
}

async fn refuse_taken_slug(write: &Write, campaign: &Campaign) -> Result<(), CampaignError> {
    let holder = store::by_slug(&write.conn(), campaign.organisation_id, &campaign.slug).await?;
    if holder.is_some_and(|holder| holder.id != campaign.id) {
        let taken = Mistake::new("/slug", "taken", "another campaign has this slug; choose another");
        return Err(CampaignError::Invalid(vec![taken]));
    }
    Ok(())
}

async fn note(
    write: &Write,
    campaign: &Campaign,
    revision: i64,
    actor: &Actor,
    act: &str,
) -> Result<(), database::Error> {
    let entry = Entry {
        organisation: campaign.organisation_id,
        revision: Some(revision),
        at: campaign.updated_at,
        actor,
        act,
        event: None,
        subject: campaign.id,
        detail: Some(json!({ "revision": campaign.revision })),
    };
    journal::write(write, entry).await
}
