//! `/{org}`: an organisation's next events, how to subscribe to them, and whom to ask.
//!
//! `/{org}/m/{token}`, the members' page, and `/{org}/campaigns/{slug}` are the same page with other events on it.

use askama::Template;
use entity::Moment;
use entity::value::CampaignKind;
use jiff::tz::TimeZone;

use super::addresses::Addresses;
use super::announced::Announced;
use super::feeds::Feed;
use super::listing::{Hosts, Month, months};
use super::month::{self, MonthOfYear};
use super::said::{Banner, ContactCard, Link, mail_link, phone_link};
use crate::campaign::Campaign;
use crate::occurrence::times;
use crate::organisation::Organisation;
use crate::web::look::{Frame, Icon};
use crate::words::Language;

/// A page with a list of events.
#[derive(Template)]
#[template(path = "web/public/organisation.html")]
pub(crate) struct OrganisationPage {
    frame: Frame,
    words: Language,
    kind: Option<String>,
    heading: String,
    lede: String,
    banners: Vec<Banner>,
    /// The present month, day by day.
    month: Option<Link>,
    months: Vec<Month>,
    past: Vec<Month>,
    feed: Feed,
    contact: ContactCard,
}

/// The events that such a page lists: those to come, soonest first, and those that were, latest first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Events<'a> {
    pub(crate) next: &'a [Announced],
    pub(crate) past: &'a [Announced],
}

/// The page that anybody may see.
pub(crate) fn public(
    words: Language,
    to: &Addresses,
    host: &Organisation,
    events: Events<'_>,
    now: Moment,
) -> OrganisationPage {
    let path = to.organisation(host);
    let feed = Feed::of(to, host);
    let lede = words.say("page-organisation-lede").to_string();
    let frame = Frame {
        title: words.say("page-organisation-title").with("host", &host.name).into(),
        description: Some(lede.clone()),
        address: Some(to.full(&path)),
        hidden: false,
        home: Some(to.home(host)),
    };
    OrganisationPage {
        heading: host.name.clone(),
        lede,
        month: Some(this_month(words, to, host, now)),
        ..list(words, to, host, events, (frame, feed), now)
    }
}

/// The page behind the members' address: public events and members' events. Nobody else should learn of it.
pub(crate) fn members(
    words: Language,
    to: &Addresses,
    host: &Organisation,
    events: Events<'_>,
    now: Moment,
) -> OrganisationPage {
    let feed = Feed::of(to, host);
    let frame = private(words.say("page-members-title").with("host", &host.name).into(), to, host);
    OrganisationPage {
        kind: Some(words.say("page-members").into()),
        heading: host.name.clone(),
        lede: words.say("page-members-lede").into(),
        month: Some(this_month(words, to, host, now)),
        ..list(words, to, host, events, (frame, feed), now)
    }
}

/// A campaign's page.
pub(crate) fn campaign(
    words: Language,
    to: &Addresses,
    (host, campaign): (&Organisation, &Campaign),
    events: Events<'_>,
    now: Moment,
) -> OrganisationPage {
    let feed = Feed::of_campaign(to, host, &campaign.slug);
    let frame = Frame {
        title: words.say("page-campaign-title").with("name", &campaign.name).with("host", &host.name).into(),
        description: None,
        address: Some(to.full(&format!("/{}/campaigns/{}", host.slug, campaign.slug))),
        hidden: false,
        home: Some(to.home(host)),
    };
    let kind = match campaign.kind {
        CampaignKind::Dispute => words.say("page-campaign-dispute"),
        CampaignKind::DayOfAction => words.say("page-campaign-day-of-action"),
        CampaignKind::Campaign => words.say("page-campaign"),
    };
    let why = match campaign.kind {
        CampaignKind::Dispute | CampaignKind::DayOfAction => words.say("page-suspended-what-action"),
        CampaignKind::Campaign => words.say("page-suspended-what"),
    };
    let paused = campaign.suspended_on.is_some().then(|| Banner {
        class: "held",
        title: words.say("page-suspended").into(),
        lines: vec![why.into()],
        pairs: Vec::new(),
    });
    OrganisationPage {
        kind: Some(kind.into()),
        heading: campaign.name.clone(),
        lede: words.say("page-campaign-lede").with("host", &host.name).into(),
        banners: paused.into_iter().collect(),
        ..list(words, to, host, events, (frame, feed), now)
    }
}

fn list(
    words: Language,
    to: &Addresses,
    host: &Organisation,
    events: Events<'_>,
    (frame, feed): (Frame, Feed),
    now: Moment,
) -> OrganisationPage {
    let by_month = |events: &[Announced]| months(words, to, events, Hosts::Unnamed, now);
    OrganisationPage {
        frame,
        words,
        kind: None,
        heading: String::new(),
        lede: String::new(),
        banners: Vec::new(),
        month: None,
        months: by_month(events.next),
        past: by_month(events.past),
        feed,
        contact: ContactCard {
            name: None,
            phone: host.phone.as_deref().map(phone_link),
            email: host.email.as_deref().map(mail_link),
        },
    }
}

/// The way to the present month, as the organisation's clocks have it.
fn this_month(words: Language, to: &Addresses, host: &Organisation, now: Moment) -> Link {
    let zone = times::zone(&host.timezone).unwrap_or(TimeZone::UTC);
    Link::new(words.say("page-month-see"), month::address(to, host, MonthOfYear::at(now, &zone)))
}

/// What stands around a page that is not for search engines.
pub(crate) fn private(title: String, to: &Addresses, host: &Organisation) -> Frame {
    Frame { title, description: None, address: None, hidden: true, home: Some(to.home(host)) }
}
