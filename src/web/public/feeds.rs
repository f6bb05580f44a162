//! The addresses of a calendar, as a page offers them: for a tap, for pasting, and at calendars elsewhere.

use entity::value::Kind;

use super::addresses::Addresses;
use super::said::Link;
use crate::links::{Elsewhere, encoded};
use crate::organisation::Organisation;
use crate::words::Language;

/// The addresses of a calendar.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    /// For a tap: the calendar on the phone opens.
    pub(crate) webcal: String,
    /// For pasting.
    pub(crate) https: String,
    /// Where calendars elsewhere subscribe.
    pub(crate) elsewhere: Vec<Link>,
    /// The page that says how; none on that page itself.
    pub(crate) how: Option<String>,
}

impl Feed {
    fn new(to: &Addresses, host: &Organisation, ics: &str, query: &str) -> Self {
        let ics = format!("{ics}{query}");
        let https = to.full(&ics);
        let words = Language::from_code(&host.language);
        let link = |one: Elsewhere| Link::new(named(words, one), one.subscribe(&https, &host.name));
        Self {
            webcal: to.webcal(&ics),
            elsewhere: Elsewhere::ALL.into_iter().map(link).collect(),
            how: Some(format!("{}/subscribe{query}", to.organisation(host))),
            https,
        }
    }

    /// All that `host` shows to whoever came by these addresses.
    pub(crate) fn of(to: &Addresses, host: &Organisation) -> Self {
        let path = to.organisation(host);
        let ics = if to.members.is_some() { format!("{path}.ics") } else { format!("{path}/calendar.ics") };
        Self::new(to, host, &ics, "")
    }

    /// The public events of one campaign.
    pub(crate) fn of_campaign(to: &Addresses, host: &Organisation, campaign: &str) -> Self {
        let ics = format!("/{}/calendar.ics", host.slug);
        Self::new(to, host, &ics, &format!("?campaign={}", encoded(campaign)))
    }

    /// The public events of one kind.
    pub(crate) fn of_kind(to: &Addresses, host: &Organisation, kind: Kind) -> Self {
        Self::new(to, host, &format!("/{}/calendar.ics", host.slug), &format!("?kind={kind}"))
    }

    /// A person's own.
    pub(crate) fn own(to: &Addresses, host: &Organisation, token: &str) -> Self {
        Self::new(to, host, &format!("/c/{token}.ics"), "")
    }

    /// The same on the page that says how.
    pub(crate) fn here(self) -> Self {
        Self { how: None, ..self }
    }
}

/// What a calendar elsewhere is called.
pub(crate) fn named(words: Language, elsewhere: Elsewhere) -> String {
    match elsewhere {
        Elsewhere::Google => words.say("page-calendar-google"),
        Elsewhere::Outlook => words.say("page-calendar-outlook"),
        Elsewhere::Office => words.say("page-calendar-office"),
    }
    .into()
}
