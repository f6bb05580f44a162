//! What is refused, what is let through, and what of it is shown again.

use super::*;

fn codes(check: impl FnOnce(&mut Mistakes)) -> Vec<Cow<'static, str>> {
    let mut found = Mistakes::new();
    check(&mut found);
    found.into_vec().into_iter().map(|one| one.code).collect()
}

#[test]
fn a_line_is_one_line_without_hidden_characters() {
    let megabyte = "a".repeat(1_000_000);
    for (text, expected) in [
        ("Ärzte gegen Kürzungen ✊🏽", vec![]),
        ("", vec!["empty"]),
        (" \u{a0}\t", vec!["empty"]),
        ("two\nlines", vec!["line_break"]),
        ("Subject\r\nBcc: a@example.org", vec!["line_break"]),
        ("two\u{2028}lines", vec!["line_break"]),
        ("bell\u{7}", vec!["control_character"]),
        ("nought\0", vec!["control_character"]),
        ("turned \u{202E}round", vec!["control_character"]),
        (megabyte.as_str(), vec!["too_long"]),
    ] {
        assert_eq!(codes(|m| m.line("/title", text, 200)), expected, "{text:.20}");
    }
}

#[test]
fn whatever_is_refused_for_being_hidden_is_taken_out_of_what_is_shown_again() {
    let mut refused = 0;
    for c in ('\0'..='\u{FFFF}').filter(|c| !c.is_alphanumeric()) {
        let typed = format!("Ben{c}O'Hara");
        let of_a_line = codes(|m| m.line("/name", &typed, 200));
        let of_a_text = codes(|m| m.text("/message", &typed, 200));
        refused += usize::from(!of_a_line.is_empty());
        assert_eq!(codes(|m| m.line("/name", &visible_line(&typed), 200)), [""; 0], "{c:?}");
        assert_eq!(codes(|m| m.text("/message", &visible(&typed), 200)), [""; 0], "{c:?}");
        if of_a_line.is_empty() {
            assert_eq!(visible_line(&typed), typed, "{c:?}");
        }
        if of_a_text.is_empty() && !ends_line(c) {
            assert_eq!(visible(&typed), typed, "{c:?}");
        }
    }
    assert!(refused > 70, "{refused}");
    assert_eq!(visible("Dear all,\r\nwe come.\u{2029}\tAll of us."), "Dear all,\r\nwe come.\n\tAll of us.");
    assert_eq!(visible_line("Ben\u{2028}Bcc: x\r\n"), "Ben Bcc: x");
}

#[test]
fn one_is_counted_as_one() {
    assert_eq!(counted(1, "character", "characters"), "1 character");
    assert_eq!(counted(2, "entry", "entries"), "2 entries");
}

#[test]
fn a_text_may_have_lines() {
    assert_eq!(codes(|m| m.text("/description", "one\ntwo\tthree\r\n", 200)), [""; 0]);
    assert_eq!(codes(|m| m.text("/description", "one\u{1b}[2J", 200)), ["control_character"]);
}

#[test]
fn a_web_address_begins_with_http() {
    for good in ["https://example.org", "http://example.org/a?b=c#d", "https://bücher.example/"] {
        assert_eq!(codes(|m| m.url("/url", good)), [""; 0], "{good}");
    }
    for bad in [
        "",
        "example.org",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "https://a b.org",
        "https://user:secret@example.org/",
        "mailto:a@example.org",
        "https://example.org/\nX: y",
    ] {
        assert_eq!(codes(|m| m.url("/url", bad)), ["not_a_url"], "{bad}");
    }
}

#[test]
fn a_telephone_number_has_digits() {
    for good in ["020 8359 2088", "+44 (0)20 8359 2088", "999", "01632 960001 ext 12"] {
        assert_eq!(codes(|m| m.phone("/phone", good)), [""; 0], "{good}");
    }
    for bad in ["", "call us", "12", "020 8359 2088\nX", "0123456789012345678901"] {
        assert_eq!(codes(|m| m.phone("/phone", bad)), ["not_a_phone_number"], "{bad}");
    }
}

#[test]
fn a_message_never_repeats_what_was_typed() {
    let mut found = Mistakes::new();
    found.line("/title", "secret\nsecret", 3);
    found.url("/url", "secret");
    found.phone("/phone", "secret");
    assert_eq!(found.clone().into_vec().len(), 4);
    assert!(found.into_vec().iter().all(|one| !one.message.contains("secret")));
}
