//! The addresses that pages link to, without the name of the site where a link stays on it: a form must lead to where
//! the page came from.

use entity::value::Visibility;

use crate::event::{self, Shown};
use crate::links::{Links, webcal};
use crate::organisation::Organisation;
use crate::web::look::Home;

/// Addresses, as seen from one page.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    /// For the links that leave the site.
    pub(crate) links: Links,
    /// The token of the members' address, on pages reached by it: members' events have no other.
    pub(crate) members: Option<String>,
}

impl Addresses {
    /// For a page that anybody may see.
    pub(crate) fn public(links: &Links) -> Self {
        Self { links: links.clone(), members: None }
    }

    /// For a page behind the members' address.
    pub(crate) fn members(links: &Links, token: &str) -> Self {
        Self { links: links.clone(), members: Some(token.to_owned()) }
    }

    pub(crate) fn full(&self, path: &str) -> String {
        self.links.absolute(path)
    }

    /// The address to which a calendar subscribes.
    pub(crate) fn webcal(&self, path: &str) -> String {
        webcal(&self.full(path))
    }

    pub(crate) fn organisation(&self, organisation: &Organisation) -> String {
        match &self.members {
            Some(token) => format!("/{}/m/{token}", organisation.slug),
            None => format!("/{}", organisation.slug),
        }
    }

    /// The page of one date.
    pub(crate) fn event(&self, shown: &Shown) -> String {
        dated(self.whole_event(shown), shown)
    }

    /// The page of an event, which shows the date that is next.
    pub(crate) fn whole_event(&self, shown: &Shown) -> String {
        let (organisation, event) = (&shown.organisation.slug, &shown.event.slug);
        match &self.members {
            Some(token) if shown.event.visibility == Visibility::Members => {
                format!("/{organisation}/m/{token}/events/{event}")
            }
            _ => format!("/{organisation}/events/{event}"),
        }
    }

    pub(crate) fn event_ics(&self, shown: &Shown) -> String {
        format!("{}.ics", self.whole_event(shown))
    }

    /// One date on its way into a calendar.
    pub(crate) fn add(&self, shown: &Shown, calendar: &str) -> String {
        dated(format!("{}/add/{calendar}", self.whole_event(shown)), shown)
    }

    /// The list of dates, on the page of one.
    pub(crate) fn dates(&self, shown: &Shown) -> String {
        format!("{}#dates", self.event(shown))
    }

    pub(crate) fn reply(&self, shown: &Shown) -> String {
        dated(format!("{}/reply", self.whole_event(shown)), shown)
    }

    pub(crate) fn home(&self, organisation: &Organisation) -> Home {
        Home {
            name: organisation.name.clone(),
            href: self.organisation(organisation),
            details: format!("/{}/privacy", organisation.slug),
        }
    }
}

/// With the date that is meant, where there are several.
fn dated(path: String, shown: &Shown) -> String {
    match event::date_in_address(shown) {
        Some(date) => format!("{path}?date={date}"),
        None => path,
    }
}
