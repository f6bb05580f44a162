//! How to join by video, found in what an entry says and kept apart from what is public.
//!
//! Pure. Guarantees: where a link to join is known, it stands in no text that stays, nor do the codes that stand on lines of
//! their own beside it in the ways that Zoom, Teams, Meet and Webex write them. What is said otherwise is for the organiser to look through.

use url::Url;

use super::links::{is_end, is_joining, is_of_meeting, links};
use super::plain;
use crate::calendar::Foreign;

/// Words on a line that say how to get in: what follows them is no public matter.
const CODES: [&str; 14] = [
    "meeting id",
    "webinar id",
    "meeting number",
    "conference id",
    "video id",
    "passcode",
    "password",
    "access code",
    "tenant key",
    "pin:",
    "kenncode",
    "passwort",
    "mot de passe",
    "contraseña",
];
/// Lines that the services write around a link, wherever they stand.
const AROUND: [&str; 15] = [
    "is inviting you to a scheduled",
    "join zoom",
    "join with google meet",
    "join microsoft teams",
    "join on your computer",
    "join by phone",
    "join by sip",
    "join by h.323",
    "one tap mobile",
    "microsoft teams meeting",
    "microsoft teams need help",
    "find your local number",
    "find a local number",
    "dial by your location",
    "or call in (audio only)",
];
/// Lines that say no more than that there is a way in, where they stand beside one.
const BESIDE: [&str; 12] = [
    "join the meeting",
    "join on the web",
    "join here",
    "join link",
    "to join",
    "click here",
    "download teams",
    "learn more",
    "meeting options",
    "reset",
    "dial in by phone",
    "more phone numbers",
];
/// What programs write for a place when there is none.
const NOWHERE: [&str; 10] = [
    "microsoft teams meeting",
    "microsoft teams",
    "teams",
    "zoom",
    "zoom meeting",
    "google meet",
    "webex",
    "online",
    "online meeting",
    "virtual",
];

/// The link to join: the entry's own, one in its place, or one of the known services in its words.
pub(super) fn link(entry: &Foreign, place: &str, words: &str) -> Option<String> {
    let own = entry.conference.as_deref().and_then(plain::web);
    let raw = entry.description.as_deref().unwrap_or_default();
    let known = |text: &str| links(text).into_iter().find(|link| is_joining(link));
    own.or_else(|| links(place).into_iter().next())
        .or_else(|| known(entry.url.as_deref().unwrap_or_default()))
        .or_else(|| known(words))
        // What stands in a block that was taken out already.
        .or_else(|| known(&plain::entities(raw)))
}

/// A text without what tells how to join.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Apart {
    /// What stays.
    pub(super) stays: String,
    /// Codes and telephone numbers that came out.
    pub(super) codes: Vec<String>,
    /// Whether anything came out.
    pub(super) changed: bool,
}

/// Takes out of a text what tells how to join by `link`.
pub(super) fn apart(text: &str, link: &str) -> Apart {
    let way = Way::of(link);
    let mut apart = Apart::default();
    let mut kept: Vec<String> = Vec::new();
    for (number, part) in parts(text).into_iter().enumerate() {
        // Teams sets off its block, and what follows it there.
        let is_block = number > 0 && links(&part).iter().any(|link| is_of_meeting(link));
        let mut beside = is_block;
        for line in part.lines() {
            let rest = way.out_of(line);
            let is_code = way.is_code(&rest) || (beside && is_telephone(&rest));
            if is_code {
                apart.codes.push(rest.trim().to_owned());
            }
            let linked = rest != line;
            if is_code || is_around(&rest) || ((linked || beside) && is_beside(&rest)) {
                apart.changed = true;
                beside = true;
            } else {
                apart.changed |= linked;
                beside = is_block;
                kept.push(rest);
            }
        }
    }
    apart.stays = if apart.changed { plain::tidied(&kept.join("\n")) } else { text.to_owned() };
    apart
}

/// Whether a place is none: what programs write there when people meet by video.
pub(super) fn is_nowhere(place: &str) -> bool {
    NOWHERE.iter().any(|word| place.eq_ignore_ascii_case(word))
}

/// The parts of a text between rules made of signs, with which Teams sets off its block. Without rules, the whole.
fn parts(text: &str) -> Vec<String> {
    let is_rule = |line: &&str| line.trim().len() >= 10 && line.trim().bytes().all(|byte| byte == b'_');
    let lines: Vec<&str> = text.lines().collect();
    lines.split(|line| is_rule(line)).map(|part| part.join("\n")).collect()
}

/// By what a link is known in a text.
#[derive(Debug)]
struct Way<'a> {
    link: &'a str,
    /// Host and path in small letters: what stays the same when people copy it. A host alone opens nothing.
    needle: Option<String>,
    /// The number of the meeting.
    number: Option<String>,
}

