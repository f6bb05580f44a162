//! The API: one file a resource. Bodies stand beside their handlers and are the contract.

use std::sync::LazyLock;

use poem::endpoint::make_sync;
use poem::{Endpoint, IntoEndpoint, Response};
use poem_openapi::registry::Registry;
use poem_openapi::{OpenApi, OpenApiService, Tags};
use serde_json::{Map, Value};

pub mod campaigns;
pub mod docs;
pub mod document;
pub mod events;
pub mod guide;
pub mod organisations;
pub mod rsvps;
pub mod venues;
pub mod words;

/// All resources.
pub type Api = organisations::Organisations;

const API: Api = organisations::Organisations;

/// The chapters of the document.
#[derive(Tags)]
pub enum Tag {
    /// Who announces.
    Organisations,
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
    guide::Guided::by::<Api>(OpenApiService::new(API, "", "").into_endpoint())
}

/// The document itself, below `/api/v1` too.
pub fn published() -> (impl Endpoint + 'static, impl Endpoint + 'static) {
    let serve = |kind: &'static str, text: String| {
        make_sync(move |_| Response::builder().content_type(kind).body(text.clone()))
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

/// One example for each documented shape that is sent or answered.
#[must_use]
pub fn examples() -> Map<String, Value> {
    [
        ("Organisation", organisations::example()),
        ("NewEvent", events::example()),
        ("NewVenue", venues::example()),
        ("NewCampaign", campaigns::example()),
        ("NewRsvp", rsvps::example()),
    ]
    .into_iter()
    .map(|(name, example)| (name.to_owned(), example))
    .collect()
}
