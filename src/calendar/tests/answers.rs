//! Answers as Outlook, Exchange, Gmail, Apple and others write them.

use proptest::prelude::*;

use super::*;

const STAMP: &str = "2026-07-01T10:00:00Z";

fn reply(properties: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n{properties}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn one(said: Said) -> Answered {
    Answered {
        uid: "0197-c0de".into(),
        instance: None,
        sequence: 3,
        stamp: Some(STAMP.parse().unwrap()),
        attendee: "ben@example.org".into(),
        said,
        comment: None,
    }
}

#[track_caller]
fn read(text: &str) -> Vec<Answered> {
    match answered(text, None) {
        Calendar::Reply(all, _) => all,
        other => panic!("{other:?} from {text}"),
    }
}

const PLAIN: &str = "UID:0197-c0de\r\nSEQUENCE:3\r\nDTSTAMP:20260701T100000Z\r\n";

#[test]
fn each_word_is_understood_in_any_case() {
    for (word, said) in [
        ("ACCEPTED", Said::Accepted),
        ("accepted", Said::Accepted),
        ("Tentative", Said::Tentative),
        ("DECLINED", Said::Declined),
        ("NEEDS-ACTION", Said::Other),
        ("DELEGATED", Said::Other),
        ("X-LATER", Said::Other),
    ] {
        let text = reply(&format!("{PLAIN}ATTENDEE;PARTSTAT={word}:mailto:ben@example.org"));
        assert_eq!(read(&text), [one(said)], "{word}");
    }
}

#[test]
fn the_habits_of_each_program_are_read() {
    let outlook = "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\n\
        METHOD:REPLY\r\nX-MS-OLK-FORCEINSPECTOROPEN:TRUE\r\nBEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\n\
        BEGIN:STANDARD\r\nDTSTART:16011028T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0100\r\n\
        TZOFFSETTO:-0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
        ATTENDEE;PARTSTAT=DECLINED:MAILTO:ben@example.org\r\nCLASS:PRIVATE\r\nCREATED:20260701T100000Z\r\n\
        DTEND;TZID=\"GMT Standard Time\":20260709T200000\r\nDTSTAMP:20260701T100000Z\r\n\
        DTSTART;TZID=\"GMT Standard Time\":20260709T180000\r\nLAST-MODIFIED:20260701T100000Z\r\nPRIORITY:5\r\n\
        SEQUENCE:3\r\nSUMMARY;LANGUAGE=en-gb:Declined: Banners held high\r\nTRANSP:OPAQUE\r\nUID:0197-c0de\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";
    let gmail = "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\n\
        METHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20260709T170000Z\nDTEND:20260709T190000Z\nDTSTAMP:20260701T100000Z\n\
        ORGANIZER;CN=Branch:mailto:reply+abc@example.org\nUID:0197-c0de\n\
        ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=ben@exa\n mple.org;X-NUM-GUESTS=0:mailto:ben@example.org\n\
        SEQUENCE:3\nSTATUS:CONFIRMED\nSUMMARY:Banners held high\nEND:VEVENT\nEND:VCALENDAR\n";
    let apple = reply(&format!(
        "{PLAIN}ATTENDEE;CN=\"Ben; \\\"B\\\"\";EMAIL=ben@example.org;PARTSTAT=DECLINED:mailto:ben@example.org"
    ));
    let bare = reply(&format!("{PLAIN}ATTENDEE;PARTSTAT=DECLINED:ben@example.org"));
    let escaped = reply(&format!("{PLAIN}ATTENDEE;PARTSTAT=DECLINED:mailto:%62en@example.org?x=1"));
    let small_names =
        reply(&format!("{PLAIN}attendee;partstat=declined:MailTo:ben@example.org")).to_lowercase();
    let marked = format!("\u{FEFF}some words before\r\n{bare}");
    let others_too = reply(&format!(
        "{PLAIN}ATTENDEE;CN=Ada:mailto:ada@example.org\r\nATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org"
    ));
    let broken_off = bare.replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "");
    for text in [outlook, gmail, &apple, &bare, &escaped, &small_names, &marked, &others_too, &broken_off] {
        assert_eq!(read(text), [one(Said::Declined)], "{text}");
    }
}

