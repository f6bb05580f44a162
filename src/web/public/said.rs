//! The small pieces that pages are put together from: plain words and addresses, ready to be shown.

use crate::links::encoded;
use crate::web::look::{Icon, Prose};

/// Somewhere to go, and what the link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) label: String,
    pub(crate) href: String,
}

impl Link {
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) label: String,
    pub(crate) text: String,
}

impl Pair {
    pub(crate) fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into() }
    }
}

/// News about an event that stands above everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Banner {
    /// `off`, `held`, `good`, or nothing.
    pub(crate) class: &'static str,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    pub(crate) pairs: Vec<Pair>,
}

/// When it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// `Tuesday 9 July 2024, 6pm to 8pm`.
    pub(crate) line: String,
    /// `2024-07-09T18:00`, for machines.
    pub(crate) machine: String,
    /// Why the line does not hold, such as `Called off`: it is struck through then.
    pub(crate) off: Option<String>,
    /// A remark, such as when the meeting itself starts.
    pub(crate) note: Option<String>,
}

/// Where it is, as far as this reader may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The exact spot first, then the address.
    pub(crate) lines: Vec<String>,
    /// A remark, such as when the place will be told.
    pub(crate) note: Option<String>,
    /// Maps elsewhere.
    pub(crate) maps: Vec<Link>,
}

/// One way there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) icon: Icon,
    /// `By tube from Hendon Central (Northern line)`.
    pub(crate) title: String,
    /// `11 minutes, uphill`.
    pub(crate) length: Option<String>,
    /// That this way is closed.
    pub(crate) closed: Option<String>,
    pub(crate) steps: Vec<String>,
}

/// What is known about access, always in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccessBlock {
    pub(crate) statement: String,
    pub(crate) facts: Vec<AccessFact>,
    pub(crate) checked: Option<String>,
    pub(crate) ask: Option<Link>,
}

/// One line of the access block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccessFact {
    pub(crate) label: String,
    pub(crate) answer: String,
    /// `yes`, `no` or `unknown`.
    pub(crate) class: &'static str,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContactCard {
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<Link>,
    pub(crate) email: Option<Link>,
}

/// Words to send on, and ways to send them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) text: String,
    pub(crate) links: Vec<Link>,
}

/// A block under a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
}

/// How to take part online, without the joining link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnlinePart {
    pub(crate) lines: Vec<String>,
    pub(crate) watch: Option<Link>,
}

/// Whether and how one can reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReplyCall {
    pub(crate) heading: String,
    pub(crate) lines: Vec<String>,
    pub(crate) link: Option<Link>,
    /// The button is the first thing on the page, not one of many.
    pub(crate) first: bool,
}

/// A telephone number as a link that rings it.
pub(crate) fn phone_link(number: &str) -> Link {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    Link::new(number, format!("tel:{dialled}"))
}

/// An address as a link that writes to it.
pub(crate) fn mail_link(address: &str) -> Link {
    Link::new(address, format!("mailto:{}", encoded(address).replace("%40", "@")))
}

/// A contact that is either an address or a telephone number.
pub(crate) fn address_or_phone(contact: &str) -> Link {
    if contact.contains('@') { mail_link(contact) } else { phone_link(contact) }
}

/// An organiser's link, if it leads to the web or to an address; whatever else it says is not followed.
pub(crate) fn safe_href(given: &str) -> Option<String> {
    let url = url::Url::parse(given.trim()).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then(|| url.to_string())
}

/// Markdown, when there is anything in it.
pub(crate) fn prose_of(markdown: Option<&String>) -> Option<Prose> {
    markdown.filter(|text| !text.trim().is_empty()).map(|text| crate::web::look::prose(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_only_where_a_link_may() {
        assert_eq!(safe_href("https://a.example/x"), Some("https://a.example/x".into()));
        assert_eq!(safe_href(" mailto:a@b.example"), Some("mailto:a@b.example".into()));
        for bad in ["javascript:alert(1)", "data:text/html,x", "/local", "", "ht tp://x"] {
            assert_eq!(safe_href(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_and_addresses_become_links() {
        assert_eq!(phone_link("020 8359 2088").href, "tel:02083592088");
        assert_eq!(mail_link("a+b@c.example").href, "mailto:a%2Bb@c.example");
        assert_eq!(address_or_phone("07700 900123").href, "tel:07700900123");
    }
}
