//! Whether a text names a way to reach somebody: so that an organiser looks before it is public.
//!
//! Pure. Names can't be known from other words; addresses and numbers can.

/// Whether a text holds an e-mail address or a telephone number, beside those in web addresses.
pub(super) fn are_named(text: &str) -> bool {
    text.split_whitespace().filter(|word| !word.contains("://")).any(is_address) || holds_number(text)
}

fn is_address(word: &str) -> bool {
    let Some((before, after)) = word.rsplit_once('@') else { return false };
    let named = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
    named && after.starts_with(char::is_alphanumeric) && after.trim_end_matches('.').contains('.')
}

/// Nine digits or more in a row, with what people write between them, that begin as numbers do: with a nought or a plus.
fn holds_number(text: &str) -> bool {
    let plain = text.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ");
    let between = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}');
    plain.split(|c: char| !c.is_ascii_digit() && c != '+' && !between(c)).any(|run| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        (9..=16).contains(&digits) && run.trim_start_matches(between).starts_with(['+', '0'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_seen() {
        for text in [
            "ring Ann on ann.person@example.org",
            "mailto:ann@example.org",
            "<ann@example.org>",
            "ring 020 7946 0000",
            "ring +44 (0)20 7946 0000 today",
            "07700900123.",
        ] {
            assert!(are_named(text), "{text}");
        }
        for text in [
            "Tuesday 9 July 2026, 6pm to 8pm",
            "2026-07-09 18:00 to 20:00",
            "09/07/2026 10:00",
            "see https://example.org/@51.5/020794600001",
            "write to us @branch",
            "1,000,000,000 members",
            "",
        ] {
            assert!(!are_named(text), "{text}");
        }
    }
}
