//! Addresses of ours that only one person may open, taken out of words that others will read.
//!
//! Pure. Mail gateways wrap the addresses in a letter into their own, so what only holds such an address goes as well, however it is coded.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

use super::tokens::tokens;

/// What comes before a token in our addresses.
const DOORS: [&str; 5] = ["/r/", "/u/", "/n/", "/c/", "/m/"];
/// How often an address is taken out of another one.
const WRAPPINGS: usize = 3;
/// How long a token in an address is at least: those of ours have 52 characters.
const TOKEN: usize = 40;
/// How long one is that stands anywhere: links of other services have shorter runs of such characters.
const WHOLE_TOKEN: usize = 52;
/// How long a coded address is at least.
const CODED: usize = 24;

/// Where we are.
#[derive(Clone, Debug)]
struct Own<'a> {
    /// Of our links, in small letters.
    host: String,
    /// The mailbox and the domain to which letters are answered, in small letters.
    answered: Option<(&'a str, &'a str)>,
}

/// `text` without such addresses: `base`, under which ours stand, is what is left of them. Letters are `answered` to that mailbox and domain,
/// in small letters.
pub(super) fn without_links(text: &str, base: &str, answered: Option<(&str, &str)>) -> String {
    let host = base.split_once("://").map_or(base, |(_, host)| host).to_ascii_lowercase();
    let own = Own { host, answered };
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(ends).unwrap_or(rest.len());
        let (word, next) = rest.split_at(end);
        if own.has(word) {
            plain.push_str(base);
            plain.push_str("/…");
        } else {
            plain.push_str(word);
        }
        let mark = next.chars().next().map_or(0, char::len_utf8);
        let (mark, next) = next.split_at(mark);
        plain.push_str(mark);
        rest = next;
    }
    plain
}

/// What no address goes on behind.
fn ends(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']')
}

impl Own<'_> {
    /// Whether a word is such an address, or holds one.
    fn has(&self, word: &str) -> bool {
        if word.len() < DOORS.len() {
            return false;
        }
        let mut coded = word.to_owned();
        for _ in 0..=WRAPPINGS {
            if self.is(&coded) || self.is_in_base64(&coded) {
                return true;
            }
            let decoded = unescaped(&coded);
            if decoded == coded {
                break;
            }
            coded = decoded;
        }
        // Proofpoint's second form writes `-` for `%` and `_` for `/`.
        word.contains("urldefense") && self.is(&unescaped(&word.replace('-', "%").replace('_', "/")))
    }

    /// Whether an address that is not coded any more is one: under our own, under any with a token like ours, or one to which a person's
    /// letter is answered, which speaks for them (`reply+TOKEN@…`).
    fn is(&self, address: &str) -> bool {
        let address = address.to_ascii_lowercase();
        let speaks = |(mailbox, domain)| !tokens(&address, mailbox, domain).is_empty();
        if self.answered.is_some_and(speaks) || has_token(&address) {
            return true;
        }
        let ours = address
            .split(&self.host)
            .skip(1)
            .any(|path| DOORS.iter().any(|door| path.starts_with(door)) || path.contains("/m/"));
        let any = || {
            DOORS.iter().any(|door| {
                address.split(door).skip(1).any(|rest| {
                    let token = rest.bytes().take_while(u8::is_ascii_alphanumeric);
                    token.count() >= TOKEN
                })
            })
        };
        ours || any()
    }

    /// Whether one of the parts of an address is such an address in base64.
    fn is_in_base64(&self, address: &str) -> bool {
        let parts = address.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+')));
        parts.filter(|part| part.len() >= CODED).any(|part| {
            // What is left over at the end may be the beginning of something else.
            let whole = part.get(..part.len() - part.len() % 4).unwrap_or(part);
            [part, whole].iter().any(|part| {
                let decoded =
                    BASE64URL_NOPAD.decode(part.as_bytes()).or_else(|_| BASE64_NOPAD.decode(part.as_bytes()));
                decoded.is_ok_and(|bytes| self.is(&unescaped(&String::from_utf8_lossy(&bytes))))
            })
        })
    }
}

/// Whether something of the form of our tokens stands in an address, in small letters, or is all there is. A long word of letters alone, of
/// which there are some, is none.
fn has_token(address: &str) -> bool {
    let is_plain =
        address.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '!' | '?' | '\'' | ':' | ';'));
    let parts = address.split(|c: char| !matches!(c, 'a'..='z' | '2'..='7'));
    !is_plain && parts.into_iter().any(|part| part.len() >= WHOLE_TOKEN)
}

