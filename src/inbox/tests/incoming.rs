//! What a letter is taken for.

use super::*;

fn sort_of(headers: &str, body: &str) -> Sort {
    let letter = format!("From: Ben <ben@example.org>\r\nTo: a@b.org\r\n{headers}\r\n\r\n{body}");
    read(letter.as_bytes()).unwrap().sort
}

#[test]
fn a_calendar_part_is_found_however_it_travels() {
    let ics = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260701T100000Z\r\n\
               ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let coded = data_encoding::BASE64.encode(ics.as_bytes());
    let quoted = ics.replace('=', "=3D").replace("mailto", "mail=\r\nto");
    let wide: Vec<u8> = ics.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = data_encoding::BASE64.encode(&wide);
    let bare = "Content-Type: text/calendar; method=REPLY";
    for (headers, body) in [
        (bare.to_owned(), ics.to_owned()),
        (format!("{bare}; charset=UTF-8\r\nContent-Transfer-Encoding: base64"), coded.clone()),
        (format!("{bare}\r\nContent-Transfer-Encoding: quoted-printable"), quoted),
        (format!("{bare}; charset=utf-16le\r\nContent-Transfer-Encoding: base64"), wide),
        ("Content-Type: application/ics\r\nContent-Transfer-Encoding: base64".to_owned(), coded),
        ("Content-Type: TEXT/CALENDAR".to_owned(), ics.to_owned()),
        (
            "Content-Type: multipart/mixed; boundary=b".to_owned(),
            format!(
                "--b\r\nContent-Type: text/plain\r\n\r\nBen has accepted.\r\n--b\r\n{bare}\r\n\r\n{ics}\r\n--b--\r\n"
            ),
        ),
        // A machine sent it because a person pressed a button.
        (format!("Auto-Submitted: auto-generated\r\n{bare}"), ics.to_owned()),
    ] {
        assert!(matches!(sort_of(&headers, &body), Sort::Answer(all, None) if all.len() == 1), "{headers}");
    }
    let counter = ics.replace("METHOD:REPLY", "METHOD:COUNTER");
    assert!(matches!(sort_of("Content-Type: text/calendar; method=COUNTER", &counter), Sort::OtherCalendar));
    assert!(matches!(sort_of(bare, "nothing"), Sort::Unreadable));
    let within = format!("Subject: a\r\n{bare}\r\n\r\n{ics}");
    assert!(
        !matches!(sort_of("Content-Type: message/rfc822", &within), Sort::Answer(..)),
        "a letter in it is not it"
    );
}

#[test]
fn what_is_no_letter_is_none() {
    for bytes in [&b""[..], b"\r\n\r\nhello", b"\0\0\0"] {
        assert!(read(bytes).is_none_or(|one| matches!(one.sort, Sort::Words(_))), "{bytes:?}");
    }
}

/// A letter from Outlook, Google or another program, with its text and its calendar.
fn with_calendar(program: &str, method: &str, text: &str, comment: &str) -> Sort {
    let ics = format!(
        "BEGIN:VCALENDAR\r\nPRODID:{program}\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260701T100000Z\r\n\
         {comment}ATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let headers = "Content-Type: multipart/alternative; boundary=b";
    let body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\nContent-Type: text/calendar; method={method}\r\n\r\n{ics}\r\n--b--\r\n"
    );
    sort_of(headers, &body)
}

