//! An answer that came as HTML alone, as plain words: what it answers has the marks of plain letters, where the writer's program marked it.
//!
//! Pure, and bounded by the length of what comes in. What is not marked as quoted is told by its words, in `quoted`.

use mail_parser::decoders::html::html_to_text;

use super::quoted::MARK;

/// Elements that begin and end a line.
const BLOCKS: [&str; 17] = [
    "br",
    "p",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "hr",
    "table",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];
/// Elements without an end.
const ALONE: [&str; 4] = ["br", "hr", "img", "meta"];
/// Elements that hold no words.
const WORDLESS: [&str; 5] = ["head", "style", "script", "title", "template"];
/// What mail programs name the element in which the letter stands that is answered, in parts of a class, an id or a name: Gmail, Outlook
/// for the Mac, Thunderbird (twice), Yahoo, Proton, GMX, Zoho.
const QUOTES: [&str; 9] = [
    "gmail_quote",
    "gmail_attr",
    "olk_src_body_section",
    "moz-cite-prefix",
    "moz-forward-container",
    "yahoo_quoted",
    "protonmail_quote",
    "\"quote\"",
    "zmail_extra",
];
/// From such an element on Outlook quotes, to the end of the letter or of what it quotes.
const REST: [&str; 2] = ["divrplyfwdmsg", "appendonsend"];
/// Around what Gmail quotes, and around the words that somebody writes between: these are marked by themselves.
const AROUND: &str = "gmail_quote";
/// How many of those are looked into.
const MOST_AROUND: usize = 8;

/// The plain words of `html`. What is quoted has `>` before each of its lines, or [`MARK`] before the first.
pub(super) fn plain(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    add_words(&mut kept, html, false);
    kept
}

/// Adds the words of `html` to `kept`. In what is `quoted` nothing else is looked for.
fn add_words(kept: &mut String, html: &str, quoted: bool) {
    let (mut rest, mut around) = (html, 0);
    while let Some((before, after)) = rest.split_once('<') {
        add(kept, before);
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some((tag, next)) = after.split_once('>') else { return };
        rest = next;
        let (name, is_end) = name(tag);
        if !is_end && WORDLESS.contains(&name.as_str()) {
            rest = after_element(rest, &name);
        } else if !is_end && !quoted && REST.iter().any(|mark| marked(tag, mark)) {
            kept.push('\n');
            kept.push_str(MARK);
            kept.push('\n');
        } else if !is_end && !quoted && is_quote(tag, &name) {
            let after = after_element(rest, &name);
            let inner = rest.get(..rest.len() - after.len()).unwrap_or_default();
            if around < MOST_AROUND && is_around(tag, &name, inner) {
                around += 1;
                kept.push('\n');
            } else {
                add_quoted(kept, inner);
                rest = after;
            }
        } else if BLOCKS.contains(&name.as_str()) {
            kept.push('\n');
        }
    }
    add(kept, rest);
}

fn add_quoted(kept: &mut String, html: &str) {
    let mut words = String::with_capacity(html.len());
    add_words(&mut words, html, true);
    kept.push_str("\n>\n");
    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
        kept.push_str("> ");
        kept.push_str(line);
        kept.push('\n');
    }
}

/// Whether an element stands around what is quoted, and is not the quotation itself.
fn is_around(tag: &str, name: &str, inner: &str) -> bool {
    name != "blockquote" && marked(tag, AROUND) && inner.to_ascii_lowercase().contains("<blockquote")
}

/// Adds words between elements, with a single blank for any.
fn add(kept: &mut String, words: &str) {
    let blank = |kept: &mut String| {
        if !kept.is_empty() && !kept.ends_with([' ', '\n']) {
            kept.push(' ');
        }
    };
    if words.starts_with(|c: char| c.is_ascii_whitespace()) {
        blank(kept);
    }
    kept.push_str(&html_to_text(words));
    if words.ends_with(|c: char| c.is_ascii_whitespace()) {
        blank(kept);
    }
}

/// The name of an element in small letters, and whether this is its end.
fn name(tag: &str) -> (String, bool) {
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    (name.get(..end).unwrap_or_default().to_ascii_lowercase(), tag.starts_with('/'))
}

fn is_quote(tag: &str, name: &str) -> bool {
    if ALONE.contains(&name) || tag.ends_with('/') {
        return false;
    }
    let quotes = QUOTES.iter().any(|mark| marked(tag, mark));
    quotes || (name == "blockquote" && !is_indented(tag))
}

/// Browsers indent a paragraph by a `blockquote` of this form.
fn is_indented(tag: &str) -> bool {
    let style: String = tag.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("margin:00040px") && style.contains("border:none")
}