impl<'a> Way<'a> {
    fn of(link: &'a str) -> Self {
        let url = Url::parse(link).ok();
        let needle = url.as_ref().and_then(|url| {
            let path = url.path().trim_end_matches('/');
            let query = url.query().map(|query| format!("?{query}")).filter(|_| path.is_empty());
            let opens = format!("{path}{}", query.unwrap_or_default());
            let host = url.host_str()?.trim_start_matches("www.");
            (!opens.is_empty()).then(|| format!("{host}{opens}").to_lowercase())
        });
        let path = url.as_ref().map(|url| url.path().to_owned()).unwrap_or_default();
        let number = path.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() >= 9);
        Self { link, needle, number: number.map(str::to_owned) }
    }

    /// A line without links to join; of a link in Markdown its words stay.
    fn out_of(&self, line: &str) -> String {
        let mut rest = String::with_capacity(line.len());
        let mut taken = false;
        for part in line.split_inclusive(is_end) {
            let word = part.trim_end_matches(is_end);
            let is_link = self.opens(word);
            taken |= is_link;
            rest.push_str(if is_link { part.get(word.len()..).unwrap_or_default() } else { part });
            if taken {
                without_frame(&mut rest);
            }
        }
        if taken { rest.split_whitespace().collect::<Vec<_>>().join(" ") } else { rest }
    }

    fn opens(&self, word: &str) -> bool {
        let found = links(word);
        self.needle.as_ref().is_some_and(|needle| word.to_lowercase().contains(needle))
            || found.iter().any(|link| link == self.link || is_of_meeting(link))
    }

    fn is_code(&self, line: &str) -> bool {
        let digits = || line.chars().filter(char::is_ascii_digit).collect::<String>();
        let numbered = self.number.as_ref().is_some_and(|number| digits().contains(number.as_str()));
        let line = bare(line);
        numbered || CODES.iter().any(|word| line.contains(word))
    }
}

/// Takes away what stood around a link that is gone.
fn without_frame(rest: &mut String) {
    let frame = ["]()", "<>", "()"].into_iter().find(|frame| rest.ends_with(frame));
    let Some(frame) = frame else { return };
    rest.truncate(rest.len() - frame.len());
    let near = rest.floor_char_boundary(rest.len().saturating_sub(500));
    if frame.starts_with(']')
        && let Some(open) = rest.get(near..).and_then(|near| near.rfind('['))
    {
        rest.remove(near + open);
    }
}

fn bare(line: &str) -> String {
    line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// What is longer says more than how to join.
fn is_short(line: &str) -> bool {
    line.chars().count() <= 80
}

fn is_around(line: &str) -> bool {
    let line = bare(line);
    is_short(&line) && AROUND.iter().any(|word| line.contains(word))
}

fn is_beside(line: &str) -> bool {
    let line = bare(line);
    is_short(&line) && (line.is_empty() || is_nowhere(&line) || BESIDE.iter().any(|word| line.contains(word)))
}

/// Whether a line is a telephone number with what belongs to it.
fn is_telephone(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '+');
    line.starts_with('+') && line.chars().filter(char::is_ascii_digit).count() >= 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZOOM: &str = "https://us02web.zoom.us/j/81234567890?pwd=abc";

    #[test]
    fn what_tells_how_to_join_comes_out() {
        for (text, stays, codes) in [
            (
                format!("Agenda\nJoin Zoom Meeting\n{ZOOM}\nPasscode: 1\nBring tea"),
                "Agenda\nBring tea",
                vec!["Passcode: 1"],
            ),
            (format!("We meet at {ZOOM} from 7pm"), "We meet at from 7pm", vec![]),
            (format!("[Join here]({ZOOM})"), "", vec![]),
            (format!("Come to [our room]({ZOOM}), all"), "Come to our room, all", vec![]),
            (
                format!("{ZOOM}\nJoin by SIP\n- 81234567890@zoomcrc.com\nSee you"),
                "See you",
                vec!["- 81234567890@zoomcrc.com"],
            ),
            ("Also us02web.zoom.us/j/81234567890".to_owned(), "Also", vec![]),
            ("Office: +44 20 7946 0000".to_owned(), "Office: +44 20 7946 0000", vec![]),
            (
                format!("{ZOOM}\nOne tap mobile\n+442034815237,,812# UK\n\nOffice +44 20 7946 0000"),
                "Office +44 20 7946 0000",
                vec!["+442034815237,,812# UK"],
            ),
        ] {
            let apart = apart(&text, ZOOM);
            assert_eq!(
                (apart.stays.as_str(), apart.codes),
                (stays, codes.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }
}
