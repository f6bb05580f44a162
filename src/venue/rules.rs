//! What may be said of a venue.

use entity::value::place::{Access, Direction};

use super::Description;
use crate::mistake::{Mistake, Mistakes};
use crate::outbox::address::Address;

/// The longest name and other short texts, in characters.
const SHORT: usize = 200;
/// The longest step of a way.
const STEP: usize = 500;
/// The longest statement.
const LONG: usize = 2_000;

/// Checks all that is said of a venue.
///
/// # Errors
/// Every mistake, each with its pointer.
pub fn check(said: &Description) -> Result<(), Vec<Mistake>> {
    let mut found = Mistakes::new();
    found.line("/name", &said.name, SHORT);
    let lines =
        [("/street", &said.street), ("/locality", &said.locality), ("/standing_point", &said.standing_point)];
    for (pointer, text) in lines {
        if let Some(text) = text {
            found.line(pointer, text, SHORT);
        }
    }
    check_country_and_postcode(said, &mut found);
    check_position(said, &mut found);
    found.at_most("/directions", said.directions.0.len(), 20);
    for (number, direction) in said.directions.0.iter().enumerate() {
        check_direction(&format!("/directions/{number}"), direction, &mut found);
    }
    check_access(&said.access, &mut found);
    found.into_result()
}

/// Every text of a venue, with its pointer.
#[must_use]
pub fn texts(said: &Description) -> Vec<(String, &str)> {
    let single = [
        ("/name", Some(&said.name)),
        ("/street", said.street.as_ref()),
        ("/locality", said.locality.as_ref()),
        ("/postcode", said.postcode.as_ref()),
        ("/standing_point", said.standing_point.as_ref()),
        ("/access/statement", said.access.statement.as_ref()),
        ("/access/contact", said.access.contact.as_ref()),
    ];
    let single = single.into_iter().filter_map(|(pointer, text)| Some((pointer.to_owned(), text?.as_str())));
    let mut texts: Vec<(String, &str)> = single.collect();
    for (number, way) in said.directions.0.iter().enumerate() {
        let at = format!("/directions/{number}");
        texts.extend(way.from.as_deref().map(|from| (format!("{at}/from"), from)));
        texts.extend(way.note.as_deref().map(|note| (format!("{at}/note"), note)));
        let steps = way.steps.iter().enumerate();
        texts.extend(steps.map(|(step, text)| (format!("{at}/steps/{step}"), text.as_str())));
    }
    texts
}

fn check_country_and_postcode(said: &Description, found: &mut Mistakes) {
    let country = said.country.as_deref();
    if country.is_some_and(|code| code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase())) {
        let message = "must be a country as two capital letters (ISO 3166-1), such as GB";
        found.add("/country", "not_a_country", message);
    }
    let Some(postcode) = &said.postcode else { return };
    if country.is_none_or(|code| code == "GB") {
        if !is_uk_postcode(&tidy_postcode(postcode)) {
            found.add(
                "/postcode",
                "not_a_postcode",
                "must be a UK postcode such as NW4 4BG, or name another country",
            );
        }
    } else {
        found.line("/postcode", postcode, 20);
    }
}

fn check_position(said: &Description, found: &mut Mistakes) {
    for (pointer, degrees, most) in
        [("/latitude", said.latitude, 90.0), ("/longitude", said.longitude, 180.0)]
    {
        // Written so that "not a number" is refused too.
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            found.add(pointer, "out_of_range", format!("must be from -{most} to {most} degrees"));
        }
    }
    if said.latitude.is_some() != said.longitude.is_some() {
        let missing = if said.latitude.is_none() { "/latitude" } else { "/longitude" };
        found.add(missing, "required", "give both latitude and longitude, or neither");
    }
}

fn check_direction(at: &str, direction: &Direction, found: &mut Mistakes) {
    if let Some(from) = &direction.from {
        found.line(&format!("{at}/from"), from, SHORT);
    }
    if let Some(minutes) = direction.minutes {
        found.within(&format!("{at}/minutes"), minutes, 1, 600);
    }
    found.at_most(&format!("{at}/steps"), direction.steps.len(), 30);
    for (number, step) in direction.steps.iter().enumerate() {
        found.line(&format!("{at}/steps/{number}"), step, STEP);
    }
    if let Some(note) = &direction.note {
        found.line(&format!("{at}/note"), note, STEP);
    }
    if let (Some(from), Some(until)) = (direction.closed_from, direction.closed_until)
        && until < from
    {
        found.add(format!("{at}/closed_until"), "end_before_start", "must not be before closed_from");
    }
}

