//! Both forms of a rule say the same.

use super::*;

#[test]
fn each_form_gives_the_other() {
    for (start, fields, rrule) in [
        (
            "2024-05-13T07:00",
            r#"{"every":"week","on":["mon","tue","wed","thu","fri"],"until":"2024-07-12"}"#,
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20240712",
        ),
        (
            "2026-01-06T19:00",
            r#"{"every":"month","on":["first_tue","third_sat"]}"#,
            "FREQ=MONTHLY;BYDAY=1TU,3SA",
        ),
        (
            "2026-01-30",
            r#"{"every":"month","on":["last_working_day"],"times":12}"#,
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12",
        ),
        ("2026-01-07", r#"{"every":"week","interval":2}"#, "FREQ=WEEKLY;INTERVAL=2"),
        ("2026-01-31", r#"{"every":"month","on":["15","last_day"]}"#, "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        (
            "2026-03-02",
            r#"{"every":"year","on":["first_mon"],"in_months":["mar"]}"#,
            "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO",
        ),
        ("2026-03-02", r#"{"every":"day","interval":3}"#, "FREQ=DAILY;INTERVAL=3"),
    ] {
        let mut expected = repeats(fields);
        expected.rrule = Some(rrule.to_owned());
        assert_eq!(of(start, fields).both_forms(), expected, "{fields}");
        assert_eq!(of(start, &format!(r#"{{"rrule":"{rrule}"}}"#)).both_forms(), expected, "{rrule}");
        // What was read may be sent back.
        assert_eq!(Recurrence::new(&expected, at(start), LONDON).unwrap().both_forms(), expected);
    }
}

#[test]
fn one_rule_may_be_written_in_many_ways() {
    for (start, text, canonical) in [
        ("2026-01-05", "rrule:freq=weekly;wkst=su;byday=we,mo,mo;interval=1;", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("2026-01-05", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("2026-01-05", "FREQ=MONTHLY;BYSETPOS=+1;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO"),
        ("2026-01-05T18:00", "FREQ=WEEKLY;BYHOUR=18;BYMINUTE=0;BYSECOND=0", "FREQ=WEEKLY"),
        ("2026-01-05T18:00", "FREQ=WEEKLY;UNTIL=20260119T180000Z", "FREQ=WEEKLY;UNTIL=20260119"),
        ("2026-01-05T18:00", "FREQ=WEEKLY;UNTIL=20260119T175959Z", "FREQ=WEEKLY;UNTIL=20260118"),
        ("2026-01-05T18:00", "FREQ=WEEKLY;UNTIL=20260119T180000", "FREQ=WEEKLY;UNTIL=20260119"),
        // In summer the clocks are an hour ahead of UTC.
        ("2026-07-06T00:30", "FREQ=WEEKLY;UNTIL=20260719T233000Z", "FREQ=WEEKLY;UNTIL=20260720"),
        ("2026-07-06", "FREQ=WEEKLY;UNTIL=20260719T230000Z", "FREQ=WEEKLY;UNTIL=20260720"),
    ] {
        let rule = of(start, &format!(r#"{{"rrule":"{text}"}}"#));
        assert_eq!(rule.both_forms().rrule.unwrap(), canonical, "{text}");
    }
}

#[test]
fn what_the_fields_cannot_say_stays_an_rrule() {
    for rrule in [
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=-2FR",
        "FREQ=MONTHLY;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=YEARLY;BYMONTH=5,6;BYDAY=-2FR",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR;WKST=SU",
    ] {
        let start = Recurrence::new(&repeats(&format!(r#"{{"rrule":"{rrule}"}}"#)), at("2026-01-01"), LONDON)
            .map(|_| "2026-01-01".to_owned())
            .unwrap_or_else(|mistakes| mistakes[0].message.split_once("one is ").unwrap().1.to_owned());
        let both = of(&start, &format!(r#"{{"rrule":"{rrule}"}}"#)).both_forms();
        assert_eq!(both.every, None, "{rrule}");
        assert_eq!(
            super::super::rule::Rule::read(&both.rrule.unwrap(), at(&start), &jiff::tz::TimeZone::UTC),
            super::super::rule::Rule::read(rrule, at(&start), &jiff::tz::TimeZone::UTC)
        );
    }
}

#[test]
fn the_end_is_written_as_calendars_want_it() {
    let until = |start: &str, zone: &str| {
        let repeats = repeats(r#"{"every": "day", "until": "2026-07-12"}"#);
        let rrule = Recurrence::new(&repeats, at(start), zone).unwrap().rrule();
        rrule.split_once("UNTIL=").unwrap().1.to_owned()
    };
    assert_eq!(until("2026-07-06", LONDON), "20260712");
    assert_eq!(until("2026-07-06T18:00", LONDON), "20260712T225959Z");
    assert_eq!(until("2026-07-06T18:00", "UTC"), "20260712T235959Z");
    assert_eq!(until("2026-07-06T18:00", "Pacific/Auckland"), "20260712T115959Z");
    assert_eq!(of("2026-07-06", r#"{"also": ["2026-07-07"]}"#).rrule(), "FREQ=DAILY;COUNT=1");
}

#[test]
fn what_programs_of_members_read_otherwise_is_written_in_another_way() {
    for (start, fields, rrule) in [
        ("2024-02-29", r#"{"every": "year"}"#, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        (
            "2024-01-29",
            r#"{"every": "year", "interval": 3}"#,
            "FREQ=YEARLY;INTERVAL=3;BYMONTH=1;BYMONTHDAY=29",
        ),
        ("2024-03-31", r#"{"every": "year", "in_months": ["mar", "nov"]}"#, "FREQ=MONTHLY;BYMONTH=3,11"),
        ("2024-03-30", r#"{"every": "year"}"#, "FREQ=YEARLY"),
        ("2024-03-29", r#"{"every": "month"}"#, "FREQ=MONTHLY"),
    ] {
        assert_eq!(of(start, fields).rrule(), rrule);
    }
}
