//! What is told from a letter of ours.

use super::*;

fn is_all(said: &[&str], lines: &str) -> bool {
    let mut known = Known::default();
    said.iter().for_each(|said| known.add(said));
    known.is_all(&lines.lines().map(str::to_owned).collect::<Vec<_>>())
}

#[test]
fn a_word_of_somebodys_is_told_from_a_letter_of_ours() {
    let ours = "From: Barnet <a@b.org>\nSent: 1 June 2026 10:00\n\n> Thank you. Your reply is in. Everything you need is\n> below.\n\
                You said: coming, 1 person.\nWHAT  Banners Held High\nWHEN  Tuesday 9 July 2024, 6pm to 8pm\nWHERE  Hendon\n\
                https://events.example.org/r/abc   (only for you)\n";
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
