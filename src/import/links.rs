//! Web addresses in texts, and which of them lead into a meeting by video.
//!
//! Pure, and linear in the length of the text.

use url::Url;

use super::plain;

/// The web addresses in a text.
pub(super) fn links(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find("http")).map(|at| from + at) {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(is_end).unwrap_or(rest.len());
        let link = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', '*']);
        found.extend(plain::web(link));
        from = at + end.max(4);
    }
    found
}

/// Whether a web address ends before this sign.
pub(super) fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']' | '\\')
}

/// Whether an address is of one of the services by which people meet: the meeting itself, its options, its telephone numbers.
pub(super) fn is_of_meeting(link: &str) -> bool {
    const SERVICES: [&str; 6] =
        ["zoom.us", "zoomgov.com", "teams.microsoft.com", "meet.google.com", "tel.meet", "aka.ms"];
    let url = Url::parse(link).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    SERVICES.iter().any(|service| is_of(host, service)) || is_joining(link)
}

fn is_of(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|sub| sub.ends_with('.'))
}

/// Whether an address leads into a meeting of one of the known services.
pub(super) fn is_joining(link: &str) -> bool {
    let Ok(url) = Url::parse(link) else { return false };
    let host = url.host_str().unwrap_or_default();
    let of = |domain: &str| is_of(host, domain);
    let path = url.path().to_ascii_lowercase();
    let within = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
    ((of("zoom.us") || of("zoomgov.com")) && within(&["/j/", "/my/", "/w/", "/s/", "/wc/"]))
        || ((of("teams.microsoft.com") || of("teams.live.com")) && within(&["/l/meetup-join", "/meet/"]))
        || (of("webex.com") && (within(&["/meet/", "/join", "/wbxmjs/"]) || path.ends_with("j.php")))
        || (of("gotomeeting.com") && within(&["/join"]))
        || ([
            "meet.google.com",
            "meet.jit.si",
            "whereby.com",
            "meet.goto.com",
            "gotomeet.me",
            "join.skype.com",
        ]
        .iter()
        .any(|known| of(known))
            && path.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_as_people_write_them() {
        for (text, link) in [
            ("See https://a.org/b.", "https://a.org/b"),
            ("[here](HTTPS://a.org/b)", "https://a.org/b"),
            ("<http://a.org/b>", "http://a.org/b"),
        ] {
            assert_eq!(links(text), [link], "{text}");
        }
        assert!(links("no http here").is_empty());
    }

    #[test]
    fn what_opens_a_meeting_is_known() {
        for link in [
            "https://us02web.zoom.us/j/81234567890?pwd=abc",
            "https://zoom.us/my/branch",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=a",
            "https://teams.live.com/meet/9312",
            "https://meet.google.com/abc-defg-hij",
            "https://branch.webex.com/meet/office",
            "https://meet.jit.si/branch",
        ] {
            assert!(is_joining(link), "{link}");
        }
        for other in [
            "https://zoom.us/",
            "https://example.org/j/1",
            "https://notzoom.us/j/1",
            "https://meet.google.com/",
        ] {
            assert!(!is_joining(other), "{other}");
        }
    }
}
