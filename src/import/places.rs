//! The place that an entry names: a venue of the library, or words.

use std::collections::BTreeMap;

use super::mapping::Mapped;
use crate::venue::Venue;
use uuid::Uuid;

/// The venues of an organisation, by what they are called: which one, and its postcode.
#[derive(Clone, Debug)]
pub(super) struct Library(BTreeMap<String, Vec<(Uuid, Option<String>)>>);

impl Library {
    /// Of these venues.
    pub(super) fn of(venues: &[Venue]) -> Self {
        let mut by_name = BTreeMap::<_, Vec<_>>::new();
        for venue in venues {
            let code = venue.postcode.as_deref().map(bare);
            by_name.entry(bare(&venue.name)).or_default().push((venue.id, code));
        }
        Self(by_name)
    }

    /// With the venue that is meant, or with the place in words.
    pub(super) fn placed(&self, mut mapped: Mapped) -> Mapped {
        let Some(place) = mapped.place.take() else { return mapped };
        let said = bare(&place);
        let named = said.split(',').next().and_then(|name| self.0.get(name));
        let is_meant = |code: &Option<String>| {
            code.as_ref().is_none_or(|code| said.contains(code) || !has_postcode(&place))
        };
        let mut meant = named.into_iter().flatten().filter(|(_, code)| is_meant(code));
        match (meant.next(), meant.next()) {
            (Some((venue, _)), None) => mapped.facts.venue_id = Some(*venue),
            _ => {
                mapped.facts.meeting_point = Some(place);
                mapped.notes.push(
                    "Its place is kept in words: choose a venue, so that people get the way there."
                        .to_owned(),
                );
            }
        }
        mapped
    }
}

/// Small letters without blanks.
fn bare(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

/// Whether the words end in something like `NW4 4BG`.
fn has_postcode(place: &str) -> bool {
    let words: Vec<&str> = place.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| match pair {
        [outward, inward] => {
            (2..=4).contains(&outward.len())
                && outward.starts_with(|c: char| c.is_ascii_alphabetic())
                && outward.contains(|c: char| c.is_ascii_digit())
                && inward.len() == 3
                && inward.starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_known() {
        for (place, has) in [
            ("Town Hall, The Burroughs, London NW4 4BG", true),
            ("Town Hall, NW4 4BG, London, United Kingdom", true),
            ("Room 12 3rd floor", false),
            ("Trades Hall", false),
        ] {
            assert_eq!(has_postcode(place), has, "{place}");
        }
    }
}
