//! Whether a machine sent a letter, told by its headers.
//!
//! Pure. What a machine sent is never passed on, so no two machines can answer each other through us (RFC 3834). A mark counts
//! only if it says how a letter came to be, or that it went to many. What says how it is to be treated, or which way it went,
//! stands on people's letters as well, and a letter that is wrongly dropped is worse than one that is wrongly passed on. So these are none:
//! `Feedback-ID`, which Proton, Fastmail, QQ and Amazon write on all that leaves them; `X-Auto-Response-Suppress`, which says what Exchange
//! is to send back, and which whole organisations put on all that leaves them; `List-Unsubscribe`.

use mail_parser::{Message, MimeHeaders};

/// A report on a letter of ours (RFC 3464, section 2), or what older servers send in its place.
pub(super) fn is_bounce(message: &Message<'_>) -> bool {
    let report = message.content_type().is_some_and(|kind| {
        kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
            && kind.attribute("report-type").is_some_and(|word| word.eq_ignore_ascii_case("delivery-status"))
    });
    // A postmaster is a person where the branch is small; where it is none, the letter says so in another way.
    let daemon = sender(message)
        .is_some_and(|address| address.split('@').next().is_some_and(|local| local == "mailer-daemon"));
    report || message.header("X-Failed-Recipients").is_some() || daemon
}

/// Whether a machine sent it: RFC 3834 (section 5), and what was usual before and beside it.
pub(super) fn is_automatic(message: &Message<'_>) -> bool {
    let is_report = message
        .content_type()
        .is_some_and(|kind| kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report")));
    // Postfix writes the name of its own machine where nothing stands, unless it is told otherwise (`null_sender`).
    let empty_path =
        said(message, "Return-Path").is_some_and(|path| matches!(path.as_str(), "<>" | "<mailer-daemon>"));
    is_report || empty_path || says_so(message) || was_spread(message)
}

/// Whether it says itself that a machine made it.
fn says_so(message: &Message<'_>) -> bool {
    let submitted = said(message, "Auto-Submitted").is_some_and(|value| first_word(&value) != "no");
    let precedence = said(message, "Precedence")
        .is_some_and(|word| ["bulk", "junk", "auto_reply", "auto-reply"].contains(&word.as_str()));
    let named = ["X-Autoreply", "X-Autorespond", "X-Autoresponder"]
        .iter()
        .any(|name| said(message, name).is_some_and(|word| !matches!(word.as_str(), "no" | "false" | "0")));
    // A vacation notice names who sends it, so that it knows itself; what was handed on names who handed it on, which may be our own server.
    let looped = said(message, "X-Loop").is_some_and(|value| {
        sender(message).is_some_and(|address| value.trim_matches(['<', '>']) == address)
    });
    // What Exchange sends for its people, out of office or by a rule of theirs.
    let by_exchange = said(message, "X-MS-Exchange-Generated-Message-Source")
        .is_some_and(|value| value.starts_with("mailbox rules agent"));
    submitted || precedence || named || looped || by_exchange
}

/// Whether it went to a list, and answers nothing. Who answers in the name of a group, from its pages, is a person, and their letter
/// says that it went to the list as well.
fn was_spread(message: &Message<'_>) -> bool {
    let list =
        said(message, "List-Id").is_some() || said(message, "Precedence").is_some_and(|word| word == "list");
    list && said(message, "In-Reply-To").is_none() && said(message, "References").is_none()
}

/// The value of a header in small letters; nothing where it is empty.
fn said(message: &Message<'_>, name: &str) -> Option<String> {
    let (_, value) = message.headers_raw().find(|(one, _)| one.eq_ignore_ascii_case(name))?;
    Some(value.trim().to_ascii_lowercase()).filter(|value| !value.is_empty())
}

/// The word of a value, without its parameters and comments.
fn first_word(value: &str) -> &str {
    value.split([';', '(', ' ', '\t', '\r', '\n']).next().unwrap_or_default()
}

fn sender(message: &Message<'_>) -> Option<String> {
    Some(message.from()?.first()?.address.as_deref()?.to_ascii_lowercase())
}

#[cfg(test)]
#[path = "tests/machine.rs"]
mod tests;
