//! How many stand at an entrance: the Code of Practice on Picketing (Great Britain) asks for six pickets at most, often
//! fewer. Pure. It is guidance that courts give weight to, no ban, so an organiser is warned and left to decide.

use entity::value::facts::Facts;
use entity::value::{AttendanceMode, Kind};

/// At most so many pickets at one entrance.
const AT_AN_ENTRANCE: u32 = 6;

/// Why more may come to a picket than should stand at an entrance, and what to do. A date is one shift, at one entrance.
///
/// Nothing of what another body organises: its numbers are not this event's.
pub(super) fn too_many(facts: &Facts) -> Option<String> {
    if facts.kind != Kind::Picket
        || facts.attendance_mode == AttendanceMode::Online
        || facts.organised_by.is_some()
    {
        return None;
    }
    let said = match facts.capacity.as_ref().and_then(|capacity| capacity.in_person) {
        Some(places) if places <= AT_AN_ENTRANCE => return None,
        Some(places) => format!("takes {places} people at one entrance"),
        None => "sets no limit on how many come".to_owned(),
    };
    Some(format!(
        "{said}: the Code of Practice on Picketing asks for {AT_AN_ENTRANCE} pickets at an entrance at most. Make each \
         entrance and shift an event of its own with {AT_AN_ENTRANCE} places, and invite supporters to another event close by"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::event::check::tests::facts;

    #[test]
    fn more_than_six_at_an_entrance_are_warned_about() {
        let table = [
            (json!({ "kind": "picket", "capacity": { "in_person": 1 } }), None),
            (json!({ "kind": "picket", "capacity": { "in_person": 6 } }), None),
            (json!({ "kind": "picket", "capacity": { "in_person": 7 } }), Some("takes 7 people")),
            (json!({ "kind": "picket", "capacity": { "in_person": 200 } }), Some("takes 200 people")),
            (json!({ "kind": "picket" }), Some("sets no limit")),
            (json!({ "kind": "picket", "capacity": { "online": null } }), Some("sets no limit")),
            (
                json!({ "kind": "picket", "attendance_mode": "hybrid", "capacity": { "online": 300 } }),
                Some("sets no limit"),
            ),
            (
                json!({ "kind": "picket", "attendance_mode": "hybrid", "capacity": { "in_person": 6, "online": 300 } }),
                None,
            ),
            (json!({ "kind": "picket", "attendance_mode": "online" }), None),
            (json!({ "kind": "picket", "organised_by": "Another branch" }), None),
            (json!({ "kind": "rally", "capacity": { "in_person": 200 } }), None),
            (json!({ "kind": "lobby" }), None),
        ];
        for (said, expected) in table {
            let warned = too_many(&facts(&said));
            assert_eq!(warned.is_some(), expected.is_some(), "{said}");
            if let Some((warned, expected)) = warned.zip(expected) {
                assert!(warned.starts_with(expected) && warned.contains("6 pickets"), "{said}: {warned}");
            }
        }
    }
}
