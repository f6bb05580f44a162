//! `/campaigns`: what events belong to.

mod body;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

pub use body::{NewCampaign, example};

use super::kept::{Kept, Links};
use super::words::Instant;
use super::{Tag, actor, own_slug};
use crate::campaign::{self, CampaignError, Description};
use crate::web::app::App;
use crate::web::caller::{EventsRead, EventsWrite, With};
use crate::web::exchange::answer::{Made, Shown};
use crate::web::exchange::body::{Body, Patch};
use crate::web::exchange::list::{Page, Window};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

/// A campaign, as it is kept.
#[derive(Object)]
struct Campaign {
    /// Its id
    id: Uuid,
    /// The slug of its organisation
    organisation: String,
    #[oai(flatten)]
    said: NewCampaign,
    /// Raised by every change; the first part of its `ETag`
    revision: i64,
    /// When it was entered
    created_at: Instant,
    /// When it was last changed
    updated_at: Instant,
    /// Where more is
    links: Links,
}

fn view<'a>(campaign: &campaign::Campaign, organisation: &'a str, app: &App) -> Kept<'a, Description> {
    let path = format!("/campaigns/{}", campaign.id);
    Kept {
        id: campaign.id,
        organisation,
        said: campaign::description(campaign),
        revision: campaign.revision,
        created_at: campaign.created_at,
        updated_at: campaign.updated_at,
        links: Links::to(&app.links, &path).page(app.links.campaign(organisation, &campaign.slug)),
    }
}

async fn found(app: &App, organisation: Uuid, id: Uuid) -> Result<campaign::Campaign, Problem> {
    campaign::find(&app.db.read(), organisation, id).await?.ok_or_else(Problem::not_found)
}

impl From<CampaignError> for Problem {
    fn from(error: CampaignError) -> Self {
        match error {
            CampaignError::NotFound => Self::not_found(),
            CampaignError::Invalid(mistakes) => Self::invalid(mistakes),
            CampaignError::ChangedMeanwhile { .. } => Self::changed_meanwhile(),
            CampaignError::Organisation(error) => error.into(),
            CampaignError::Database(error) => error.into(),
        }
    }
}

/// The resource.
pub struct Campaigns;

#[OpenApi(tag = "Tag::Campaigns")]
impl Campaigns {
    /// List your campaigns
    ///
    /// In the order in which they were entered.
    #[oai(path = "/campaigns", method = "get", operation_id = "list_campaigns")]
    async fn list(
        &self,
        caller: With<EventsRead>,
        app: Data<&App>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Campaign>>, Problem> {
        let window = Window::<Uuid>::read(cursor.as_deref(), *limit, &("campaigns", caller.organisation))?;
        let found = campaign::list(&app.db.read(), caller.organisation, window.after, window.fetch()).await?;
        let slug = own_slug(&app, caller.organisation).await?;
        window.page(found.iter().map(|campaign| view(campaign, &slug, &app)).collect(), |view| view.id)
    }

    /// Begin a campaign
    #[oai(path = "/campaigns", method = "post", operation_id = "create_campaign")]
    async fn create(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<NewCampaign>,
    ) -> Result<Made<Campaign>, Problem> {
        let (organisation, actor, now) = (caller.organisation, actor(&caller), app.clock.now());
        let asked = Asked::by(&caller, key, "create_campaign", body.sent());
        let said: Description = body.read()?;
        let (id, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(
                async move { Ok(campaign::create(write, organisation, &actor, said, now).await?.id.into()) },
            )
        })
        .await?;
        let campaign = found(&app, organisation, id).await?;
        let slug = own_slug(&app, organisation).await?;
        Ok(view(&campaign, &slug, &app).answer()?.found_at(format!("/api/v1/campaigns/{id}")))
    }

    /// Read a campaign
    #[oai(path = "/campaigns/:id", method = "get", operation_id = "get_campaign")]
    async fn get(
        &self,
        caller: With<EventsRead>,
        app: Data<&App>,
        /// The id of the campaign
        id: Path<Uuid>,
    ) -> Result<Shown<Campaign>, Problem> {
        let campaign = found(&app, caller.organisation, *id).await?;
        view(&campaign, &own_slug(&app, caller.organisation).await?, &app).answer()
    }

    /// Change a campaign
    ///
    /// What is left out stays, null clears (RFC 7396).
    #[oai(path = "/campaigns/:id", method = "patch", operation_id = "update_campaign")]
    async fn update(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the campaign
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Patch<NewCampaign>,
    ) -> Result<Shown<Campaign>, Problem> {
        let (organisation, actor, now) = (caller.organisation, actor(&caller), app.clock.now());
        let after = seen.upon_latest(|| async {
            let before = found(&app, organisation, *id).await?;
            seen.allows(before.revision)?;
            let said = change.upon(&campaign::description(&before))?;
            let (whose, seen, actor) = ((organisation, *id), Some(before.revision), actor.clone());
            let work = app.db.write(move |write| {
                Box::pin(async move {
                    Ok::<_, Problem>(campaign::update(write, whose, seen, &actor, said, now).await?)
                })
            });
            work.await
        });
        view(&after.await?, &own_slug(&app, organisation).await?, &app).answer()
    }
}
