//! What is told from a letter of ours.

use super::*;

fn is_all(said: &[&str], lines: &str) -> bool {
    let mut known = Known::default();
    said.iter().for_each(|said| known.add(said));
    known.is_all(&lines.lines().map(str::to_owned).collect::<Vec<_>>())
}

const LETTER: &str = "From: Barnet <a@b.org>\nSent: 1 June 2026 10:00\n\n> Thank you. Your reply is in. Everything you need is\n> below.\n\
                You said: coming, 1 person.\nWHAT  Banners Held High\nWHEN  Tuesday 9 July 2024, 6pm to 8pm\nWHERE  Hendon\n\
                https://events.example.org/r/abc   (only for you)\n";

#[test]
fn a_word_of_somebodys_is_told_from_a_letter_of_ours() {
    let ours = LETTER;
    let said = ["Banners Held High", "Hendon"];
    assert!(is_all(&said, ours));
    assert!(!is_all(&said[..1], ours), "what nobody said to us is not ours");
    for theirs in ["Can I bring my dog?", "Nein", "Two of us, please", "Ben"] {
        assert!(!is_all(&said, &format!("{ours}{theirs}\n")), "{theirs}");
        assert!(!is_all(&said, &ours.replace("WHAT", &format!("{theirs}\nWHAT"))), "{theirs}");
    }
    for theirs in [
        "Can't come",
        "Not coming",
        "Yes",
        "Coming",
        "Maybe",
        "2",
        "07700 900123",
        "By train",
        "3 people",
        "Called off?",
        "Two of us, not three",
        "Not coming any more, sorry",
        "Phone 07700 900123",
        "07700 900123, 020 7946 0000",
        "Tuesday",
        "6pm",
        "Online",
        "May be",
    ] {
        let line = format!("> {theirs}\n> WHAT");
        assert!(!is_all(&said, &ours.replace("WHAT", &line)), "{theirs}");
        assert!(!is_all(&said, &format!("{ours}\n{theirs}")), "{theirs}");
        assert!(
            !is_all(&said, &format!("We will write again the day before and 2 hours before.\n{theirs}")),
            "{theirs}"
        );
    }
    assert!(is_all(&[], "\n>\n> \n____\nhttps://x.org/a <b@c.org>\n"));
}

#[test]
fn so_is_one_at_the_end_of_a_line_of_ours_a_day_and_what_only_looks_like_a_header() {
    let said = ["Banners Held High", "Hendon"];
    for line in ["You said: coming, 1 person.", "Banners Held High", "6pm to 8pm", "Hendon", "(only for you)"]
    {
        for theirs in ["can't come", "- yes", "no", "or 9pm", "Thursday", "3 people", "by train", "?", "2"] {
            let letter = LETTER.replace(line, &format!("{line} {theirs}"));
            assert!(letter != LETTER && !is_all(&said, &letter), "{line} {theirs}");
        }
    }
    for theirs in [
        "Thursday 11 July 2024?",
        "Thursday 11 July 2024, 6pm",
        "A: can't come",
        "To: the office",
        "A: no\nI: no",
        "At 17:05:",
    ] {
        assert!(!is_all(&said, &LETTER.replace("WHAT", &format!("{theirs}\nWHAT"))), "{theirs}");
    }
}

#[test]
fn what_can_be_read_in_any_number_of_ways_is_not_read_to_the_end() {
    let lines = |unit: &str| (1..40).map(|times| unit.repeat(times)).collect::<Vec<_>>();
    let said = [lines("from: "), lines(": from ")].concat();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    assert!(is_all(&said, &"from: ".repeat(20)), "all of it is known");
    assert!(!is_all(&said, &"from: ".repeat(2_400)), "a letter must not hold up all others");
}
