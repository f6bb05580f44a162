//! `/organisations/{org}/members_calendar`: the one address of all members, for whoever hands it out.

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde::Serialize;
use serde_json::{Value, json};

use super::Tag;
use crate::access::Caller;
use crate::organisation::{self, Organisation};
use crate::web::app::App;
use crate::web::caller::{Admin, With};
use crate::web::exchange::answer::Shown;
use crate::web::problem::Problem;

/// The addresses for an organisation's members, all alike: there is no list of members
#[derive(Object, Serialize)]
struct MembersCalendar {
    /// Their page
    page: String,
    /// Their calendar
    calendar: String,
}

/// The resource.
pub struct MembersCalendars;

#[OpenApi(tag = "Tag::Calendars")]
impl MembersCalendars {
    /// Read the address for members
    ///
    /// Whoever has it sees members' events: hand it out in your own mailing.
    #[oai(
        path = "/organisations/:org/members_calendar",
        method = "get",
        operation_id = "get_members_calendar"
    )]
    async fn get(
        &self,
        caller: With<Admin>,
        app: Data<&App>,
        /// The slug of the organisation
        org: Path<String>,
    ) -> Result<Shown<MembersCalendar>, Problem> {
        let own = own(&app, &caller, &org).await?;
        shown(&app, &own).await
    }

    /// Replace the address for members
    ///
    /// The one before says "ask your branch" for 90 days.
    #[oai(
        path = "/organisations/:org/members_calendar/replace",
        method = "post",
        operation_id = "replace_members_calendar"
    )]
    async fn replace(
        &self,
        caller: With<Admin>,
        app: Data<&App>,
        /// The slug of the organisation
        org: Path<String>,
    ) -> Result<Shown<MembersCalendar>, Problem> {
        let (id, now) = (own(&app, &caller, &org).await?.id, app.clock.now());
        let replaced = app.db.write(move |write| {
            Box::pin(async move { organisation::replace_members_address(write, id, now).await })
        });
        shown(&app, &replaced.await?).await
    }
}

/// The caller's own organisation; another is not there.
async fn own(app: &App, caller: &Caller, slug: &str) -> Result<Organisation, Problem> {
    let found = organisation::by_slug(&app.db.read(), slug).await?;
    if found.id == caller.organisation { Ok(found) } else { Err(Problem::not_found()) }
}

async fn shown(app: &App, of: &Organisation) -> Result<Shown<MembersCalendar>, Problem> {
    let token = organisation::members_token(&app.db.read(), &app.seals, of).await;
    let token = token.map_err(Problem::broken)?;
    Shown::of(&MembersCalendar {
        page: app.links.members(&of.slug, &token),
        calendar: app.links.members_feed(&of.slug, &token),
    })
}

/// An example for the document.
#[must_use]
pub fn example() -> Value {
    let page =
        "https://events.example.org/barnet-unison/m/agmpf4dmdz6tvhcvbq7w6grladiw3ar3vtxoxdmq7nq2u5ctmgtyi3qb";
    json!({ "page": page, "calendar": format!("{page}.ics") })
}
