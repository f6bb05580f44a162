//! The place that an entry names: a venue of the library, or words.

use super::mapping::Mapped;
use crate::venue::Venue;

/// With the venue of the library that is meant, or with the place in words.
pub(super) fn placed(mut mapped: Mapped, venues: &[Venue]) -> Mapped {
    let Some(place) = mapped.place.take() else { return mapped };
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<String>();
    let said = plain(&place);
    let is_meant = |venue: &&Venue| {
        let name = plain(&venue.name);
        let code = venue.postcode.as_deref().map(plain);
        said.split(',').next() == Some(name.as_str())
            && code.is_none_or(|code| said.contains(&code) || !has_postcode(&place))
    };
    let mut meant = venues.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(venue), None) => mapped.facts.venue_id = Some(venue.id),
        _ => {
            mapped.facts.meeting_point = Some(place);
            mapped.notes.push(
                "Its place is kept in words: choose a venue, so that people get the way there.".to_owned(),
            );
        }
    }
    mapped
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