/// `%2F` as `/`. A lone `%` stands for itself.
fn unescaped(text: &str) -> String {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = (*byte == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        rest = if hex.is_some() { after.get(2..).unwrap_or_default() } else { after };
        plain.push(hex.unwrap_or(*byte));
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://events.example.org";
    const ANSWERED: Option<(&str, &str)> = Some(("answers", "in.example.org"));
    const TOKEN: &str = "agrk3f7q2m9x4agrk3f7q2m5x4agrk3f7q2m5x4agrk3f7q2m5x4";

    #[test]
    fn links_that_are_somebodys_own_are_not_passed_on() {
        let text = "I pressed https://events.example.org/r/abc123 and <https://events.example.org/barnet/m/xyz/events/a> but \
                    https://events.example.org/barnet/events/lobby works";
        assert_eq!(
            without_links(text, BASE, ANSWERED),
            "I pressed https://events.example.org/… and <https://events.example.org/…> but \
             https://events.example.org/barnet/events/lobby works"
        );
    }

    #[test]
    fn nor_are_addresses_that_speak_for_somebody() {
        let address = "Answers+agrk3f7q2m9x4@in.Example.org";
        let coded = address.replace('+', "%2B").replace('@', "%40");
        let in_base64 = data_encoding::BASE64URL.encode(format!("mailto:{address}").as_bytes());
        for wrapped in [
            address.to_owned(),
            address.to_uppercase(),
            format!("mailto:{address}"),
            format!("mailto:{}", address.replace('+', "%2b")),
            format!("https://gbr01.safelinks.protection.outlook.com/?url=mailto%3A{coded}&data=05"),
            format!(
                "https://gbr01.safelinks.protection.outlook.com/?url={}&data=05",
                coded.replace('%', "%25")
            ),
            format!("https://urldefense.proofpoint.com/v2/url?u=mailto-3A{}&d=a", coded.replace('%', "-")),
            format!("https://eu-west-1.protection.sophos.com?d=example.org&u={in_base64}&i=abc"),
        ] {
            let kept = without_links(&format!("Mine is <{wrapped}>; what for?"), BASE, ANSWERED);
            assert_eq!(kept, format!("Mine is <{BASE}/…>; what for?"), "{wrapped}");
        }
        for anybodys in [
            "office@example.org works, answers@in.example.org or answers+@in.example.org too",
            "reply+agrk3f7q2m9x4@in.example.org is no address of ours",
            "nor is answers+agrk3f7q2m9x4@example.org",
            "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch, nooooooooooooooooooooooooooooooooooooooooooo!",
        ] {
            assert_eq!(without_links(anybodys, BASE, ANSWERED), anybodys);
        }
        assert_eq!(without_links(address, BASE, None), address);
    }

    #[test]
    fn nor_is_a_token_whatever_it_stands_in() {
        let token = TOKEN.replace('9', "6");
        let (upper, coded) = (token.to_uppercase(), format!("mailto%3Areply%2B{token}%40old.example.org"));
        for (written, kept) in [
            (token.clone(), format!("{BASE}/…")),
            (upper, format!("{BASE}/…")),
            (format!("reply+{token}@old.example.org"), format!("{BASE}/…")),
            (format!("SRS0=ab=cd=in.example.org=reply+{token}@fwd.example.net"), format!("{BASE}/…")),
            (format!("reply+{token}=in.example.org@bounce.example.net"), format!("{BASE}/…")),
            (format!("\"reply+{token}\"@example.org"), format!("\"{BASE}/…\"@example.org")),
            (format!("reply+{token} @ example.org"), format!("{BASE}/… @ example.org")),
            (
                format!("https://gbr01.safelinks.protection.outlook.com/?url={coded}&data=05"),
                format!("{BASE}/…"),
            ),
        ] {
            for answered in [ANSWERED, None] {
                assert_eq!(
                    without_links(&format!("Is {written} mine?"), BASE, answered),
                    format!("Is {kept} mine?")
                );
            }
        }
    }

    #[test]
    fn however_they_are_wrapped() {
        let link = format!("{BASE}/r/{TOKEN}");
        let coded = link.replace(':', "%3A").replace('/', "%2F");
        let twice = coded.replace('%', "%25");
        let in_base64 = data_encoding::BASE64URL.encode(link.as_bytes());
        let proofpoint = coded.replace("%2F", "_").replace('%', "-");
        for wrapped in [
            link.clone(),
            link.to_uppercase(),
            link.replace("https", "http"),
            format!("webcal://events.example.org/c/{TOKEN}.ics"),
            format!("events.example.org/u/{TOKEN}"),
            format!(
                "https://gbr01.safelinks.protection.outlook.com/?url={coded}&data=05%7C02&sdata=abc%3D&reserved=0"
            ),
            format!("https://gbr01.safelinks.protection.outlook.com/?url={twice}&data=05"),
            format!("https://urldefense.proofpoint.com/v2/url?u={proofpoint}&d=DwMFaQ&c=a&r=b"),
            format!("https://urldefense.com/v3/__{link}__;!!abc!def$"),
            format!("https://linkprotect.cudasvc.com/url?a={}&c=E,1,abc&typo=1", coded.to_lowercase()),
            format!("https://www.google.com/url?q={coded}&source=gmail&ust=1"),
            format!("https://www.google.com/url?q={link}&sa=D"),
            format!("https://secure-web.cisco.com/1abc-def/{coded}"),
            format!("https://eu-west-1.protection.sophos.com?d=example.org&u={in_base64}&i=abc"),
            format!("https://other.example.net/r/{TOKEN}?x=1"),
        ] {
            let (before, after) = ("My link is <", "> and is it right?");
            let kept = without_links(&format!("{before}{wrapped}{after}"), BASE, ANSWERED);
            assert_eq!(kept, format!("{before}{BASE}/…{after}"), "{wrapped}");
        }
    }

    #[test]
    fn what_everybody_may_open_stays() {
        for text in [
            "https://docs.google.com/document/d/1XabqpHQN7dM7bEcabXwmB7KPJVjEhJZpGcqS7OWWAda/edit",
            "https://events.example.org/barnet/events/lobby?date=2026-07-09",
            "https://www.google.com/url?q=https%3A%2F%2Fevents.example.org%2Fbarnet%2Fcalendar.ics",
            "https://www.reddit.com/r/london/comments/abc and https://x.org/u/ben or /r/abc",
            "50% of us, 100%2 and %zz (at /m/) — ‘ok’",
            "",
        ] {
            assert_eq!(without_links(text, BASE, ANSWERED), text);
        }
    }
}