#[test]
fn what_a_person_wrote_beside_an_answer_is_told_from_what_their_program_did() {
    const OUTLOOK: &str = "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN";
    const EXCHANGE: &str = "Microsoft Exchange Server 2010";
    const GOOGLE: &str = "-//Google Inc//Google Calendar 70.9054//EN";
    const APPLE: &str = "-//Apple Inc.//iPhone OS 18.5//EN";
    let repeated =
        "When: 9 July 2026 18:00-20:00.\r\nWhere: Hendon\r\n\r\n*~*~*~*~*~*~*~*~*~*\r\n\r\nMy back is bad.";
    let answered = "My back is bad.\r\n\r\n________________________________\r\nFrom: Barnet\r\n";
    for (program, text, comment, words) in [
        (OUTLOOK, "My back is bad.", "", Some("My back is bad.")),
        (EXCHANGE, repeated, "", Some("My back is bad.")),
        (OUTLOOK, answered, "", Some("My back is bad.")),
        (OUTLOOK, "", "", None),
        (EXCHANGE, "Get Outlook for iOS<https://aka.ms/o0ukef>\r\n", "", None),
        (GOOGLE, "Ben has declined this invitation.", "", None),
        (GOOGLE, "Ben has declined this invitation.", "COMMENT:My back\\, again\r\n", Some("My back, again")),
        (APPLE, "Ben declined.", "", None),
    ] {
        let Sort::Answer(all, with) = with_calendar(program, "REPLY", text, comment) else {
            panic!("{program} {text}")
        };
        assert_eq!((all.len(), with.map(|with| with.text).as_deref()), (1, words), "{program} {text}");
    }
}

#[test]
fn who_writes_beside_a_calendar_that_is_no_answer_has_written() {
    for (method, text, comment, words) in [
        ("REQUEST", "Is this the right day?", "", Some("Is this the right day?")),
        ("COUNTER", "Could it be at 7?", "", Some("Could it be at 7?")),
        ("COUNTER", "", "COMMENT:Could it be at 7?\r\n", Some("Could it be at 7?")),
        ("REQUEST", "", "", None),
    ] {
        match (with_calendar("a", method, text, comment), words) {
            (Sort::Words(written), Some(words)) => {
                assert_eq!(written, Written { text: words.to_owned(), ..Written::default() });
            }
            (Sort::OtherCalendar, None) => {}
            (other, _) => panic!("{method} {text}: {other:?}"),
        }
    }
}

#[test]
fn an_answer_of_a_calendar_that_cannot_be_read_is_nobodys_words() {
    let of = |attendee: &str| {
        let ics = format!(
            "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\n\
             ATTENDEE;PARTSTAT=ACCEPTED:{attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let part = format!("--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n{ics}\r\n");
        let headers = "Content-Type: multipart/mixed; boundary=b";
        sort_of(
            headers,
            &format!("--b\r\nContent-Type: text/plain\r\n\r\nBen has accepted.\r\n{part}{part}--b--\r\n"),
        )
    };
    for attendee in ["mailto:ben", "", "urn:uuid:1"] {
        assert!(matches!(of(attendee), Sort::Answer(all, None) if all.is_empty()), "{attendee}");
    }
    let Sort::Answer(all, None) = of("mailto:ben?b@example.org?subject=x") else { panic!() };
    assert_eq!(all[0].attendee, "ben?b@example.org");
}

#[test]
fn another_time_that_is_proposed_is_words_also_without_any() {
    let sort = |headers: &str, more: &str, text: &str| {
        let ics = format!(
            "BEGIN:VCALENDAR\r\nPRODID:Microsoft Exchange Server 2010\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\nUID:a\r\n\
             DTSTART:20260709T180000Z\r\n{more}ATTENDEE;PARTSTAT=TENTATIVE:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let headers = format!("{headers}Content-Type: multipart/alternative; boundary=b");
        let body = format!(
            "--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\nContent-Type: text/calendar; method=COUNTER\r\n\r\n{ics}\r\n--b--\r\n"
        );
        sort_of(&headers, &body)
    };
    for (headers, more, text, words) in [
        ("", "", "", ""),
        ("", "", "Could it be later?", "Could it be later?"),
        ("", "COMMENT:Later?\r\n", "", "Later?"),
        ("Auto-Submitted: auto-generated\r\n", "", "Ben proposed a new time.", ""),
    ] {
        let Sort::Words(written) = sort(headers, more, text) else { panic!("{headers}{text}") };
        assert_eq!(written.text, words);
        assert!(written.proposed.is_some() && !written.is_empty());
    }
}

#[test]
fn a_letter_that_the_reader_stumbles_over_is_none() {
    // In a build with its assertions, the library stops at this one.
    let letter = include_bytes!("stumbles.eml");
    assert!(read_safely(letter).is_none_or(|one| !matches!(one.sort, Sort::Answer(..))));
    assert!(read_safely(b"From: a@b.org\r\nTo: c@d.org\r\n\r\nHello").is_some());
}
