//! HTML that other programs write into descriptions, as plain words with a little Markdown; and what they add to descriptions by
//! themselves, taken out.
//!
//! Pure, and bounded by the length of what comes in.

use crate::outbox::message::one_line;

/// What Google puts between lines of signs: how to join by video, with codes that are no public matter.
const GOOGLE: &str =
    "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-";
/// The names of elements by which we know that a text is HTML.
const ELEMENTS: [&str; 17] = [
    "p", "br", "a", "div", "ul", "ol", "li", "b", "strong", "i", "em", "span", "h1", "h2", "h3", "html",
    "table",
];

/// A description as plain words.
pub(super) fn words(description: &str) -> String {
    let without = without_google(description);
    let text = if is_html(&without) { from_html(&without) } else { entities(&without) };
    tidied(&text)
}

/// Without the block that Google adds, which stands between two lines of signs.
fn without_google(text: &str) -> String {
    let mark = GOOGLE.get(..20).unwrap_or(GOOGLE);
    match (text.find(mark), text.rfind(mark)) {
        (Some(start), Some(last)) => {
            let end = text.get(last..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| last + end);
            let (before, after) =
                (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            format!("{before}{after}")
        }
        _ => text.to_owned(),
    }
}

/// A title or a place on one line, without the entities that some sites leave in them.
pub(super) fn line(text: &str) -> String {
    one_line(&entities(text))
}

fn is_html(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let name = rest.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        name.split_at_checked(end).is_some_and(|(name, after)| {
            after.contains('>') && ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
    })
}

fn from_html(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut links: Vec<Option<String>> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(&entities(&before.replace(['\r', '\n'], " ")));
        let Some((tag, next)) = after.split_once('>') else {
            rest = "";
            break;
        };
        rest = next;
        element(tag, &mut plain, &mut links);
    }
    plain.push_str(&entities(&rest.replace(['\r', '\n'], " ")));
    plain
}

/// What an element says in plain words.
fn element(tag: &str, plain: &mut String, links: &mut Vec<Option<String>>) {
    let is_end = tag.starts_with('/');
    let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
    match (name.unwrap_or_default().to_ascii_lowercase().as_str(), is_end) {
        ("br", _) => plain.push('\n'),
        ("p" | "div" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4", _) => plain.push_str("\n\n"),
        ("tr", _) | ("li", true) => plain.push('\n'),
        ("li", false) => plain.push_str("\n- "),
        ("td" | "th", true) => plain.push(' '),
        ("b" | "strong", _) => plain.push_str("**"),
        ("a", false) => {
            let address = attribute(tag, "href").as_deref().and_then(web).filter(|_| links.len() < 20);
            if address.is_some() {
                plain.push('[');
            }
            links.push(address);
        }
        ("a", true) => {
            if let Some(Some(address)) = links.pop() {
                plain.push_str("](");
                plain.push_str(&address);
                plain.push(')');
            }
        }
        _ => {}
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let value = tag.get(at..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.get(1..)?.split(quote).next()?;
    Some(entities(value))
}

/// A text as the address of a page, with its first letters small; none where it is something else, or could break out of Markdown.
pub(super) fn web(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let breaks = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>');
    let sound = matches!(scheme.as_str(), "http" | "https") && rest.len() <= 1_000 && !rest.contains(breaks);
    sound.then(|| format!("{scheme}://{rest}"))
}

/// The entities that programs write into descriptions.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.bytes().take(10).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((entity(after.get(..end)?)?, after.get(end + 1..)?)));
        let Some((c, next)) = found else {
            plain.push('&');
            rest = after;
            continue;
        };
        plain.push(c);
        rest = next;
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| !c.is_control())
    };
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "pound" => '£',
        "eacute" => 'é',
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16)?,
                None => number(digits, 10)?,
            }
        }
    })
}

/// Without blanks at the ends of lines, and at most one empty line in a row.
pub(super) fn tidied(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim();
        let line: String = line.chars().filter(|c| *c == '\t' || !c.is_control()).collect();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !plain.is_empty() {
            plain.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        plain.push_str(&line);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_words() {
        for (html, plain) in [
            ("Plain words, 5 < 6 & more", "Plain words, 5 < 6 & more"),
            ("Europe&#8217;s\n\n&nbsp;\n\n* bread &amp; roses &copy", "Europe’s\n\n* bread & roses &copy"),
            ("<p>One &amp; two</p><p>Three<br>four</p>", "One & two\n\nThree\nfour"),
            ("See <a href=\"https://a.org/b\">the page</a>.<br/>", "See [the page](https://a.org/b)."),
            ("<a href='javascript:alert(1)'>x</a> <b>bold</b>", "x **bold**"),
            ("<A HREF=\"HTTP://a.org/B\">x</A>", "[x](http://a.org/B)"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
            ("<p>caf&#233; &#x2602; &nbsp;&unknown;</p>", "café ☂  &unknown;"),
            ("<script>alert(1)</script><p>a</p><p", "alert(1)\n\na"),
            ("a\r\n\r\n\r\nb  \n", "a\n\nb"),
        ] {
            assert_eq!(words(html), plain, "{html}");
        }
    }

    #[test]
    fn how_to_join_a_google_meeting_is_no_public_matter() {
        let text = format!(
            "Agenda\n{GOOGLE}\nJoin with Google Meet: https://meet.google.com/abc\nPIN: 123\n{GOOGLE}\nBring tea"
        );
        assert_eq!(words(&text), "Agenda\n\nBring tea");
    }

    #[test]
    fn what_never_closes_ends() {
        let long = "<a href=\"".repeat(50_000);
        assert!(words(&long).len() <= long.len());
        assert!(words(&"<p>".repeat(100_000)).is_empty());
        assert!(words(&"&".repeat(100_000)).len() <= 100_000);
    }
}
