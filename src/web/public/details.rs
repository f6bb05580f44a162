//! `/{org}/your-details`: how an organisation looks after what people tell it, in plain words.

use askama::Template;

use super::addresses::Addresses;
use super::said::{Block, ContactCard, mail_link, phone_link};
use crate::organisation::Organisation;
use crate::web::look::Frame;
use crate::words::Language;

/// The page.
#[derive(Template)]
#[template(path = "web/public/details.html")]
pub(crate) struct DetailsPage {
    frame: Frame,
    words: Language,
    host: String,
    blocks: Vec<Block>,
    contact: ContactCard,
}

/// The page of one organisation.
pub(crate) fn page(words: Language, to: &Addresses, host: &Organisation) -> DetailsPage {
    let frame = Frame {
        title: words.say("page-details-title").with("host", &host.name).into(),
        description: None,
        address: None,
        hidden: false,
        home: Some(to.home(host)),
    };
    DetailsPage {
        frame,
        words,
        host: host.name.clone(),
        blocks: blocks(words, host),
        contact: ContactCard {
            name: Some(host.name.clone()),
            phone: host.phone.as_deref().map(phone_link),
            email: host.email.as_deref().map(mail_link),
        },
    }
}

fn blocks(words: Language, host: &Organisation) -> Vec<Block> {
    let block = |title: crate::words::Said, lines: Vec<crate::words::Said>| Block {
        title: title.into(),
        lines: lines.into_iter().map(String::from).collect(),
    };
    vec![
        block(
            words.say("page-details-who"),
            vec![words.say("page-details-who-1").with("host", &host.name), words.say("page-details-who-2")],
        ),
        block(
            words.say("page-details-what"),
            vec![
                words.say("page-details-what-1"),
                words.say("page-details-what-2"),
                words.say("page-details-what-3"),
            ],
        ),
        block(
            words.say("page-details-long"),
            vec![
                words.say("page-details-long-1"),
                words.say("page-details-long-2"),
                words.say("page-details-long-3"),
            ],
        ),
        block(
            words.say("page-details-you"),
            vec![
                words.say("page-details-you-1"),
                words.say("page-details-you-2"),
                words.say("page-details-you-3"),
            ],
        ),
        block(
            words.say("page-details-limits"),
            vec![words.say("page-details-limits-1"), words.say("page-details-limits-2")],
        ),
    ]
}
