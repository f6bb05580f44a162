//! What is said of a campaign: the documented shape of `campaign::Description`.

use poem_openapi::Object;
use serde_json::{Value, json};

use super::super::events::Ask;
use super::super::words::{CampaignKind, Day};
use crate::campaign;
use crate::mistake::Mistake;
use crate::web::exchange::sent::{Patchable, Sent, StandIn, meant};

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
    /// On which days there is a strike: the working days of some blocks
    strike_days: Option<StrikeDays>,
}

/// On which days there is a strike.
#[derive(Object)]
struct StrikeDays {
    /// Those before the blocks, as a number
    before: Option<DaysBefore>,
    /// The blocks
    #[oai(validator(max_items = 200))]
    blocks: Option<Vec<Block>>,
    /// Days in the blocks without a strike
    #[oai(validator(max_items = 1000))]
    except: Option<Vec<Day>>,
    /// Whose bank holidays count: england-and-wales, scotland, northern-ireland
    #[oai(validator(max_length = 40))]
    nation: Option<String>,
}

/// Strike days that were counted elsewhere.
#[derive(Object)]
struct DaysBefore {
    /// How many
    count: u32,
    /// Up to which day
    until: Day,
}

/// A stretch of days, both ends included.
#[derive(Object)]
struct Block {
    /// The first day
    from: Day,
    /// The last day
    to: Day,
}

impl Sent for NewCampaign {
    const STAND_INS: &'static [StandIn] = &[
        StandIn { field: "slug", value: "xx", unsure: &[] },
        StandIn { field: "name", value: "x", unsure: &[] },
        StandIn { field: "kind", value: "campaign", unsure: &["/strike_days"] },
    ];
    const ANSWERED_AS: &'static str = "Campaign";

    fn mistakes(sent: &Value) -> Vec<Mistake> {
        meant(sent.clone(), campaign::check)
    }
}

impl Patchable for NewCampaign {}

/// A campaign with every field filled in.
#[must_use]
pub fn example() -> Value {
    json!({
        "slug": "mental-health-social-workers", "name": "Mental health social workers", "kind": "dispute",
        "began": "2023-09-01", "asks": [{ "label": "Give to the strike fund", "url": "https://example.org/fund" }],
        "strike_days": { "before": { "count": 37, "until": "2024-05-12" },
            "blocks": [{ "from": "2024-05-13", "to": "2024-07-12" }], "except": ["2024-05-27"],
            "nation": "england-and-wales" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Description;
    use crate::web::api::agreement;

    #[test]
    fn the_documented_shape_and_the_campaign_agree_in_both_directions() {
        agreement::holds::<NewCampaign, Description>(&example());
    }
}
