//! What a feed says of itself: its name, what it is about, its own address.

use entity::value::Kind;

use super::{REFRESH, Which, page};
use crate::calendar::FeedInfo;
use crate::campaign::Campaign;
use crate::event::Whole;
use crate::links::Links;
use crate::organisation::Organisation;
use crate::words::Language;

/// A feed of the programme. One that is narrowed says to what. The file of one event speaks for that event alone, and is
/// refreshed from its own address (RFC 7986, sections 5.1 and 5.8): whoever opened it has not asked for the whole programme.
pub(super) fn of_programme(
    organisation: &Organisation,
    (which, campaign, events): (&Which, Option<&Campaign>, &[Whole]),
    links: &Links,
) -> FeedInfo {
    let language = Language::from_code(&organisation.language);
    let name = &organisation.name;
    let about = || Some(language.say("feed-about").with("organisation", name).into());
    let (name, description, source) = match (which, events.first().map(Whole::first)) {
        (Which::Event { token, .. }, Some(shown)) => {
            (shown.facts().title.clone(), None, format!("{}.ics", page(shown, links, token.as_deref())))
        }
        (Which::Members(token), _) => (
            language.say("feed-name-members").with("organisation", name).into(),
            about(),
            links.members_feed(&organisation.slug, token),
        ),
        (Which::Public { kinds, .. }, _) => (
            narrowed(language, name, campaign, kinds),
            about(),
            links.narrowed_feed(&organisation.slug, kinds, campaign.map(|campaign| campaign.slug.as_str())),
        ),
        (Which::Event { .. }, None) => (name.clone(), about(), links.feed(&organisation.slug)),
    };
    FeedInfo { name, description, source, refresh: REFRESH }
}

/// `Barnet UNISON: Keep the library, lobby`.
fn narrowed(language: Language, organisation: &str, campaign: Option<&Campaign>, kinds: &[Kind]) -> String {
    let kinds = kinds.iter().map(|kind| language.kind(*kind));
    let to: Vec<String> = campaign.map(|campaign| campaign.name.clone()).into_iter().chain(kinds).collect();
    if to.is_empty() {
        return language.say("feed-name").with("organisation", organisation).into();
    }
    language.say("feed-name-narrowed").with("organisation", organisation).with("to", to.join(", ")).into()
}

/// A person's own calendar, at that address.
pub(super) fn of_person(organisation: &Organisation, language: Language, source: String) -> FeedInfo {
    FeedInfo {
        name: language.say("feed-name-personal").with("organisation", &organisation.name).into(),
        description: Some(language.say("feed-about-personal").into()),
        source,
        refresh: REFRESH,
    }
}
