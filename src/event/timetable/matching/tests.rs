//! Which date each named one is: a table of cases, and what holds of any change of a series.

use entity::value::facts::{Facts, On, Repeats};
use jiff::civil::Weekday;
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::event::check::tests::facts;
use crate::event::timetable::plan::{Follow, plan};
use crate::event::timetable::wanted;
use crate::occurrence::times;

const NOW: Moment = Moment::from_millis(0);

fn named(slot: &str, start: &str) -> Wanted {
    let length = SignedDuration::from_hours(3);
    let times = times::stated(start.parse().unwrap(), None, "Europe/London", length).unwrap();
    Wanted { slot: slot.to_owned(), times }
}

fn date(number: u128, Wanted { slot, times }: Wanted) -> Occurrence {
    Occurrence {
        id: Uuid::from_u128(number),
        organisation_id: Uuid::nil(),
        event_id: Uuid::nil(),
        slot,
        status: OccurrenceStatus::Scheduled,
        start: times.start,
        end: times.end,
        timezone: times.timezone,
        start_utc: times.start_utc,
        end_utc: times.end_utc,
        moved: false,
        venue_id: None,
        room: None,
        meeting_point: None,
        final_counts: None,
        purged_at: None,
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// A date on 10 March 2027 by its time: `0@07:00`, what names it and when it is. `*` was moved by hand, `-` was taken out.
fn on_the_day(number: u128, said: &str) -> Occurrence {
    let (which, at) = said.trim_end_matches(['*', '-']).split_once('@').unwrap();
    let date = date(number, named(&format!("2027-03-10/{which}"), &format!("2027-03-10T{at}")));
    let status = if said.contains('-') { OccurrenceStatus::Removed } else { OccurrenceStatus::Scheduled };
    Occurrence { moved: said.contains('*'), status, ..date }
}

/// The dates there are, what is named, and which of these each date is; `.` for none.
const TABLE: &[(&str, &str, &str)] = &[
    // By what named it.
    ("0@07:00", "0@07:30", "0@07:30"),
    ("0@07:00 19:00@19:00", "19:00@19:00", ". 19:00@19:00"),
    ("12:00@12:00 19:00@19:00", "19:00@19:00", ". 19:00@19:00"),
    ("19:00@19:00", "12:00@12:00 19:00@19:00", "19:00@19:00"),
    ("19:00@19:00", "0@07:00 19:00@19:00", "19:00@19:00"),
    ("0@07:00-", "0@07:00", "0@07:00"),
    ("0@09:00*", "0@07:00", "0@07:00"),
    ("19:00@20:00*", "19:00@19:00", "19:00@19:00"),
    // By its start: the rule has grown to the day, or given it up.
    ("07:00@07:00", "0@07:00", "0@07:00"),
    ("0@07:00", "07:00@07:00", "07:00@07:00"),
    ("0@07:00-", "07:00@07:00", "07:00@07:00"),
    ("0@07:00- 07:00@07:00", "0@07:00", "0@07:00 ."),
    // What was moved by hand to where a date comes to be is that one; not what was taken out there.
    ("0@19:00*", "19:00@19:00", "19:00@19:00"),
    ("0@19:00*- 07:00@19:00", "19:00@19:00", ". 19:00@19:00"),
    ("0@07:00-", "19:00@19:00", "."),
    // In turn, among those that were added.
    ("19:00@19:00", "19:30@19:30", "19:30@19:30"),
    ("12:00@12:00 19:00@19:00", "12:00@12:00 19:30@19:30", "12:00@12:00 19:30@19:30"),
    ("12:00@12:00 19:00@19:00", "12:30@12:30 19:30@19:30", "12:30@12:30 19:30@19:30"),
    ("19:00@21:00*", "19:30@19:30", "19:30@19:30"),
    ("19:00@19:00-", "19:30@19:30", "."),
    ("19:00@19:00", "0@07:00", "."),
    ("0@07:00", "19:00@19:00", "."),
];

#[test]
fn a_date_is_matched_by_what_named_it_then_by_its_start_then_in_turn() {
    for (has, wants, expected) in TABLE {
        let has: Vec<_> = (0..).zip(has.split(' ')).map(|(number, said)| on_the_day(number, said)).collect();
        let wants: Vec<Wanted> = wants
            .split(' ')
            .map(|said| {
                let date = on_the_day(0, said);
                named(&date.slot, &date.start.to_string())
            })
            .collect();
        let count = wants.len();
        let matched = matched(wants, &has, false, NOW);
        let said = |(_, found): &(Occurrence, Option<Wanted>)| match found {
            Some(one) => format!(
                "{}@{}",
                one.slot.split_once('/').unwrap().1,
                one.times.start.to_string().split_once('T').unwrap().1
            ),
            None => ".".to_owned(),
        };
        let found: Vec<String> = matched.dates.iter().map(said).collect();
        assert_eq!(found.join(" "), *expected, "{has:?}");
        assert_eq!(matched.left.len() + found.iter().filter(|one| *one != ".").count(), count);
    }
}

#[test]
fn what_is_over_gets_no_other_entry() {
    let over = [on_the_day(0, "19:00@19:00"), on_the_day(1, "07:00@07:00")];
    let now = "2027-03-11T12:00:00Z".parse().unwrap();
    let wants =
        || vec![named("2027-03-10/19:30", "2027-03-10T19:30"), named("2027-03-10/0", "2027-03-10T07:00")];
    let is_found = |unknown| {
        let matched = matched(wants(), &over, unknown, now);
        matched.dates.iter().map(|(_, found)| found.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(is_found(false), [false, true]);
    assert_eq!(is_found(true), [true, true], "nobody was told of it yet");
}

#[test]
fn what_was_moved_by_hand_keeps_its_place_under_another_name() {
    let has = [on_the_day(0, "19:00@21:00*")];
    let rule = Follow::Rule { unknown: false };
    let kept = plan(vec![named("2027-03-10/19:30", "2027-03-10T19:30")], &has, rule, NOW).keep;
    assert_eq!(
        (kept[0].slot.as_str(), kept[0].start.to_string().as_str(), kept[0].moved),
        ("2027-03-10/19:30", "2027-03-10T21:00", true)
    );
}

/// A weekly event of March 2027, whichever way it was changed.
fn series() -> impl Strategy<Value = Facts> {
    let hours = proptest::sample::select(vec![6i8, 7, 12, 19]);
    let days = proptest::collection::btree_set(0i8..7, 0..4);
    let except = proptest::collection::btree_set(0i32..21, 0..4);
    let also =
        proptest::collection::btree_set((0i32..21, proptest::sample::select(vec![6i8, 7, 12, 19])), 0..6);
    (hours, days, except, also).prop_map(|(hour, days, except, also)| {
        let monday = jiff::civil::date(2027, 3, 1);
        let day = |days: i32| monday.checked_add(days.days()).unwrap();
        let start = LocalTime::At(monday.at(hour, 0, 0, 0));
        let on = |days: &std::collections::BTreeSet<i8>| {
            let also_monday = days.iter().copied().chain([0]).collect::<std::collections::BTreeSet<_>>();
            also_monday
                .into_iter()
                .map(|day| On::Weekday(Weekday::from_monday_zero_offset(day).unwrap()))
                .collect()
        };
        let further = also.into_iter().map(|(days, hour)| LocalTime::At(day(days).at(hour, 0, 0, 0)));
        let repeats = Repeats {
            every: Some(entity::value::Every::Week),
            on: on(&days),
            times: Some(9),
            except: except.into_iter().map(day).collect(),
            also: further.filter(|at| *at != start).collect(),
            ..Repeats::default()
        };
        Facts { start, end: None, repeats: Some(repeats), ..facts(&serde_json::json!({})) }
    })
}

fn dates_named(facts: &Facts, has: &[Occurrence]) -> Vec<Wanted> {
    let first = times::stated(facts.start, None, &facts.timezone, SignedDuration::from_hours(2)).unwrap();
    wanted(facts, &first, has, NOW).unwrap().dates
}

proptest! {
    #[test]
    fn no_reply_goes_to_another_day_or_time_unless_its_own_entry_did(before in series(), after in series()) {
        let has: Vec<Occurrence> =
            (1..).zip(dates_named(&before, &[])).map(|(number, one)| date(number, one)).collect();
        let named = dates_named(&after, &has);
        let plan = plan(named.clone(), &has, Follow::Rule { unknown: false }, NOW);
        for kept in &plan.keep {
            let was = has.iter().find(|date| date.id == kept.id).unwrap();
            prop_assert_eq!(slot_of(was).day(), slot_of(kept).day());
            if was.start != kept.start {
                match (slot_of(was), slot_of(kept)) {
                    (Slot::Own(_), Slot::Own(_)) => prop_assert_ne!(before.start, after.start),
                    (Slot::Added(at), Slot::Added(_)) => {
                        prop_assert!(!after.repeats.as_ref().unwrap().also.contains(&at), "{at}");
                    }
                    (was, is) => prop_assert!(false, "{was} is {is} at another time"),
                }
            }
        }
        // Together they are what is named, each once.
        let kept = plan.keep.iter().map(|date| (date.slot.clone(), date.start));
        let mut all: Vec<_> = kept.chain(plan.add.iter().map(|one| (one.slot.clone(), one.times.start))).collect();
        let mut expected: Vec<_> = named.into_iter().map(|one| (one.slot, one.times.start)).collect();
        all.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(all, expected);
    }
}
