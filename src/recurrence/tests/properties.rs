//! What holds of every rule, whatever it is.

use entity::value::facts::{Nth, On};
use entity::value::{Every, Month, Nation};
use jiff::civil::Weekday;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;

fn weekday() -> impl Strategy<Value = Weekday> {
    (0i8..7).prop_map(|number| Weekday::from_monday_zero_offset(number).unwrap())
}

fn working_day() -> impl Strategy<Value = On> {
    prop_oneof![Just(On::FirstWorkingDay), Just(On::LastWorkingDay)]
}

fn nth_day() -> impl Strategy<Value = On> {
    (proptest::sample::select(Nth::ALL.to_vec()), weekday()).prop_map(|(nth, day)| On::Nth(nth, day))
}

fn day_of_month() -> impl Strategy<Value = On> {
    prop_oneof![8 => (1u8..=31).prop_map(On::Day), 1 => Just(On::LastDay)]
}

/// Days of one sort that go with `every`; perhaps none.
fn days(every: Every) -> BoxedStrategy<Vec<On>> {
    match every {
        Every::Day => Just(Vec::new()).boxed(),
        Every::Week => vec(weekday().prop_map(On::Weekday), 0..7).boxed(),
        Every::Month | Every::Year => {
            prop_oneof![vec(nth_day(), 0..5), vec(day_of_month(), 0..5), vec(working_day(), 1..2)].boxed()
        }
    }
}

fn months() -> impl Strategy<Value = Vec<Month>> {
    prop_oneof![Just(Vec::new()), vec(proptest::sample::select(Month::ALL.to_vec()), 1..5)]
}

/// Plain fields as people may fill them; not all of them make sense.
fn fields() -> impl Strategy<Value = Repeats> {
    proptest::sample::select(Every::ALL.to_vec()).prop_flat_map(|every| {
        (days(every), months(), option::of(1u32..5), option::of(1u32..40), option::of(0i32..900)).prop_map(
            move |(on, in_months, interval, times, until)| Repeats {
                every: Some(every),
                interval,
                on,
                in_months,
                times: times.filter(|_| until.is_none()),
                until: until.map(|days| date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap()),
                ..Repeats::default()
            },
        )
    })
}

/// A rule that makes sense, with the first start from 2026 on that it has.
fn recurrence() -> impl Strategy<Value = (Repeats, LocalTime)> {
    (
        fields(),
        option::of(proptest::sample::select(Nation::ALL.to_vec())),
        btree_set(0i32..400, 0..4),
        0i32..400,
    )
        .prop_filter_map("no rule", |(repeats, except_bank_holidays, except, from)| {
            let day = |days: i32| date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let except = except.into_iter().map(day).collect();
            let repeats = Repeats { except_bank_holidays, except, ..repeats };
            let start = LocalTime::At(day(from).at(18, 30, 0, 0));
            let found = match Recurrence::new(&repeats, start, LONDON) {
                Ok(_) => start,
                // It names the first date.
                Err(mistakes) => {
                    let [mistake] = mistakes.try_into().ok()?;
                    at(mistake.message.split_once("first one is ")?.1.split(' ').next()?)
                }
            };
            Recurrence::new(&repeats, found, LONDON).is_ok().then_some((repeats, found))
        })
}

/// Whether a day is one of those that the plain fields name, looked up on the calendar alone.
fn is_named(repeats: &Repeats, start: Date, day: Date) -> bool {
    let month = Month::ALL[usize::try_from(day.month() - 1).unwrap()];
    let in_month = repeats.in_months.is_empty() || repeats.in_months.contains(&month);
    let is_work = |day: Date| day.weekday().to_monday_zero_offset() < 5;
    let named = |on: &On| match *on {
        On::Weekday(weekday) => day.weekday() == weekday,
        On::Nth(Nth::Last, weekday) => day.weekday() == weekday && day.day() + 7 > day.days_in_month(),
        On::Nth(nth, weekday) => {
            let place = Nth::ALL.iter().position(|known| *known == nth).unwrap();
            day.weekday() == weekday && usize::try_from((day.day() - 1) / 7).unwrap() == place
        }
        On::Day(number) => day.day() == i8::try_from(number).unwrap(),
        On::LastDay => day == day.last_of_month(),
        On::FirstWorkingDay => {
            is_work(day)
                && day
                    .first_of_month()
                    .series(jiff::Span::new().days(1))
                    .take_while(|d| *d < day)
                    .all(|d| !is_work(d))
        }
        On::LastWorkingDay => {
            is_work(day)
                && day
                    .tomorrow()
                    .unwrap()
                    .series(jiff::Span::new().days(1))
                    .take_while(|d| d.month() == day.month())
                    .all(|d| !is_work(d))
        }
    };
    let on_its_day = if repeats.on.is_empty() {
        match repeats.every.unwrap() {
            Every::Day => true,
            Every::Week => day.weekday() == start.weekday(),
            Every::Month => day.day() == start.day(),
            Every::Year if repeats.in_months.is_empty() => {
                (day.month(), day.day()) == (start.month(), start.day())
            }
            Every::Year => day.day() == start.day(),
        }
    } else {
        repeats.on.iter().any(named)
    };
    in_month && on_its_day && is_its_turn(repeats, start, day)
}

