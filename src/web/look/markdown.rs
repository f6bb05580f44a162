//! An organiser's Markdown as HTML that can do no harm.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use askama::filters::HtmlSafe;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// HTML that needs no more escaping, since only [`prose`] and [`Prose::of_json`] make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prose(String);

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Prose {}

impl Prose {
    /// JSON for a `script` element that holds data: no text in it can end the element.
    pub(crate) fn of_json(value: &serde_json::Value) -> Self {
        Self(value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

/// What `markdown` says, as paragraphs, lists, quotations, headings below the page's own, and links.
///
/// Pictures, tables, styles and raw HTML are dropped, their words kept. Links lead to web and mail addresses only, give
/// away no referrer and lend no weight.
pub(crate) fn prose(markdown: &str) -> Prose {
    let events = Parser::new_ext(markdown, Options::empty()).map(lower_heading);
    let mut unclean = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unclean, events);
    Prose(CLEANER.clean(&unclean).to_string())
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .tags(HashSet::from([
            "p",
            "br",
            "em",
            "strong",
            "ul",
            "ol",
            "li",
            "blockquote",
            "a",
            "h3",
            "h4",
            "code",
            "pre",
            "hr",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

/// The page has its h1 and h2 already: whatever level a text begins at, it goes below them.
fn lower_heading(event: Event<'_>) -> Event<'_> {
    let lower = |level| if level <= HeadingLevel::H2 { HeadingLevel::H3 } else { HeadingLevel::H4 };
    match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisers_text_can_do_no_harm() {
        let cases = [
            ("*hi* **there**", "<p><em>hi</em> <strong>there</strong></p>\n"),
            ("# Big", "<h3>Big</h3>\n"),
            ("#### Small", "<h4>Small</h4>\n"),
            ("<script>alert(1)</script>after", "after"),
            ("<b onclick=x>bold</b>", "<p>bold</p>\n"),
            ("![spy](https://spy.example/p.gif)", "<p></p>\n"),
            ("[x](javascript:alert(1))", "<p><a rel=\"nofollow noopener noreferrer\">x</a></p>\n"),
            (
                "[x](https://a.example/)",
                "<p><a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer\">x</a></p>\n",
            ),
        ];
        for (given, wanted) in cases {
            assert_eq!(prose(given).to_string(), wanted, "{given}");
        }
    }
}
