//! The tokens in what a letter says of whom it is for, and in whatever else it says.

/// How many tokens of one letter are tried.
const TOKENS: usize = 8;

/// The tokens of addresses like `mailbox+TOKEN@domain` in a text, as they are written, a few of them.
pub(super) fn tokens(text: &str, mailbox: &str, domain: &str) -> Vec<String> {
    let text = text.to_ascii_lowercase();
    let (before, after) = (format!("{mailbox}+"), format!("@{domain}"));
    let mut found: Vec<String> = Vec::new();
    for part in text.split(&before).skip(1) {
        let token = part.split(&after).next().filter(|token| token.len() < part.len());
        if let Some(token) =
            token.filter(|token| !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric()))
            && !found.iter().any(|known| known == token)
        {
            found.push(token.to_owned());
        }
    }
    found.truncate(TOKENS);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_wherever_the_letter_says_whom_it_is_for() {
        let found = |text| tokens(text, "reply", "example.org");
        assert_eq!(found("Branch <Reply+ABC2@Example.ORG>, x@y.org"), ["abc2"]);
        assert_eq!(found("reply+a@example.org, reply+b@example.org, reply+a@example.org"), ["a", "b"]);
        for none in [
            "reply@example.org",
            "reply+@example.com",
            "reply+@example.org",
            "other+abc@example.org",
            "reply+a b@example.org",
            "",
        ] {
            assert_eq!(found(none), [""; 0], "{none}");
        }
        assert_eq!(found(&"reply+x1@example.org,reply+x2@example.org".repeat(1_000)).len(), 2);
    }
}