#[test]
fn several_answers_in_one_part_are_all_read() {
    let event = |uid: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260701T100000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@c.org\r\nEND:VEVENT\r\n"
        )
    };
    let calendar = |inside: &str| format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{inside}END:VCALENDAR\r\n");
    let text = calendar(&(event("a") + &event("b"))) + &calendar(&event("c"));
    let uids: Vec<String> = read(&text).into_iter().map(|one| one.uid).collect();
    assert_eq!(uids, ["a", "b", "c"]);
}

#[test]
fn a_date_of_a_series_is_read_as_it_is_written() {
    for (written, at, utc) in [
        ("RECURRENCE-ID:20260709T170000Z", "2026-07-09T17:00", true),
        ("RECURRENCE-ID;TZID=GMT Standard Time:20260709T180000", "2026-07-09T18:00", false),
        ("RECURRENCE-ID;VALUE=DATE:20260709", "2026-07-09T00:00", false),
    ] {
        let text = reply(&format!("{PLAIN}{written}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org"));
        assert_eq!(read(&text)[0].instance, Some(Instance { at: at.parse().unwrap(), utc }), "{written}");
    }
}

#[test]
fn the_method_may_stand_in_the_header_alone_and_the_text_wins() {
    let silent =
        reply(&format!("{PLAIN}ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@c.org")).replace("METHOD:REPLY\r\n", "");
    assert!(matches!(answered(&silent, Some("reply")), Calendar::Reply(all, _) if all.len() == 1));
    assert_eq!(answered(&silent, Some("REQUEST")), Calendar::Other(None));
    assert_eq!(answered(&silent, None), Calendar::Other(None));
    let counter = silent.replace("VERSION:2.0", "METHOD:COUNTER");
    assert_eq!(answered(&counter, Some("REPLY")), Calendar::Other(None));
}

#[test]
fn what_says_too_little_answers_nothing() {
    for (left_out, found) in [
        ("UID:0197-c0de\r\n", 0),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@c.org", 0),
        (";PARTSTAT=ACCEPTED", 0),
        ("b@c.org", 0),
        ("SEQUENCE:3\r\n", 1),
    ] {
        let text = reply(&format!("{PLAIN}ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@c.org")).replace(left_out, "");
        assert_eq!(read(&text).len(), found, "{left_out}");
    }
    let text = reply("UID:a\r\nDTSTAMP:20269999T990000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@c.org");
    assert_eq!((read(&text)[0].sequence, read(&text)[0].stamp), (0, None));
    for text in ["", "hello", "BEGIN:VCARD\r\nEND:VCARD\r\n", "<html>"] {
        assert_eq!(answered(text, Some("REPLY")), Calendar::Unreadable, "{text}");
    }
}

#[test]
fn what_was_made_to_be_slow_is_not_read() {
    for text in ["BEGIN:VEVENT\r\n".repeat(10_000), format!("BEGIN:VCALENDAR\r\nX:{}", "a".repeat(1 << 20))] {
        assert_eq!(answered(&text, Some("REPLY")), Calendar::Unreadable);
    }
}

proptest! {
    /// Whatever is cut out of an answer, put into it or turned round: it is read or not, and never stops us.
    #[test]
    fn no_bytes_stop_the_reader(
        cuts in proptest::collection::vec((0_usize..400, 0_usize..40), 0..6),
        words in proptest::collection::vec("[\\PC\r\n\t;:=\",]{0,12}", 0..6),
    ) {
        let mut text = reply(&format!("{PLAIN}RECURRENCE-ID:20260709T170000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org"));
        for ((at, len), word) in cuts.into_iter().zip(words.iter().chain(std::iter::repeat(&String::new()))) {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let end = (at..=(at + len).min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap();
            text.replace_range(at..end, word);
        }
        prop_assert!(matches!(answered(&text, Some("REPLY")), Calendar::Reply(..) | Calendar::Other(_) | Calendar::Unreadable));
    }
}
