//! What may be said of a campaign.

use super::{Description, StrikeDays};
use crate::mistake::{Mistake, Mistakes};
use crate::organisation;

/// The nations whose bank holidays are known.
const NATIONS: [&str; 3] = ["england-and-wales", "scotland", "northern-ireland"];

/// Checks all that is said of a campaign.
///
/// # Errors
/// Every mistake, each with its pointer.
pub fn check(said: &Description) -> Result<(), Vec<Mistake>> {
    let mut found = Mistakes::new();
    if let Err(rule) = organisation::check_slug(&said.slug) {
        found.add("/slug", "not_a_slug", rule.to_string());
    }
    found.line("/name", &said.name, 200);
    found.at_most("/asks", said.asks.len(), 20);
    for (number, ask) in said.asks.iter().enumerate() {
        found.line(&format!("/asks/{number}/label"), &ask.label, 200);
        if let Some(url) = &ask.url {
            found.url(&format!("/asks/{number}/url"), url);
        }
    }
    if let Some(days) = &said.strike_days {
        check_strike_days(days, &mut found);
    }
    found.into_result()
}

fn check_strike_days(days: &StrikeDays, found: &mut Mistakes) {
    found.at_most("/strike_days/blocks", days.blocks.len(), 200);
    found.at_most("/strike_days/except", days.except.len(), 1_000);
    for (number, block) in days.blocks.iter().enumerate() {
        if block.to < block.from {
            found.add(
                format!("/strike_days/blocks/{number}/to"),
                "end_before_start",
                "must not be before from",
            );
        }
    }
    if days.nation.as_deref().is_some_and(|nation| !NATIONS.contains(&nation)) {
        let message = format!("must be one of {}", NATIONS.join(", "));
        found.add("/strike_days/nation", "unknown_word", message);
    }
}

#[cfg(test)]
mod tests {
    use entity::value::CampaignKind;
    use entity::value::facts::Link;

    use super::*;
    use crate::campaign::Block;

    fn dispute() -> Description {
        Description {
            slug: "mental-health-social-workers".into(),
            name: "Mental health social workers".into(),
            kind: CampaignKind::Dispute,
            began: None,
            asks: Vec::new(),
            strike_days: None,
        }
    }

    fn pointers(said: &Description) -> Vec<String> {
        check(said).err().unwrap_or_default().into_iter().map(|one| one.pointer).collect()
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let backwards = Block { from: "2024-07-12".parse().unwrap(), to: "2024-05-13".parse().unwrap() };
        let cases = [
            (dispute(), vec![]),
            (
                Description { slug: "Über uns".into(), name: "a\nb".into(), ..dispute() },
                vec!["/slug", "/name"],
            ),
            (Description { slug: "api".into(), ..dispute() }, vec!["/slug"]),
            (
                Description {
                    asks: vec![Link { label: "Sign".into(), url: Some("javascript:alert(1)".into()) }],
                    ..dispute()
                },
                vec!["/asks/0/url"],
            ),
            (
                Description {
                    strike_days: Some(StrikeDays {
                        blocks: vec![backwards],
                        nation: Some("france".into()),
                        ..StrikeDays::default()
                    }),
                    ..dispute()
                },
                vec!["/strike_days/blocks/0/to", "/strike_days/nation"],
            ),
        ];
        for (said, expected) in cases {
            assert_eq!(pointers(&said), expected, "{said:?}");
        }
    }
}