/// Whether an element is named so.
fn marked(tag: &str, mark: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    ["class=", "id=", "name="].iter().any(|attribute| {
        tag.split(attribute).skip(1).any(|value| {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = match quote {
                Some(quote) => value.get(1..).and_then(|rest| rest.find(quote)).map(|end| end + 2),
                None => value.find(char::is_whitespace),
            };
            let value = value.get(..end.unwrap_or(value.len())).unwrap_or_default().replace('\'', "\"");
            value.contains(mark)
        })
    })
}

/// What follows the end of an element that is open; nothing where it never ends.
fn after_element<'a>(html: &'a str, element: &str) -> &'a str {
    let (mut rest, mut open) = (html, 1_usize);
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, next)) = after.split_once('>') else { return "" };
        rest = next;
        match name(tag) {
            (name, true) if name == element => open -= 1,
            (name, false) if name == element && !tag.ends_with('/') => open += 1,
            _ => {}
        }
        if open == 0 {
            return rest;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        let text = plain(html);
        let lines =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).take_while(|line| *line != MARK);
        let mut lines: Vec<String> =
            lines.map(|line| if line.starts_with('>') { ">" } else { line }.to_owned()).collect();
        lines.dedup();
        lines
    }

    #[test]
    fn what_is_marked_as_quoted_goes_and_what_stands_around_it_stays() {
        for quoted in [
            "<blockquote type=\"cite\"><div>secret <blockquote>deep</blockquote> too</div></blockquote>",
            "<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\">secret</div>a</div>",
            "<div class='yahoo_quoted' id='ydp1'><div>secret</div></div>",
            "<div class=\"ydp1yahoo_quoted\">secret</div>",
            "<span id=\"OLK_SRC_BODY_SECTION\"><span>a</span><div>secret</div></span>",
            "<div class=\"moz-cite-prefix\">On 1/6/2026, secret wrote:</div><blockquote>secret</blockquote>",
            "<div class=\"protonmail_quote\">On Monday <blockquote class=\"protonmail_quote\">secret</blockquote></div>",
            "<div name=\"quote\" style=\"margin:10px\"><div>secret</div></div>",
        ] {
            let html = format!(
                "<html><head><style>p{{}}</style></head><body><p>Above</p>{quoted}<div>Below</div></body></html>"
            );
            assert_eq!(lines(&html), ["Above", ">", "Below"], "{quoted}");
        }
        for rest in [
            "<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> a</div><div>secret</div>",
            "<hr><div dir=ltr id=divRplyFwdMsg>x</div><div>secret</div>",
            "<div id=\"mail-editor-reference-message-container\"><div class=\"x_gmail_quote\">secret</div></div>",
            "<blockquote>never closed secret",
        ] {
            let lines = lines(&format!("<div>Above</div>{rest}"));
            assert!(lines.first().is_some_and(|line| line == "Above"), "{lines:?}");
            assert!(!lines.iter().any(|line| line.contains("secret")), "{rest}");
        }
    }

    #[test]
    fn what_somebody_wrote_within_what_gmail_quotes_stays() {
        let gmail = "<div>Above</div><div class=gmail_quote><div class=\"gmail_attr\">On Monday secret wrote:<br></div><blockquote class=\"gmail_quote\">\
                     <p>secret</p></blockquote><p>Within</p><blockquote>secret</blockquote></div><div>below</div>";
        assert_eq!(lines(gmail), ["Above", ">", "Within", ">", "below"]);
        assert_eq!(
            plain("<blockquote><p>Are you<br>coming?</blockquote>No").trim(),
            ">\n> Are you\n> coming?\nNo"
        );
        let many = "<div class=gmail_quote>".repeat(40_000);
        assert_eq!(lines(&format!("{many}<blockquote>secret</blockquote>")), [">"]);
    }

    #[test]
    fn what_a_person_wrote_stays_line_by_line() {
        let indented = "<div>One &amp; two</div><blockquote style=\"margin: 0px 0px 0px 40px; border: none; padding: 0px\">in</blockquote>";
        assert_eq!(lines(&indented.replace("0px 0px 0px", "0 0 0")), ["One & two", "in"]);
        assert_eq!(
            lines("<p>a<br/>b</p><ul><li>c</li><li>d</li></ul><a href=\"x\">e</a> f"),
            ["a", "b", "c", "d", "e f"]
        );
        assert_eq!(lines("<!-- <p>no --><p class=\"quoted words\">my \"quote\"</p>"), ["my \"quote\""]);
        for endless in ["<", "<div", "<div class=\"", &"<div>".repeat(50_000), &"<blockquote>".repeat(50_000)]
        {
            assert!(lines(endless).len() < 2, "{}", endless.len());
        }
    }
}
