//! What an attempt to send a letter means: sent, again, never.
//!
//! Pure. Guarantees: a failure that says nothing about the letter itself (no connection, a wrong password, silence)
//! is never final; the text of a verdict keeps the server's codes and words and holds no address, as it is
//! stored and shown. When the next attempt is made is left to `backoff`.

use std::ops::RangeInclusive;

use super::address::Address;

/// How far the conversation with the server had come (RFC 5321 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Connecting, greeting, encryption, sign-in: before any letter is spoken of.
    Opening,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The letter itself, up to the answer to the final dot. Whatever breaks here, the server may have the letter.
    Letter,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server said no.
    Answer {
        /// Its reply code, three digits (RFC 5321 §4.2).
        code: u16,
        /// Its words, all lines.
        text: String,
    },
    /// It said nothing for as long as we wait.
    Silence,
    /// The connection could not be made or broke; in the words of the system.
    Broken(String),
    /// We and the server do not fit: no encryption, no way to sign in.
    Unfit(String),
}

/// An attempt that did not end with the server taking the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How far it came.
    pub step: Step,
    /// What went wrong there.
    pub cause: Cause,
}

/// What becomes of a letter whose attempt failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Worth another try.
    Again(String),
    /// They will not have it.
    Never(String),
    /// It is no message: the fault is ours, and no try will mend it.
    Unsendable(String),
}

/// Long enough for the codes, the words and the address of a help page.
const LONGEST_TEXT: usize = 400;

impl Failure {
    /// What follows from it for a letter to `to`.
    #[must_use]
    pub fn verdict(&self, to: &Address) -> Verdict {
        let text = self.describe(to);
        if self.is_final() { Verdict::Never(text) } else { Verdict::Again(text) }
    }

    /// Whether the connection, rather than the letter, is at fault: one that had served before may simply have
    /// reached the server's limit of letters or of patience, and a fresh one will do.
    #[must_use]
    pub fn is_worn_connection(&self) -> bool {
        self.step == Step::Sender && matches!(&self.cause, Cause::Broken(_) | Cause::Answer { code: 421, .. })
    }

    /// 5xx is final (RFC 5321 §4.2.1) once the letter is spoken of; but 530 to 538 are about our own sign-in
    /// (RFC 4954 §6), which somebody can put right.
    fn is_final(&self) -> bool {
        match &self.cause {
            Cause::Answer { code, .. } => {
                self.step != Step::Opening && (500..600).contains(code) && !(530..=538).contains(code)
            }
            Cause::Silence | Cause::Broken(_) | Cause::Unfit(_) => false,
        }
    }

    /// One line for the list of what is stuck.
    fn describe(&self, to: &Address) -> String {
        let step = match self.step {
            Step::Opening => "opening the connection",
            Step::Sender => "naming the sender",
            Step::Recipient => "naming the recipient",
            Step::Data => "announcing the letter",
            Step::Letter => "handing over the letter",
        };
        match &self.cause {
            Cause::Answer { code, text } => format!("{step}: {code} {}", without_addresses(text, to)),
            Cause::Silence => format!("{step}: the server did not answer"),
            Cause::Broken(why) | Cause::Unfit(why) => format!("{step}: {}", without_addresses(why, to)),
        }
    }
}

/// The codes of a server's answer: its reply code and, where one of the same class follows, its enhanced code.
///
/// They can be kept of a letter that left; the words after them may name anybody (RFC 3463 §2, RFC 2034 §4).
#[must_use]
pub fn codes_of(answer: &str) -> String {
    let mut words = answer.split_whitespace();
    let code = words.next().filter(|word| is_number(word, 3..=3)).unwrap_or_default();
    match words.next().filter(|word| !code.is_empty() && is_enhanced(word, code)) {
        Some(enhanced) => format!("{code} {enhanced}"),
        None => code.to_owned(),
    }
}

fn is_enhanced(word: &str, code: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts[..] else { return false };
    is_number(class, 1..=1)
        && code.starts_with(class)
        && is_number(subject, 1..=3)
        && is_number(detail, 1..=3)
}

