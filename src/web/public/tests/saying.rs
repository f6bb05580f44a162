//! What the pages say, and to whom.

use entity::value::{EventStatus, Response, Standing};
use scraper::Html;
use serde_json::json;

use super::{WORDS, all, event_page, form, mistakes, sample, text, thanked};
use crate::event::Viewer;
use crate::web::public::announced::{Announced, Moved};
use crate::web::public::typed::Typed;
use crate::web::public::way_there;

#[test]
fn what_an_organiser_types_stays_text() {
    let mut facts = sample::lobby_facts();
    let nasty = "\"><script>alert(1)</script>\u{202e}&amp;";
    for field in ["title", "summary", "bring", "meeting_point", "description", "audience"] {
        facts[field] = json!(nasty);
    }
    facts["asks"] = json!([{ "label": nasty, "url": "javascript:alert(1)" }]);
    let announced = sample::at_town_hall(sample::announced("x", facts));
    let html = event_page(&announced);
    let page = Html::parse_document(&html);
    assert!(!html.contains("<script>"));
    assert!(!html.contains("javascript:"));
    assert_eq!(text(&page, "h1").trim(), nasty);
    let data = text(&page, "script");
    let said: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(said["name"], json!(nasty));
}

#[test]
fn a_page_says_what_when_where_and_how() {
    let page = Html::parse_document(&event_page(&sample::lobby()));
    let main = text(&page, "main");
    for said in [
        "Banners Held High",
        "Tuesday 9 July 2024, 6pm, no fixed end",
        "Outside Hendon Town Hall",
        "The meeting starts at 7pm, so please be there for 6pm.",
        "By tube from Hendon Central (Northern line)",
        "11 minutes, uphill",
        "Walk up the hill for about 10 minutes.",
        "Closed until Friday 20 December 2024",
        "Banners and placards",
        "50+ people are coming",
        "A way in without steps",
    ] {
        assert!(main.contains(said), "{said}");
    }
    assert_eq!(all(&page, "a[href='/barnet-unison/events/banners-held-high/reply']").len(), 2);
    assert_eq!(all(&page, "a[href='/barnet-unison/events/banners-held-high.ics']").len(), 1);
}

#[test]
fn news_stand_first_and_old_and_new_side_by_side() {
    let moved = Announced {
        moved: Some(Moved { start: Some("2024-07-08T17:30".parse().unwrap()), place: None }),
        ..sample::lobby()
    };
    let page = Html::parse_document(&event_page(&moved));
    let notice = text(&page, ".notices");
    assert!(
        notice.contains("Monday 8 July 2024, 5:30pm") && notice.contains("Tuesday 9 July 2024, 6pm"),
        "{notice}"
    );
    for (status, said) in [
        (EventStatus::Cancelled, "Called off"),
        (EventStatus::Postponed, "Postponed"),
        (EventStatus::Suspended, "Paused"),
    ] {
        let page = Html::parse_document(&event_page(&sample::in_state(sample::lobby(), status)));
        assert!(text(&page, ".notices").contains(said));
        let called_off = status == EventStatus::Cancelled;
        assert_eq!(all(&page, "a[href$='/reply']").is_empty(), called_off, "{said}");
    }
}

#[test]
fn a_place_for_those_who_come_is_told_to_nobody_else() {
    let mut facts = sample::lobby_facts();
    facts["place_shown"] = json!("replied");
    facts["area"] = json!("Hendon");
    facts["on_the_day_phone_shown"] = json!("replied");
    let announced = sample::at_town_hall(sample::announced("x", facts));
    let html = event_page(&announced);
    for secret in ["Town Hall", "NW4", "51.589", "Turn right out of the station", "07700"] {
        assert!(!html.contains(secret), "{secret}");
    }
    let spot = way_there::spot(WORDS, &announced, Viewer::Replied, sample::now());
    assert_eq!(spot.lines.first().map(String::as_str), Some("Outside Hendon Town Hall"));
}

#[test]
fn a_joining_link_is_on_no_page() {
    let meeting = sample::meeting();
    for html in [event_page(&meeting), form(&meeting, false, &Typed::fresh(), &[])] {
        assert!(!html.contains("zoom.example") && !html.contains("Passcode"));
    }
}

#[test]
fn a_form_with_mistakes_keeps_what_was_typed_and_leads_to_each() {
    let typed = Typed {
        response: "maybe".into(),
        party_size: "4".into(),
        email: "ada@".into(),
        message: "</textarea>Solidarity!".into(),
        access_needs: "a chair".into(),
        banner: true,
        ..Typed::default()
    };
    let page = Html::parse_document(&form(&sample::meeting(), true, &typed, &mistakes()));
    for link in all(&page, ".summary a") {
        let id = link.value().attr("href").unwrap().trim_start_matches('#');
        assert_eq!(all(&page, &format!("input[id='{id}'], textarea[id='{id}']")).len(), 1, "{id}");
    }
    assert!(text(&page, "title").contains("Error"));
    assert_eq!(all(&page, "input[name=email][value='ada@'][aria-invalid=true]").len(), 1);
    let of_a_lobby = Html::parse_document(&form(&sample::lobby(), true, &typed, &[]));
    assert_eq!(all(&of_a_lobby, "input[name=party_size][value='4']").len(), 1);
    assert_eq!(all(&page, "input[value=maybe][checked]").len(), 1);
    assert_eq!(text(&page, "textarea[name=message]"), "</textarea>Solidarity!");
    assert_eq!(text(&page, "textarea[name=access_needs]"), "a chair");
    assert_eq!(all(&page, "details[open] input[name=banner][checked]").len(), 1);
}

