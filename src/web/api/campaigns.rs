//! `/campaigns`: what events belong to.

use poem_openapi::Object;
use serde_json::{Value, json};

use super::events::Ask;
use super::words::{CampaignKind, Day};
use crate::web::exchange::body::Patchable;

/// A dispute, a day of action, or another campaign.
#[derive(Object)]
pub struct NewCampaign {
    /// Its part of the address
    #[oai(validator(max_length = 80, min_length = 1))]
    slug: String,
    /// Its name
    #[oai(validator(max_length = 200, min_length = 1))]
    name: String,
    /// What it is
    kind: CampaignKind,
    /// When it began
    began: Option<Day>,
    /// What one can do
    #[oai(validator(max_items = 20))]
    asks: Option<Vec<Ask>>,
}

impl Patchable for NewCampaign {}

/// A campaign with every field filled in.
#[must_use]
pub fn example() -> Value {
    json!({
        "slug": "mental-health-social-workers", "name": "Mental health social workers", "kind": "dispute",
        "began": "2023-09-01", "asks": [{ "label": "Give to the strike fund", "url": "https://example.org/fund" }],
    })
}