fn is_number(word: &str, digits: RangeInclusive<usize>) -> bool {
    digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `text` on one line, cut to a bearable length, with every address and each half of `to` taken out.
///
/// Servers quote addresses in many ways (`<ben@example.org>`, `ben%40example.org`, `user ben unknown`), so a word
/// goes whole when it looks like an address, and the halves of this one wherever they stand.
#[must_use]
pub fn without_addresses(text: &str, to: &Address) -> String {
    let (local, domain) = (to.as_str().strip_suffix(to.domain()).unwrap_or_default(), to.domain());
    let local = local.trim_end_matches('@').to_lowercase();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let kept: Vec<&str> =
        words.map(|word| if names_somebody(word, &local, domain) { "[address]" } else { word }).collect();
    kept.join(" ").chars().take(LONGEST_TEXT).collect()
}

fn names_somebody(word: &str, local: &str, domain: &str) -> bool {
    let word = word.to_lowercase();
    let looks_like_an_address = ["@", "%40", "=40", "&#64;"].iter().any(|at| word.contains(at));
    // A short name would be found inside any word (`al` in `mail`), so it must stand alone.
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let has_local = bare == local || (local.len() > 3 && word.contains(local));
    looks_like_an_address || has_local || word.contains(&domain.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ben() -> Address {
        Address::parse("ben.k@example.org").unwrap()
    }

    fn answer(step: Step, code: u16, text: &str) -> Failure {
        Failure { step, cause: Cause::Answer { code, text: text.to_owned() } }
    }

    #[test]
    fn each_answer_of_a_server_has_its_consequence() {
        let again =
            |failure: Failure| assert!(matches!(failure.verdict(&ben()), Verdict::Again(_)), "{failure:?}");
        let never =
            |failure: Failure| assert!(matches!(failure.verdict(&ben()), Verdict::Never(_)), "{failure:?}");
        for step in [Step::Sender, Step::Recipient, Step::Data, Step::Letter] {
            for code in [421, 450, 451, 452, 455, 499] {
                again(answer(step, code, "later"));
            }
            for code in [500, 501, 550, 551, 552, 553, 554, 555, 599] {
                never(answer(step, code, "no"));
            }
            for code in [530, 534, 535, 538] {
                again(answer(step, code, "sign in first"));
            }
            again(Failure { step, cause: Cause::Silence });
            again(Failure { step, cause: Cause::Broken("connection reset".into()) });
        }
        for code in [421, 454, 502, 504, 535, 550, 554] {
            again(answer(Step::Opening, code, "not you"));
        }
        again(Failure { step: Step::Opening, cause: Cause::Unfit("STARTTLS is not supported".into()) });
    }

    #[test]
    fn only_a_worn_connection_is_worth_a_fresh_one_at_once() {
        assert!(answer(Step::Sender, 421, "too many messages").is_worn_connection());
        assert!(Failure { step: Step::Sender, cause: Cause::Broken("eof".into()) }.is_worn_connection());
        assert!(!answer(Step::Sender, 450, "busy").is_worn_connection());
        assert!(!Failure { step: Step::Sender, cause: Cause::Silence }.is_worn_connection());
        assert!(!Failure { step: Step::Letter, cause: Cause::Broken("eof".into()) }.is_worn_connection());
    }

    #[test]
    fn the_servers_words_stay_and_addresses_go() {
        for (said, kept) in [
            (
                "5.1.1 <ben.k@example.org>: Recipient address rejected",
                "5.1.1 [address] Recipient address rejected",
            ),
            ("5.1.1 User BEN.K unknown", "5.1.1 User [address] unknown"),
            ("no mailbox for 'ben.k' at example.org.", "no mailbox for [address] at [address]"),
            ("see https://x.test/?r=ben.k%40example.org&c=5", "see [address]"),
            ("eve@other.test is blocked", "[address] is blocked"),
            ("5.7.1 line one\r\n5.7.1 line two", "5.7.1 line one 5.7.1 line two"),
            ("4.7.0 [192.0.2.1] greylisted, try in 300 s", "4.7.0 [192.0.2.1] greylisted, try in 300 s"),
        ] {
            assert_eq!(without_addresses(said, &ben()), kept);
        }
        let al = Address::parse("al@example.org").unwrap();
        assert_eq!(without_addresses("mail for al: no", &al), "mail for [address] no");
    }

    #[test]
    fn of_a_yes_the_codes_alone_are_kept() {
        for (answer, kept) in [
            ("250 2.0.0 Ok: queued as 4F2A for <ben.k@example.org>", "250 2.0.0"),
            ("250 2.6.0 <ben.k@example.org> queued", "250 2.6.0"),
            ("250 OK id=1t8Fh2 ben.k@example.org", "250"),
            ("250", "250"),
            ("250 5.1.1 of another class", "250"),
            ("250 2.0 short", "250"),
            ("250 2.0.ben.k", "250"),
            ("250 2.0.1234", "250"),
            ("ben.k@example.org 2.0.0", ""),
            ("", ""),
        ] {
            assert_eq!(codes_of(answer), kept, "{answer}");
        }
    }

    #[test]
    fn a_verdict_says_where_and_what() {
        let said = answer(Step::Recipient, 550, "5.1.1 <ben.k@example.org> unknown").verdict(&ben());
        assert_eq!(said, Verdict::Never("naming the recipient: 550 5.1.1 [address] unknown".into()));
        let long = answer(Step::Letter, 451, &"x ".repeat(5_000)).verdict(&ben());
        assert!(matches!(long, Verdict::Again(text) if text.len() < 500));
    }

    proptest::proptest! {
        #[test]
        fn no_form_of_an_address_survives(before in ".{0,40}", after in ".{0,40}") {
            let text = format!("{before}ben.k@example.org{after}");
            let kept = without_addresses(&text, &ben()).to_lowercase();
            proptest::prop_assert!(!kept.contains("ben.k") && !kept.contains("example.org"));
        }
    }
}
