//! Every address printed in a letter, a feed or a page.
//!
//! An address never holds anything personal: slugs, tokens and random characters only.

mod add;

pub use add::{Elsewhere, FILE, NewEntry, Span, encoded};

use entity::value::Kind;

use crate::config::Config;

/// The same address for a calendar program: a tap on it subscribes.
#[must_use]
pub fn webcal(address: &str) -> String {
    address.split_once("://").map_or_else(|| address.to_owned(), |(_, rest)| format!("webcal://{rest}"))
}

/// Writes addresses under the public one. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Links {
    base: std::sync::Arc<str>,
}

impl Links {
    /// Under the public address of `config`.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self::under(&config.public_url)
    }

    /// Under `base`, which has no slash at its end.
    #[must_use]
    pub fn under(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').into() }
    }

    /// An address that is written out in a template or a list: `path` begins with a slash.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// An organisation's page.
    #[must_use]
    pub fn organisation(&self, organisation: &str) -> String {
        format!("{}/{organisation}", self.base)
    }

    /// An organisation's public feed.
    #[must_use]
    pub fn feed(&self, organisation: &str) -> String {
        format!("{}/{organisation}/calendar.ics", self.base)
    }

    /// An organisation's public feed, narrowed to some kinds and a campaign, where these are given.
    #[must_use]
    pub fn narrowed_feed(&self, organisation: &str, kinds: &[Kind], campaign: Option<&str>) -> String {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let kinds = (!kinds.is_empty()).then(|| format!("kind={}", kinds.join(",")));
        let campaign = campaign.map(|slug| format!("campaign={}", encoded(slug)));
        let query: Vec<String> = kinds.into_iter().chain(campaign).collect();
        let sign = if query.is_empty() { "" } else { "?" };
        format!("{}{sign}{}", self.feed(organisation), query.join("&"))
    }

    /// An event's page.
    #[must_use]
    pub fn event(&self, organisation: &str, event: &str) -> String {
        format!("{}/{organisation}/events/{event}", self.base)
    }

    /// An event's calendar file.
    #[must_use]
    pub fn event_ics(&self, organisation: &str, event: &str) -> String {
        format!("{}/{organisation}/events/{event}.ics", self.base)
    }

    /// An event's reply form.
    #[must_use]
    pub fn reply(&self, organisation: &str, event: &str) -> String {
        format!("{}/{organisation}/events/{event}/reply", self.base)
    }

    /// A campaign's page.
    #[must_use]
    pub fn campaign(&self, organisation: &str, campaign: &str) -> String {
        format!("{}/{organisation}/campaigns/{campaign}", self.base)
    }

    /// The members' page.
    #[must_use]
    pub fn members(&self, organisation: &str, token: &str) -> String {
        format!("{}/{organisation}/m/{token}", self.base)
    }

    /// The members' feed.
    #[must_use]
    pub fn members_feed(&self, organisation: &str, token: &str) -> String {
        format!("{}/{organisation}/m/{token}.ics", self.base)
    }

    /// A members' event's page.
    #[must_use]
    pub fn members_event(&self, organisation: &str, token: &str, event: &str) -> String {
        format!("{}/{organisation}/m/{token}/events/{event}", self.base)
    }

    /// The page of a person's own calendar.
    #[must_use]
    pub fn personal(&self, token: &str) -> String {
        format!("{}/c/{token}", self.base)
    }

    /// A person's own calendar.
    #[must_use]
    pub fn personal_feed(&self, token: &str) -> String {
        format!("{}/c/{token}.ics", self.base)
    }

    /// How to subscribe, and the form to ask for a calendar of one's own.
    #[must_use]
    pub fn subscribe(&self, organisation: &str) -> String {
        format!("{}/{organisation}/subscribe", self.base)
    }

    /// Manage my reply.
    #[must_use]
    pub fn manage(&self, token: &str) -> String {
        format!("{}/r/{token}", self.base)
    }

    /// The date of my reply on its way into a calendar: [`FILE`], or a calendar's [`Elsewhere::word`].
    #[must_use]
    pub fn add(&self, token: &str, calendar: &str) -> String {
        format!("{}/r/{token}/add/{calendar}", self.base)
    }

    /// Stop reminders.
    #[must_use]
    pub fn stop(&self, token: &str) -> String {
        format!("{}/u/{token}", self.base)
    }

    /// Not you?
    #[must_use]
    pub fn not_you(&self, token: &str) -> String {
        format!("{}/n/{token}", self.base)
    }
}
