//! What a letter's bytes are, read back by a library that is not ours.

use mail_parser::{HeaderValue as Value, MessageParser, MimeHeaders, PartType};

use super::example::{entry, letter};
use super::*;
use crate::outbox::message::Method;

fn written(message: Message) -> String {
    String::from_utf8(bytes_of(message, None).unwrap()).unwrap()
}

#[test]
fn a_letter_reads_back_as_it_was_meant() {
    let bytes = written(Message { calendar: Some(entry()), ..letter() });
    let read = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(read.message_id(), Some("0197c0de.3@example.org"));
    assert_eq!(read.subject(), Some("Tuesday 9 July, 6pm: your reply"));
    assert_eq!(read.date().unwrap().to_rfc3339(), "2024-07-08T17:00:00Z");
    assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Barnet UNISON"));
    assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("office@example.org"));
    assert_eq!(read.to().unwrap().first().unwrap().address(), Some("ben@xn--bcher-kva.example"));
    assert_eq!(read.header("Auto-Submitted"), Some(&Value::Text("auto-generated".into())));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), "Thank you.\n\nWHERE  Café ☂");
    assert_eq!(read.body_html(0).unwrap().trim_end(), "<p>Thank you.</p>");
    assert!(read.header("List-Unsubscribe").is_none());
}

#[test]
fn the_calendar_entry_is_the_last_alternative_and_a_file_beside_them() {
    for method in [Method::Request, Method::Cancel, Method::Publish] {
        let ics = entry().ics.replace("METHOD:REQUEST", &format!("METHOD:{}", method.as_str()));
        let entry = CalendarPart { method, ics: ics.clone(), ..entry() };
        let bytes = written(Message { calendar: Some(entry), ..letter() });
        let read = MessageParser::default().parse(&bytes).unwrap();
        let kinds: Vec<_> = read
            .parts
            .iter()
            .map(|part| part.content_type().unwrap())
            .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap()))
            .collect();
        assert_eq!(
            kinds,
            [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "text/html",
                "text/calendar",
                "application/ics"
            ]
        );
        let PartType::Multipart(outer) = &read.parts[0].body else { panic!("{bytes}") };
        assert_eq!(outer, &[1, 5], "the file stands beside the alternatives");
        let (part, file) = (&read.parts[4], &read.parts[5]);
        let kind = part.content_type().unwrap();
        assert_eq!(kind.attribute("method"), Some(method.as_str()));
        assert_eq!(kind.attribute("charset"), Some("utf-8"));
        assert_eq!(kind.attribute("name"), Some("event.ics"));
        assert!(part.content_disposition().is_none());
        let kind = file.content_type().unwrap();
        assert_eq!((kind.attribute("name"), kind.attribute("method")), (Some("event.ics"), None));
        let disposition = file.content_disposition().unwrap();
        assert!(disposition.is_attachment());
        assert_eq!(disposition.attribute("filename"), Some("event.ics"));
        assert_eq!(file.content_transfer_encoding(), Some("base64"));
        assert_eq!((part.contents(), file.contents()), (ics.as_bytes(), ics.as_bytes()), "byte for byte");
    }
}

#[test]
fn a_letter_without_an_entry_has_no_file() {
    let bytes = written(letter());
    let read = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(read.parts[0].content_type().unwrap().subtype(), Some("alternative"));
    assert_eq!(read.attachment_count(), 0);
}

#[test]
fn an_entry_with_another_method_than_announced_is_not_sent() {
    let other = CalendarPart { method: Method::Cancel, ..entry() };
    assert_eq!(bytes_of(Message { calendar: Some(other), ..letter() }, None), Err(Unsendable::Method));
}

#[test]
fn one_press_stops_reminders() {
    let url = format!("https://example.org/u/{}", "k".repeat(120));
    let bytes = written(Message { list_unsubscribe: Some(url.clone()), ..letter() });
    let read = MessageParser::default().parse(&bytes).unwrap();
    let raw = read.header_raw("List-Unsubscribe").unwrap();
    assert_eq!(raw.split_whitespace().collect::<String>(), format!("<{url}>"));
    assert_eq!(read.header_raw("List-Unsubscribe-Post").unwrap().trim(), "List-Unsubscribe=One-Click");
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    assert_eq!(written(letter()), written(letter()));
    assert_ne!(written(letter()), written(Message { text: "other".into(), ..letter() }));
}

#[test]
fn nothing_but_ascii_crosses_the_wire_in_lines_that_fit() {
    let wild = Message {
        subject: "Café ☂ ".repeat(40),
        text: "ü".repeat(5_000),
        html: format!("<p>{}</p>", "x".repeat(5_000)),
        ..letter()
    };
    let bytes = written(wild);
    assert!(bytes.is_ascii());
    assert!(bytes.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
}

#[test]
fn nobodys_words_become_a_header() {
    let attack = "x\r\nBcc: eve@example.org\r\n\r\nbody\u{0}\u{2028}\"<>;,\\";
    let hostile = Mailbox { name: Some(attack.into()), address: letter().from.address };
    for message in [
        Message { subject: attack.into(), ..letter() },
        Message { from: hostile.clone(), ..letter() },
        Message { reply_to: Some(hostile), ..letter() },
        Message { calendar: Some(CalendarPart { file_name: attack.into(), ..entry() }), ..letter() },
    ] {
        let bytes = written(message);
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert!(read.bcc().is_none(), "{bytes}");
        assert_eq!(read.to().unwrap().iter().count(), 1);
        assert!(read.body_text(0).unwrap().starts_with("Thank you."), "{bytes}");
    }
    for message in [
        Message { message_id: attack.into(), ..letter() },
        Message { list_unsubscribe: Some(format!("https://example.org/{attack}")), ..letter() },
    ] {
        assert!(bytes_of(message, None).is_err());
    }
}

proptest::proptest! {
    #[test]
    fn any_words_make_one_letter_to_one_person(name in ".*", subject in ".*", text in ".*", html in ".*") {
        let mut message = Message { subject, text, html, ..letter() };
        message.from.name = Some(name);
        let bytes = written(message);
        let read = MessageParser::default().parse(&bytes).unwrap();
        proptest::prop_assert_eq!(read.to().unwrap().first().unwrap().address(), Some("ben@xn--bcher-kva.example"));
        proptest::prop_assert_eq!(read.from().unwrap().first().unwrap().address(), Some("no-reply@example.org"));
        proptest::prop_assert_eq!(read.message_id(), Some("0197c0de.3@example.org"));
        proptest::prop_assert_eq!(read.parts.len(), 3);
    }
}
