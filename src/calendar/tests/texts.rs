//! Whatever people type stays inside the value it was typed for.

use calcard::icalendar::{ICalendarComponentType, ICalendarParameterName, ICalendarProperty};
use icalendar::Property;
use proptest::prelude::*;

use super::super::line::{Lines, cleaned, one_line};
use super::super::{Entry, FeedInfo, Invited, Parties, invitation};
use super::reader::{all, events, read, text_of};
use super::{TODAY, feed, info, lobby, parties};

/// Attempts to begin a property, to end a component, to leave a parameter, and to fold in the wrong place.
const NASTY: &[&str] = &[
    "x\r\nX-EVIL:1",
    "x\nX-EVIL:1",
    "x\rX-EVIL:1",
    "x\r\n X-EVIL:1",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
    "x\u{2028}X-EVIL:1\u{2029}X-EVIL:2",
    "x\u{85}X-EVIL:1\u{b}X-EVIL:2\u{c}X-EVIL:3",
    "\u{0}\u{1}\u{8}\u{1b}[31m\u{7f}\u{9f}x",
    "\"x\";X-EVIL=1:y",
    "x\";X-EVIL=\"1",
    "x;X-EVIL=1:y",
    "^n^'^^ and ^x",
    "a\\nb\\\\n\\;\\,",
    ",;:\"^\\",
    "\t tab \t",
    "é日本語👩‍👩‍👧‍👦\u{202e}gnp.exe",
];

/// Every text of an entry and of its feed set to the same one.
fn filled(text: &str) -> (FeedInfo, Entry, Parties) {
    let some = || Some(text.to_owned());
    (
        FeedInfo { name: text.into(), description: some(), source: text.into(), ..info() },
        Entry {
            uid: text.into(),
            title: text.into(),
            location: some(),
            description: text.into(),
            url: some(),
            categories: vec![text.into(), "picket".into()],
            ..lobby()
        },
        Parties {
            organiser: some(),
            organiser_address: text.into(),
            attendee: Some(Invited { address: text.into(), ..parties().attendee.unwrap() }),
            withdrawn: false,
        },
    )
}

fn names(text: &str) -> Vec<String> {
    assert!(!text.replace("\r\n", "").contains(|c: char| c.is_control() && c != '\t'), "{text:?}");
    let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75), "a line is too long: {text}");
    let named = lines.iter().filter(|line| !line.starts_with(' '));
    named.map(|line| line.split([':', ';']).next().unwrap().to_owned()).collect()
}

/// The names of all properties, as they stand in a calendar of plain words.
fn plain_names(mailed: bool) -> Vec<String> {
    let (info, entry, parties) = filled("x");
    names(&if mailed { invitation(&entry, &parties, TODAY).text } else { feed(&info, &[entry], TODAY) })
}

fn check(text: &str) {
    let (info, entry, parties) = filled(text);
    let published = feed(&info, std::slice::from_ref(&entry), TODAY);
    let mailed = invitation(&entry, &parties, TODAY).text;
    let line = one_line(text);
    if !line.is_empty() {
        assert_eq!(names(&published), plain_names(false), "{text:?}");
        assert_eq!(names(&mailed), plain_names(true), "{text:?}");
    }
    for written in [&published, &mailed] {
        let [event] = events(written).try_into().unwrap();
        let read_back = |property| text_of(&event, &property).unwrap_or_default();
        assert_eq!(read_back(ICalendarProperty::Uid), line);
        assert_eq!(read_back(ICalendarProperty::Summary), line);
        assert_eq!(read_back(ICalendarProperty::Location), line);
        assert_eq!(read_back(ICalendarProperty::Description), cleaned(text));
        let categories: Vec<_> = event.property(&ICalendarProperty::Categories).unwrap().values.clone();
        let categories: Vec<_> = categories.iter().filter_map(|value| value.as_text()).collect();
        let expected: Vec<_> = [line.as_str(), "picket"].into_iter().filter(|c| !c.is_empty()).collect();
        assert_eq!(categories, expected);
    }
    let [calendar] = all(&read(&published), &ICalendarComponentType::VCalendar).try_into().unwrap();
    for name in [ICalendarProperty::Name, ICalendarProperty::Other("X-WR-CALNAME".into())] {
        assert_eq!(text_of(&calendar, &name).unwrap_or_default(), line);
    }
    let organiser = events(&mailed)[0].property(&ICalendarProperty::Organizer).unwrap().clone();
    let cn = organiser.parameter(&ICalendarParameterName::Cn).and_then(|cn| cn.as_text()).unwrap_or_default();
    assert_eq!(decoded(cn), line.replace('\\', "/"));
}

