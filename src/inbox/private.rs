//! Addresses of ours that only one person may open, taken out of words that others will read.
//!
//! Pure. Mail gateways wrap the addresses in a letter into their own, so what only holds such an address goes as well, however it is coded.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

/// What comes before a token in our addresses.
const DOORS: [&str; 5] = ["/r/", "/u/", "/n/", "/c/", "/m/"];
/// How often an address is taken out of another one.
const WRAPPINGS: usize = 3;
/// How long a token is at least: those of ours have 52 characters.
const TOKEN: usize = 40;
/// How long a coded address is at least.
const CODED: usize = 24;

/// `text` without such addresses: `base`, under which ours stand, is what is left of them.
pub(super) fn without_links(text: &str, base: &str) -> String {
    let host = base.split_once("://").map_or(base, |(_, host)| host).to_ascii_lowercase();
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(ends).unwrap_or(rest.len());
        let (word, next) = rest.split_at(end);
        if holds_one(word, &host) {
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

/// Whether a word is such an address, or holds one.
fn holds_one(word: &str, host: &str) -> bool {
    if word.len() < DOORS.len() {
        return false;
    }
    let mut coded = word.to_owned();
    for _ in 0..=WRAPPINGS {
        if is_one(&coded, host) || in_base64(&coded, host) {
            return true;
        }
        let decoded = unescaped(&coded);
        if decoded == coded {
            break;
        }
        coded = decoded;
    }
    // Proofpoint's second form writes `-` for `%` and `_` for `/`.
    word.contains("urldefense") && is_one(&unescaped(&word.replace('-', "%").replace('_', "/")), host)
}

/// Whether an address that is not coded any more is one: under our own, or under any with a token like ours.
fn is_one(address: &str, host: &str) -> bool {
    let address = address.to_ascii_lowercase();
    if is_answered_to(&address) {
        return true;
    }
    let ours = address
        .split(host)
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

/// Whether a mail address is one to which a person's letter is answered: it speaks for them (`reply+TOKEN@…`).
fn is_answered_to(address: &str) -> bool {
    address
        .split("reply+")
        .skip(1)
        .any(|rest| rest.split_once('@').is_some_and(|(token, _)| !token.is_empty()))
}

/// Whether one of the parts of an address is such an address in base64.
fn in_base64(address: &str, host: &str) -> bool {
    let parts = address.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+')));
    parts.filter(|part| part.len() >= CODED).any(|part| {
        // What is left over at the end may be the beginning of something else.
        let whole = part.get(..part.len() - part.len() % 4).unwrap_or(part);
        [part, whole].iter().any(|part| {
            let decoded =
                BASE64URL_NOPAD.decode(part.as_bytes()).or_else(|_| BASE64_NOPAD.decode(part.as_bytes()));
            decoded.is_ok_and(|bytes| is_one(&unescaped(&String::from_utf8_lossy(&bytes)), host))
        })
    })
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
    const TOKEN: &str = "agrk3f7q2m9x4agrk3f7q2m5x4agrk3f7q2m5x4agrk3f7q2m5x4";

    #[test]
    fn links_that_are_somebodys_own_are_not_passed_on() {
        let text = "I pressed https://events.example.org/r/abc123 and <https://events.example.org/barnet/m/xyz/events/a> but \
                    https://events.example.org/barnet/events/lobby works";
        assert_eq!(
            without_links(text, BASE),
            "I pressed https://events.example.org/… and <https://events.example.org/…> but \
             https://events.example.org/barnet/events/lobby works"
        );
    }

    #[test]
    fn nor_are_addresses_that_speak_for_somebody() {
        let text = "My address here is <reply+agrk3f7q2m9x4@example.org>, mailto:Reply%2Bagrk3f7q2m9x4@example.org; office@example.org works, \
                    reply+ or reply@example.org too";
        assert_eq!(
            without_links(text, BASE),
            "My address here is <https://events.example.org/…>, https://events.example.org/… office@example.org works, \
             reply+ or reply@example.org too"
        );
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
            let kept = without_links(&format!("{before}{wrapped}{after}"), BASE);
            assert_eq!(kept, format!("{before}{BASE}/…{after}"), "{wrapped}");
        }
    }

    #[test]
    fn what_everybody_may_open_stays() {
        for text in [
            "https://events.example.org/barnet/events/lobby?date=2026-07-09",
            "https://www.google.com/url?q=https%3A%2F%2Fevents.example.org%2Fbarnet%2Fcalendar.ics",
            "https://www.reddit.com/r/london/comments/abc and https://x.org/u/ben or /r/abc",
            "50% of us, 100%2 and %zz (at /m/) — ‘ok’",
            "",
        ] {
            assert_eq!(without_links(text, BASE), text);
        }
    }
}