#[test]
fn the_words_beside_the_button_are_those_agreed() {
    let page = Html::parse_document(&form(&sample::lobby(), false, &Typed::fresh(), &[]));
    let agreed = text(&page, ".agree");
    for words in [
        "You don't have to give a name or email. “Coming, 3 of us” is enough.",
        "If you give details, Barnet UNISON keeps them. Only the people organising this event see them. We delete them \
         on Tuesday 23 July 2024. We don't pass them on unless the law makes us.",
        "By giving them I agree to this. I know it may show that I support a union.",
        "How we look after your details",
    ] {
        assert!(agreed.contains(words), "{words}\nin {agreed}");
    }
    let limited = Html::parse_document(&form(&sample::lobby(), true, &Typed::fresh(), &[]));
    assert!(
        text(&limited, ".agree").contains("Places are limited, so we need your email. A name is up to you.")
    );
    assert!(text(&page, "#access_needs-hint").contains("We delete it on Friday 12 July 2024."));
    assert!(text(&page, "#email-hint").contains("an employer may be able to read work email"));
    assert_eq!(text(&page, "button .says-going"), "I'll be there");
}

#[test]
fn a_reply_without_an_address_gets_its_way_back_and_one_with_an_address_does_not() {
    let with = thanked(Response::Going, Some(Standing::HasPlace), Some("/r/abc"));
    let without = thanked(Response::Going, Some(Standing::HasPlace), None);
    assert!(with.contains("https://events.example.org/r/abc"));
    assert!(!without.contains("/r/"));
}

#[test]
fn what_search_engines_read_has_nothing_that_is_not_known() {
    let said = |event: &Announced| -> serde_json::Value {
        let page = Html::parse_document(&event_page(event));
        let [data] = all(&page, "script[type='application/ld+json']")[..] else { panic!("one block") };
        serde_json::from_str(&data.inner_html()).unwrap()
    };
    let mut lobby = sample::lobby();
    let whole = said(&lobby);
    assert_eq!(whole["location"]["address"]["postalCode"], "NW4 4BG");
    assert_eq!(whole["location"]["geo"]["@type"], "GeoCoordinates");

    let venue = lobby.shown.venue.as_mut().unwrap();
    (venue.street, venue.postcode, venue.country, venue.latitude) = (None, None, None, None);
    lobby.shown.event.facts.summary = None;
    let sparse = said(&lobby);
    assert!(!sparse.to_string().contains("null"), "{sparse}");
    assert_eq!(
        sparse["location"]["address"],
        json!({ "@type": "PostalAddress", "addressLocality": "London" })
    );
    assert_eq!((sparse["location"].get("geo"), sparse.get("description")), (None, None));

    lobby.shown.venue.as_mut().unwrap().locality = None;
    assert_eq!(said(&lobby)["location"].get("address"), None);
}

#[test]
fn what_no_keyboard_types_is_not_shown_again() {
    let typed = Typed {
        name: "Ada\u{0}\u{1b}[31m\u{7f}\u{85} Lovelace".into(),
        message: "one\r\n\u{0}two\tthree".into(),
        ..Typed::default()
    };
    let html = form(&sample::lobby(), true, &typed, &mistakes());
    assert!(!html.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')));
    let page = Html::parse_document(&html);
    assert_eq!(all(&page, "input[name=name][value='Ada[31m Lovelace']").len(), 1);
    assert_eq!(text(&page, "textarea[name=message]"), "one\ntwo\tthree");
}

#[test]
fn a_room_is_said_the_same_way_everywhere_and_is_no_house_number() {
    let mut facts = sample::lobby_facts();
    facts["room"] = json!("2");
    facts["meeting_point"] = json!("By the lift");
    let event = sample::at_town_hall(sample::announced("x", facts));
    let whole = "Hendon Town Hall, Room 2, The Burroughs, London NW4 4BG";
    assert_eq!(event.shown.place_line().as_deref(), Some(whole));
    let page = Html::parse_document(&event_page(&event));
    let place = text(&page, ".facts");
    assert!(place.contains("Room 2") && !place.contains("Room: 2"), "{place}");
    let said: serde_json::Value = serde_json::from_str(&text(&page, "script")).unwrap();
    assert_eq!(said["location"]["name"], "Hendon Town Hall, Room 2");
}
