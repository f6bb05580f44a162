//! The API: one file a resource. Bodies stand beside their handlers and are the contract.

use std::sync::LazyLock;

use poem::endpoint::make_sync;
use poem::{Endpoint, IntoEndpoint, Request, Response};
use poem_openapi::registry::Registry;
use poem_openapi::{OpenApi, OpenApiService, Tags};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::app::App;
use super::exchange::standing::Standing;
use super::problem::Problem;
use crate::access::Caller;
use crate::journal::Actor;
use crate::organisation;

#[cfg(test)]
mod agreement;
pub mod calendar_subscriptions;
pub mod campaigns;
pub mod counts;
pub mod deliveries;
pub mod docs;
pub mod document;
pub mod events;
pub mod guide;
pub mod imports;
pub mod inbox;
pub mod kept;
pub mod members_calendar;
pub mod occurrences;
pub mod organisations;
pub mod reminders;
pub mod rsvps;
pub mod venues;
pub mod words;

/// All resources.
pub type Api = (
    organisations::Organisations,
    members_calendar::MembersCalendars,
    venues::Venues,
    campaigns::Campaigns,
    events::Events,
    events::acts::Acts,
    occurrences::Occurrences,
    occurrences::Splits,
    rsvps::Rsvps,
    counts::CountsOf,
    reminders::Reminders,
    deliveries::Deliveries,
    calendar_subscriptions::CalendarSubscriptions,
    inbox::Incoming,
    imports::Imports,
);

const API: Api = (
    organisations::Organisations,
    members_calendar::MembersCalendars,
    venues::Venues,
    campaigns::Campaigns,
    events::Events,
    events::acts::Acts,
    occurrences::Occurrences,
    occurrences::Splits,
    rsvps::Rsvps,
    counts::CountsOf,
    reminders::Reminders,
    deliveries::Deliveries,
    calendar_subscriptions::CalendarSubscriptions,
    inbox::Incoming,
    imports::Imports,
);

/// The chapters of the document.
#[derive(Tags)]
pub enum Tag {
    /// Who announces.
    Organisations,
    /// Where.
    Venues,
    /// What events belong to.
    Campaigns,
    /// What is announced.
    Events,
    /// Who is coming.
    Rsvps,
    /// The letters before an event, and what became of letters.
    Letters,
    /// Calendars that are for some people only.
    Calendars,
}

/// All documented shapes, built once: bodies are checked against them.
pub fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
        let mut registry = Registry::new();
        <Api as OpenApi>::register(&mut registry);
        registry
    });
    &REGISTRY
}

/// All operations, below `/api/v1`.
pub fn endpoint() -> impl Endpoint<Output = Response> + 'static {
    guide::Guided::by::<Api>("/api/v1", OpenApiService::new(API, "", "").into_endpoint())
}

/// The document itself, below `/api/v1` too.
pub fn published() -> (impl Endpoint + 'static, impl Endpoint + 'static) {
    let serve = |kind: &'static str, text: String| {
        let document = Standing::new(kind, &text);
        make_sync(move |request: Request| guide::share(document.answer(&request), true))
    };
    (serve("application/json", as_json()), serve("application/yaml", as_yaml()))
}

/// The OpenAPI document.
#[must_use]
pub fn openapi() -> Value {
    document::of(API, &examples())
}

/// The OpenAPI document as JSON.
#[must_use]
pub fn as_json() -> String {
    serde_json::to_string_pretty(&openapi()).unwrap_or_default()
}

/// The OpenAPI document as YAML, as it is committed.
#[must_use]
pub fn as_yaml() -> String {
    serde_norway::to_string(&openapi()).unwrap_or_default()
}

/// Who acts with that key, for the journal.
fn actor(caller: &Caller) -> Actor {
    Actor::Key(caller.key)
}

/// The slug of the caller's own organisation.
async fn own_slug(app: &App, organisation: Uuid) -> Result<String, Problem> {
    Ok(organisation::find(&app.db.read(), organisation).await?.slug)
}

/// One example for each documented shape that is sent or answered.
#[must_use]
pub fn examples() -> Map<String, Value> {
    let sent =
        [("Event", events::example()), ("Venue", venues::example()), ("Campaign", campaigns::example())];
    let mut all = Map::new();
    all.insert("Organisation".to_owned(), organisations::example());
    all.extend(rsvps::examples().map(|(name, example)| (name.to_owned(), example)));
    all.insert("Counts".to_owned(), counts::example());
    all.insert("Delivery".to_owned(), deliveries::example());
    all.insert("DeliveryList".to_owned(), json!({ "items": [deliveries::example()], "next": null }));
    all.insert("MembersCalendar".to_owned(), members_calendar::example());
    all.extend(calendar_subscriptions::examples().map(|(name, example)| (name.to_owned(), example)));
    all.extend(imports::examples().map(|(name, example)| (name.to_owned(), example)));
    all.insert("LetterTaken".to_owned(), json!({ "received": true }));
    all.extend(reminders::examples().map(|(name, example)| (name.to_owned(), example)));
    all.extend(occurrences::examples().map(|(name, example)| (name.to_owned(), example)));
    all.extend(events::acts::examples().map(|(name, example)| (name.to_owned(), example)));
    for (name, example) in sent {
        let kept = kept::example(&example);
        all.insert(format!("{name}List"), json!({ "items": [kept], "next": null }));
        all.insert(format!("New{name}Patch"), patch_of(&example));
        all.insert(format!("New{name}"), example);
        all.insert(name.to_owned(), kept);
    }
    all
}

/// Two fields of it, as a change.
fn patch_of(example: &Value) -> Value {
    let fields = example.as_object().into_iter().flatten();
    Value::Object(fields.take(2).map(|(name, value)| (name.clone(), value.clone())).collect())
}
