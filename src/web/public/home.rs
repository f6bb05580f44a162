//! `/`: what the organisations on this instance have coming up.

use askama::Template;
use entity::Moment;

use super::addresses::Addresses;
use super::announced::Announced;
use super::listing::{Hosts, Month, months};
use super::said::Link;
use crate::organisation::Organisation;
use crate::web::look::Frame;
use crate::words::Language;

/// The page of the instance.
#[derive(Template)]
#[template(path = "web/public/home.html")]
pub(crate) struct HomePage {
    frame: Frame,
    words: Language,
    months: Vec<Month>,
    organisations: Vec<Link>,
}

/// All organisations, and their public events, soonest first.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    hosts: &[Organisation],
    events: &[Announced],
    now: Moment,
) -> HomePage {
    let frame = Frame {
        title: words.say("page-home").into(),
        description: Some(words.say("page-home-lede").into()),
        address: Some(to.full("/")),
        hidden: false,
        home: None,
    };
    HomePage {
        frame,
        words,
        months: months(words, to, events, Hosts::Named, now),
        organisations: hosts.iter().map(|host| Link::new(&host.name, to.organisation(host))).collect(),
    }
}
