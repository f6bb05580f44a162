//! How a rule is said.

use super::*;
use crate::words::Language;

const SAID: &[(&str, &str, &str)] = &[
    (
        "2024-05-13T07:00",
        r#"{"every": "week", "on": ["mon","tue","wed","thu","fri"], "until": "2024-07-12",
            "except_bank_holidays": "england-and-wales"}"#,
        "every Monday to Friday until Friday 12 July 2024, not on bank holidays",
    ),
    (
        "2026-01-06",
        r#"{"every": "month", "on": ["third_sat", "first_tue"]}"#,
        "on the first Tuesday and the third Saturday of each month",
    ),
    (
        "2026-01-30",
        r#"{"every": "month", "on": ["last_working_day"], "except_bank_holidays": "scotland"}"#,
        "on the last working day of each month",
    ),
    ("2026-01-07", r#"{"every": "week", "interval": 2}"#, "every second Wednesday"),
    ("2026-01-07", r#"{"every": "week"}"#, "every Wednesday"),
    ("2026-01-07", r#"{"every": "week", "interval": 3}"#, "every 3 weeks on Wednesday"),
    (
        "2026-01-07",
        r#"{"every": "week", "on": ["fri", "wed", "sat"]}"#,
        "every Wednesday, Friday and Saturday",
    ),
    (
        "2026-01-07",
        r#"{"every": "week", "interval": 2, "on": ["wed", "fri"]}"#,
        "every second week on Wednesday and Friday",
    ),
    ("2026-01-07", r#"{"every": "day", "times": 10}"#, "every day, 10 times"),
    ("2026-01-07", r#"{"every": "day", "interval": 2, "times": 1}"#, "every second day, once"),
    ("2026-01-05", r#"{"every": "week", "on": ["mon","tue","wed","thu","fri","sat","sun"]}"#, "every day"),
    ("2026-01-31", r#"{"every": "month"}"#, "on the 31st of each month"),
    (
        "2026-01-15",
        r#"{"every": "month", "on": ["last_day", 15]}"#,
        "on the 15th and the last day of each month",
    ),
    ("2026-01-22", r#"{"every": "month", "on": [22], "interval": 2}"#, "on the 22nd of every second month"),
    ("2026-01-12", r#"{"every": "month", "on": ["12"], "interval": 3}"#, "on the 12th of every 3 months"),
    (
        "2026-06-02",
        r#"{"every": "month", "on": ["first_tue"], "in_months": ["jun", "dec", "sep"]}"#,
        "on the first Tuesday of June, September and December",
    ),
    ("2026-03-02", r#"{"every": "year"}"#, "on 2 March each year"),
    (
        "2026-03-02",
        r#"{"every": "year", "on": ["first_mon"], "in_months": ["mar"], "interval": 2}"#,
        "on the first Monday of March every second year",
    ),
    ("2026-02-13", r#"{"rrule": "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"}"#, "on the dates listed"),
    ("2026-02-13", r#"{"rrule": "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=12"}"#, "on 12 dates"),
    ("2026-01-07", r#"{"every": "week", "in_months": ["jan"], "times": 4}"#, "on 4 dates"),
    ("2026-02-13", r#"{"also": ["2026-02-20", "2026-03-01"]}"#, "on 3 dates"),
];

#[test]
fn a_rule_is_said_in_words() {
    for (start, json, said) in SAID {
        assert_eq!(of(start, json).in_words(Language::En), *said, "{json}");
    }
}