/// Whether the period of a day is one of those that the interval leaves.
fn is_its_turn(repeats: &Repeats, start: Date, day: Date) -> bool {
    let interval = i64::from(repeats.interval.unwrap_or(1));
    let monday = |day: Date| {
        day.checked_sub(jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset()))).unwrap()
    };
    let days = |from: Date, to: Date| i64::from(from.until(to).unwrap().get_days());
    let (years, months) = (i64::from(day.year() - start.year()), i64::from(day.month() - start.month()));
    let passed = match repeats.every.unwrap() {
        Every::Day => days(start, day),
        Every::Week => days(monday(start), monday(day)) / 7,
        Every::Month => years * 12 + months,
        Every::Year => years,
    };
    passed % interval == 0
}

proptest! {
    #[test]
    fn both_forms_say_the_same((repeats, start) in recurrence()) {
        let both = Recurrence::new(&repeats, start, LONDON).unwrap().both_forms();
        prop_assert!(both.every.is_some() && both.rrule.is_some(), "{both:?}");
        let from_rrule = Repeats { rrule: both.rrule.clone(), ..Repeats::default() };
        let again = Recurrence::new(&from_rrule, start, LONDON).unwrap().both_forms();
        let without_exceptions = Repeats { except: Vec::new(), except_bank_holidays: None, ..both.clone() };
        prop_assert_eq!(again, without_exceptions);
        prop_assert_eq!(Recurrence::new(&both, start, LONDON).unwrap().both_forms(), both);
    }

    #[test]
    fn the_rules_dates_are_the_days_that_the_fields_name((repeats, start) in recurrence()) {
        let recurrence = Recurrence::new(&repeats, start, LONDON).unwrap();
        let (first, last) = (start.date(), date(2028, 1, 1));
        let all = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
        let until = repeats.until.unwrap_or(Date::MAX);
        let times = repeats.times.map_or(usize::MAX, |times| usize::try_from(times).unwrap());
        let named = all.filter(|day| *day <= until && is_named(&repeats, first, *day)).take(times);
        let dates: Vec<Date> = recurrence.rule_dates(first..=last, 9_999).iter().map(|one| one.start.date()).collect();
        prop_assert_eq!(dates, named.collect::<Vec<_>>());
    }

    #[test]
    fn what_takes_place_is_in_order_unique_and_within_bounds((repeats, start) in recurrence(), most in 1usize..50) {
        let recurrence = Recurrence::new(&repeats, start, LONDON).unwrap();
        let days = date(2026, 2, 1)..=date(2027, 6, 30);
        let dates = recurrence.dates(days.clone(), most);
        prop_assert!(dates.len() <= most);
        prop_assert!(dates.is_sorted_by(|one, next| one.start < next.start));
        let slots: std::collections::BTreeSet<_> = dates.iter().map(|one| &one.slot).collect();
        prop_assert_eq!(slots.len(), dates.len());
        for one in &dates {
            let day = one.start.date();
            prop_assert!(days.contains(&day) && !repeats.except.contains(&day), "{day}");
            let nation = repeats.except_bank_holidays;
            prop_assert!(nation.is_none_or(|nation| !super::super::holidays::is_holiday(nation, day)), "{day}");
        }
    }

    #[test]
    fn what_is_left_out_and_added_makes_what_takes_place_of_the_rule((repeats, start) in recurrence()) {
        let recurrence = Recurrence::new(&repeats, start, LONDON).unwrap();
        let days = Date::MIN..=date(2027, 6, 30);
        let starts = |dates: Vec<crate::recurrence::Instance>| dates.into_iter().map(|one| one.start).collect::<std::collections::BTreeSet<_>>();
        let mut made = starts(recurrence.rule_dates(days.clone(), 9_999));
        for left_out in recurrence.left_out(days.clone()) {
            prop_assert!(made.remove(&left_out));
        }
        for added in recurrence.added(days.clone()) {
            prop_assert!(made.insert(added));
        }
        prop_assert_eq!(made, starts(recurrence.dates(days, 9_999)));
    }

    #[test]
    fn any_text_is_a_rule_or_refused(text in "[A-Z]{4,8}=[A-Z0-9,+-]{1,9}(;[A-Z]{4,10}=[A-Z0-9,+-]{1,9}){0,4}") {
        let repeats = Repeats { rrule: Some(text), ..Repeats::default() };
        let start = at("2026-01-05T18:00");
        if let Ok(recurrence) = Recurrence::new(&repeats, start, LONDON) {
            let first = recurrence.rule_dates(Date::MIN..=Date::MAX, 1);
            prop_assert_eq!(first.first().map(|one| one.start), Some(start));
        }
    }
}
