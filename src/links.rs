//! Every address printed in a letter, a feed or a page.
//!
//! An address never holds anything personal: slugs, tokens and random characters only.

use crate::config::Config;

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

    /// Manage my reply.
    #[must_use]
    pub fn manage(&self, token: &str) -> String {
        format!("{}/r/{token}", self.base)
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
