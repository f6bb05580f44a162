//! The addresses that pages link to, without the name of the site where a link stays on it.

use entity::value::Visibility;

use super::announced::{Announced, Host};
use crate::web::look::Home;

/// Where this site is, for the links that leave it.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    /// `https://events.example.org`, without a slash at the end.
    pub(crate) public_url: String,
    /// The token of the members' address, on pages reached by it: members' events have no other.
    pub(crate) members: Option<String>,
}

impl Addresses {
    pub(crate) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The address to which a calendar subscribes.
    pub(crate) fn webcal(&self, path: &str) -> String {
        let full = self.full(path);
        full.split_once("://").map_or(full.clone(), |(_, rest)| format!("webcal://{rest}"))
    }

    pub(crate) fn organisation(&self, host: &Host) -> String {
        format!("/{}", host.slug)
    }

    pub(crate) fn event(&self, host: &Host, event: &Announced) -> String {
        match &self.members {
            Some(token) if event.facts.visibility == Visibility::Members => {
                format!("/{}/m/{token}/events/{}", host.slug, event.slug)
            }
            _ => format!("/{}/events/{}", host.slug, event.slug),
        }
    }

    pub(crate) fn event_ics(&self, host: &Host, event: &Announced) -> String {
        format!("{}.ics", self.event(host, event))
    }

    pub(crate) fn reply(&self, host: &Host, event: &Announced) -> String {
        format!("{}/reply", self.event(host, event))
    }

    pub(crate) fn home(&self, host: &Host) -> Home {
        Home {
            name: host.name.clone(),
            href: self.organisation(host),
            details: format!("/{}/your-details", host.slug),
        }
    }
}