/// RFC 6868, which calcard leaves to its caller.
fn decoded(parameter: &str) -> String {
    let mut text = String::new();
    let mut chars = parameter.chars();
    while let Some(c) = chars.next() {
        let next = if c == '^' { chars.next() } else { None };
        text.push(match (c, next) {
            ('^', Some('\'')) => '"',
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', other) => panic!("^ before {other:?}"),
            (plain, _) => plain,
        });
    }
    text
}

#[test]
fn no_text_adds_a_property_and_each_is_read_back() {
    for text in NASTY {
        check(text);
    }
}

#[test]
fn a_value_that_nobody_cleaned_stays_in_its_line() {
    for (name, expected) in [
        ("URL", "URL;CN=\"1^n;/X\":1X-EVIL:1\r\n"),
        ("SUMMARY", "SUMMARY;CN=\"1^n;/X\":1\\nX-EVIL:1\r\n"),
        ("REFRESH-INTERVAL", "REFRESH-INTERVAL;CN=\"1^n;/X\":1\\nX-EVIL:1\r\n"),
    ] {
        let mut lines = Lines::default();
        lines.property(Property::new(name, "1\r\n\u{0}X-EVIL:1").add_parameter("CN", "1\r\n\u{0};\\X"));
        assert_eq!(lines.into_text(), expected);
    }
}

#[test]
fn line_ends_of_every_kind_are_one_and_control_characters_go() {
    for (typed, kept, in_one_line) in [
        ("a\r\nb", "a\nb", "a b"),
        ("a\rb\nc", "a\nb\nc", "a b c"),
        ("a\r\n\r\nb", "a\n\nb", "a b"),
        ("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f", "a\nb\nc\nd\ne\nf", "a b c d e f"),
        ("\u{0}a\u{7f}\u{9b}b\u{1b}", "ab", "ab"),
        ("  a\tb  c \n", "a\tb  c", "a b c"),
    ] {
        assert_eq!(cleaned(typed), kept);
        assert_eq!(one_line(typed), in_one_line);
    }
}

#[test]
fn lines_are_folded_between_characters() {
    for length in 60..230 {
        for letter in ["a", "é", "日", "👩"] {
            let title = letter.repeat(length);
            let text = feed(&info(), &[Entry { title: title.clone(), ..lobby() }], TODAY);
            assert!(text.split("\r\n").all(|line| line.len() <= 75));
            assert!(text.replace("\r\n ", "").contains(&format!("\r\nSUMMARY:{title}\r\n")));
        }
    }
}

#[test]
fn addresses_of_pages_and_people_are_encoded() {
    for (address, expected) in [
        ("ben@example.org", "mailto:ben@example.org"),
        ("o'neill+a.b_c-d@example.org", "mailto:o'neill+a.b_c-d@example.org"),
        ("a?cc=eve@x.org&b%c/d#e@example.org", "mailto:a%3Fcc%3Deve@x.org%26b%25c%2Fd%23e@example.org"),
        ("jürgen@example.org", "mailto:j%C3%BCrgen@example.org"),
        ("x\r\nX-EVIL:1@example.org", "mailto:x%0D%0AX-EVIL:1@example.org"),
    ] {
        let attendee = Some(Invited { address: address.into(), ..parties().attendee.unwrap() });
        let text = invitation(&lobby(), &Parties { attendee, ..parties() }, TODAY).text;
        assert!(text.replace("\r\n ", "").contains(&format!(":{expected}\r\n")), "{text}");
    }
    let url = "https://example.org/a?b=1,2;3&c=%20#d \u{2028}\r\nX-EVIL:1<é>";
    let text = feed(&info(), &[Entry { url: Some(url.into()), ..lobby() }], TODAY);
    let written = "URL:https://example.org/a?b=1,2;3&c=%20#d%20%E2%80%A8%0D%0AX-EVIL:1%3C%C3%A9%3E";
    assert!(text.replace("\r\n ", "").contains(written), "{text}");
}

proptest! {
    #[test]
    fn any_text_anywhere_is_read_back_and_adds_nothing(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_text_of_the_characters_that_matter_is_read_back(
        text in proptest::collection::vec(prop_oneof![
            Just("\r"), Just("\n"), Just("\t"), Just(" "), Just("\\"), Just("n"), Just("N"), Just(","), Just(";"),
            Just(":"), Just("\""), Just("^"), Just("'"), Just("="), Just("\u{2028}"), Just("\u{0}"), Just("é"),
            Just("👩"), Just("END:VEVENT"), Just("X-EVIL:1"), Just("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ], 0..40)
    ) {
        check(&text.concat());
    }
}