fn check_access(access: &Access, found: &mut Mistakes) {
    if let Some(statement) = &access.statement {
        found.text("/access/statement", statement, LONG);
    }
    if let Some(contact) = &access.contact {
        let mut as_phone = Mistakes::new();
        as_phone.phone("", contact);
        if Address::parse(contact).is_err() && !as_phone.is_empty() {
            found.add("/access/contact", "not_a_contact", "must be an e-mail address or a telephone number");
        }
    }
}

/// A postcode as it is written: capital letters, one space before the last three. What is no UK postcode stays as typed.
pub(super) fn tidy_postcode(typed: &str) -> String {
    let together: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let halves = together.len().checked_sub(3).and_then(|at| together.split_at_checked(at));
    match halves {
        Some((outward, inward)) if is_uk_postcode(&format!("{outward} {inward}")) => {
            format!("{outward} {inward}")
        }
        _ => typed.trim().to_owned(),
    }
}

/// By form (BS 7666): outward `A9`, `A99`, `AA9`, `AA99`, `A9A`, `AA9A`, inward `9AA`; and the one that has no such form.
fn is_uk_postcode(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_uppercase() {
                'A'
            } else if c.is_ascii_digit() {
                '9'
            } else {
                c
            }
        })
        .collect();
    let shapes = ["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"];
    shapes.contains(&shape.as_str()) || text == "GIR 0AA"
}

#[cfg(test)]
mod tests {
    use entity::value::TravelMode;
    use entity::value::place::Directions;

    use super::*;

    fn hall() -> Description {
        Description { name: "Hendon Town Hall".into(), ..Description::default() }
    }

    fn way() -> Direction {
        Direction {
            mode: TravelMode::Tube,
            from: Some("Hendon Central (Northern line)".into()),
            minutes: Some(11),
            steps: vec!["Turn right out of the station".into()],
            note: None,
            closed_from: None,
            closed_until: None,
        }
    }

    fn pointers(said: &Description) -> Vec<String> {
        check(said).err().unwrap_or_default().into_iter().map(|one| one.pointer).collect()
    }

    fn with_way(direction: Direction) -> Description {
        Description { directions: Directions(vec![way(), direction]), ..hall() }
    }

    fn with_contact(contact: &str) -> Description {
        Description { access: Access { contact: Some(contact.into()), ..Access::default() }, ..hall() }
    }

    #[test]
    fn a_name_is_enough() {
        assert_eq!(pointers(&hall()), [""; 0]);
        assert_eq!(pointers(&Description::default()), ["/name"]);
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let cases = [
            (
                Description { street: Some("a\nb".into()), locality: Some(String::new()), ..hall() },
                vec!["/street", "/locality"],
            ),
            (Description { country: Some("Britain".into()), ..hall() }, vec!["/country"]),
            (Description { postcode: Some("NW44".into()), ..hall() }, vec!["/postcode"]),
            (Description { postcode: Some("10115".into()), country: Some("DE".into()), ..hall() }, vec![]),
            (Description { latitude: Some(51.5), ..hall() }, vec!["/longitude"]),
            (
                Description { latitude: Some(91.0), longitude: Some(f64::NAN), ..hall() },
                vec!["/latitude", "/longitude"],
            ),
            (with_way(Direction { minutes: Some(0), ..way() }), vec!["/directions/1/minutes"]),
            (
                with_way(Direction { steps: vec!["one".into(), "two\nthree".into()], ..way() }),
                vec!["/directions/1/steps/1"],
            ),
            (
                with_way(Direction {
                    closed_from: Some("2024-12-20".parse().unwrap()),
                    closed_until: Some("2024-06-07".parse().unwrap()),
                    ..way()
                }),
                vec!["/directions/1/closed_until"],
            ),
            (with_contact("access@example.org"), vec![]),
            (with_contact("020 8359 2088"), vec![]),
            (with_contact("ask at the desk"), vec!["/access/contact"]),
        ];
        for (said, expected) in cases {
            assert_eq!(pointers(&said), expected, "{said:?}");
        }
    }

    #[test]
    fn postcodes_are_written_in_one_way() {
        for (typed, tidy) in [
            ("nw4 4bg", "NW4 4BG"),
            ("NW44BG", "NW4 4BG"),
            (" ec1a  1bb ", "EC1A 1BB"),
            ("w1a0ax", "W1A 0AX"),
            ("gir0aa", "GIR 0AA"),
            ("10115", "10115"),
            ("bücher", "bücher"),
        ] {
            assert_eq!(tidy_postcode(typed), tidy);
        }
    }
}
