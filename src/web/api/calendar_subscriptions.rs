//! `/calendar_subscriptions`: a person's own calendar, asked for by address.
//!
//! Nothing here tells whether an address is known, and no token is answered: what is secret goes by letter alone. Who holds
//! a calendar's token sends it in the body, where no log and no history of addresses keeps it.

use poem::Request;
use poem::web::Data;
use poem_openapi::{Object, OpenApi};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Tag;
use crate::feed::personal::{self, Subscription};
use crate::mistake::Mistake;
use crate::organisation;
use crate::outbox::address::Address;
use crate::web::app::App;
use crate::web::caller::{Anybody, RsvpsCreate};
use crate::web::exchange::answer::{Done, Received};
use crate::web::exchange::body::Body;
use crate::web::exchange::parameter::IdempotencyKey;
use crate::web::exchange::repeat::{self, Asked, Made};
use crate::web::exchange::sent::Sent;
use crate::web::problem::Problem;
use crate::web::subscribing;

/// Who asks for a calendar.
#[derive(Object)]
struct NewCalendarSubscription {
    /// The slug of the organisation
    #[oai(validator(max_length = 80))]
    organisation: String,
    /// The address with which they replied
    #[oai(validator(max_length = 254))]
    email: String,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
#[serde(deny_unknown_fields)]
struct Typed {
    organisation: String,
    email: String,
}

impl Sent for NewCalendarSubscription {
    fn mistakes(sent: &Value) -> Vec<Mistake> {
        let address = sent.get("email").and_then(Value::as_str).map(Address::parse);
        match address {
            Some(Err(error)) => vec![Mistake::new("/email", "not_an_address", error.to_string())],
            _ => Vec::new(),
        }
    }
}

/// A calendar, by what its holder has of it.
#[derive(Object)]
struct HeldCalendar {
    /// Its token: what stands between `/c/` and `.ics` in its address
    #[oai(validator(max_length = 200))]
    token: String,
}

#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
#[serde(deny_unknown_fields)]
struct TypedHeld {
    token: String,
}

impl Sent for HeldCalendar {}

/// It was received, and no more is said.
#[derive(Object, Serialize)]
struct CalendarReceipt {
    /// Always true
    received: bool,
}

/// The resource.
pub struct CalendarSubscriptions;

#[OpenApi(tag = "Tag::Calendars")]
impl CalendarSubscriptions {
    /// Ask for a person's own calendar
    ///
    /// A letter brings its address to that person, if they replied to something of the organisation's; asking again
    /// brings the same. The answer is the same for every address.
    #[oai(path = "/calendar_subscriptions", method = "post", operation_id = "create_calendar_subscription")]
    async fn create(
        &self,
        caller: Anybody<RsvpsCreate>,
        app: Data<&App>,
        request: &Request,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<NewCalendarSubscription>,
    ) -> Result<Received<CalendarReceipt>, Problem> {
        let sent = body.sent().clone();
        let typed: Typed = body.read()?;
        let address = Address::parse(&typed.email)
            .map_err(|error| Problem::field("/email", "not_an_address", error.to_string()))?;
        let organisation = organisation::by_slug(&app.db.read(), &typed.organisation).await?;
        let caller = caller.caller.as_ref();
        if caller.is_some_and(|caller| caller.organisation != organisation.id) {
            return Err(Problem::not_found());
        }
        let asked = Asked {
            key,
            caller: caller.map(|caller| caller.key),
            organisation: organisation.id,
            operation: "create_calendar_subscription".to_owned(),
            body: sent,
        };
        if repeat::before(&app, &asked).await?.is_none() {
            subscribing::count(&app, caller, request, organisation.id).map_err(subscribing::too_many)?;
            let work = subscribing::ask(&app, &organisation, address);
            let once = repeat::once(&app, asked, move |write| {
                Box::pin(async move { work(write).await.map(Made::from) })
            });
            once.await?;
        }
        Received::of(&CalendarReceipt { received: true })
    }

    /// Give a person's own calendar a new address
    ///
    /// The present one stops at once; a letter brings the new one to its owner.
    #[oai(
        path = "/calendar_subscriptions/regenerate",
        method = "post",
        operation_id = "regenerate_calendar_subscription"
    )]
    async fn regenerate(
        &self,
        _caller: Anybody<RsvpsCreate>,
        app: Data<&App>,
        body: Body<HeldCalendar>,
    ) -> Result<Received<CalendarReceipt>, Problem> {
        let held = held(&app, body).await?;
        let now = app.clock.now();
        app.db.write(move |w| Box::pin(async move { personal::regenerate(w, held, now).await })).await?;
        app.pulse.ring();
        Received::of(&CalendarReceipt { received: true })
    }

    /// Switch a person's own calendar off
    ///
    /// Nothing of it is kept. Who asks again gets another.
    #[oai(
        path = "/calendar_subscriptions/revoke",
        method = "post",
        operation_id = "revoke_calendar_subscription"
    )]
    async fn revoke(
        &self,
        _caller: Anybody<RsvpsCreate>,
        app: Data<&App>,
        body: Body<HeldCalendar>,
    ) -> Result<Done, Problem> {
        let held = held(&app, body).await?;
        app.db.write(move |w| Box::pin(async move { personal::revoke(w, held.id).await })).await?;
        Ok(Done)
    }
}

async fn held(app: &App, body: Body<HeldCalendar>) -> Result<Subscription, Problem> {
    let typed: TypedHeld = body.read()?;
    Ok(personal::open(&app.db.read(), &app.seals, &typed.token).await?)
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 3] {
    [
        ("NewCalendarSubscription", json!({ "organisation": "barnet-unison", "email": "ben@example.org" })),
        ("HeldCalendar", json!({ "token": "agmpf4dmdz6tvhcvbq7w6grladiw3ar3vtxoxdmq7nq2u5ctmgtyi3qb" })),
        ("CalendarReceipt", json!({ "received": true })),
    ]
}
