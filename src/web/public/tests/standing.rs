//! What pages say of an event that isn't on, that is elsewhere too, or that one doesn't come to.

use askama::Template;
use entity::value::{Attendance, EventStatus, Response, Standing};
use scraper::Html;
use serde_json::json;

use super::{WORDS, all, event_page, form, sample, text};
use crate::event::Whereabouts;
use crate::web::public::announced::{Announced, Moved, MovedPlace};
use crate::web::public::thanks::{self, Received};
use crate::web::public::typed::Typed;

fn fresh(event: &Announced) -> Html {
    Html::parse_document(&form(event, false, &Typed::fresh(), &[]))
}

#[test]
fn what_is_not_on_invites_nobody() {
    for (status, state) in [
        (EventStatus::Cancelled, "Called off"),
        (EventStatus::Postponed, "Postponed"),
        (EventStatus::Suspended, "Paused"),
    ] {
        let event = sample::in_state(sample::lobby(), status);
        let page = Html::parse_document(&event_page(&event));
        assert!(text(&page, ".facts s").contains("Tuesday 9 July 2024"), "{state}");
        assert_eq!(text(&page, ".facts .state"), state);
        assert!(all(&page, ".banner a").is_empty(), "{state}: no button in the banner");
        assert!(all(&page, "a[href*='google.com/calendar'], a[href*='outlook']").is_empty(), "{state}");
        assert!(text(&page, ".share .copy").starts_with(&format!("{state}: Banners Held High")), "{state}");
        assert!(!text(&page, "main").contains("We are not taking replies at the moment"), "{state}");
        assert_eq!(text(&page, ".card").contains("This is called off"), status == EventStatus::Cancelled);
        let form = fresh(&event);
        assert!(text(&form, ".notice h2").contains(state) && text(&form, ".about s").contains("9 July"));
    }
    let page = Html::parse_document(&event_page(&sample::lobby()));
    assert!(all(&page, "s, .state").is_empty());
    assert_eq!(all(&page, ".banner a.button").len(), 1);
}

#[test]
fn who_joins_online_hears_that_the_link_comes_by_email() {
    let meeting = sample::meeting();
    assert!(text(&fresh(&meeting), "#email-hint").contains("The link to join online comes by email."));
    assert!(!text(&fresh(&sample::lobby()), "#email-hint").contains("join online"));
    let thanked = |attendance, by_letter| {
        let standing = Some(Standing::HasPlace);
        let received = Received { response: Response::Going, standing, attendance, by_letter, own: None };
        let about = (&meeting, &received);
        thanks::page(WORDS, &sample::addresses(), about, sample::now()).render().unwrap()
    };
    let cannot = "so it can&#39;t reach you";
    assert!(thanked(Some(Attendance::Online), false).contains(cannot));
    assert!(!thanked(Some(Attendance::Online), true).contains(cannot));
    assert!(!thanked(Some(Attendance::InPerson), false).contains(cannot));
}

#[test]
fn a_meeting_of_members_asks_for_no_number_and_says_it_is_online_too() {
    let meeting = sample::meeting();
    let form = fresh(&meeting);
    assert!(all(&form, "[name=party_size]").is_empty());
    assert!(!text(&form, ".agree").contains("3 of us"));
    assert_eq!(all(&fresh(&sample::lobby()), "[name=party_size]").len(), 1);
    let page = Html::parse_document(&event_page(&meeting));
    for part in [text(&page, ".banner .spot"), text(&page, ".share .copy"), text(&form, ".about")] {
        assert!(part.contains(", or online"), "{part}");
    }
}

#[test]
fn around_stays_around_when_it_is_told_on() {
    let mut facts = sample::lobby_facts();
    facts["start_is_approximate"] = json!(true);
    let page = Html::parse_document(&event_page(&sample::announced("x", facts)));
    assert!(text(&page, ".share .copy").contains("Tuesday 9 July, around 6pm"));
}

#[test]
fn one_takes_part_in_a_day_of_action() {
    let mut facts = sample::lobby_facts();
    facts["kind"] = json!("day_of_action");
    let event = sample::announced("x", facts);
    let page = Html::parse_document(&event_page(&event));
    assert_eq!(text(&page, ".banner a.button"), "Tell us what you will do");
    let form = fresh(&event);
    assert_eq!(text(&form, "h1"), "What will you do?");
    let main = text(&form, "main");
    assert!(main.contains("I'm taking part") && !main.contains("coming, 3"), "{main}");
    for (response, said) in
        [(Response::Going, "You're taking part"), (Response::Maybe, "We hope you can take part")]
    {
        let received = Received {
            response,
            standing: Some(Standing::HasPlace),
            attendance: None,
            by_letter: true,
            own: None,
        };
        let page = thanks::page(WORDS, &sample::addresses(), (&event, &received), sample::now());
        let page = Html::parse_document(&page.render().unwrap());
        assert!(text(&page, "h1").contains(said), "{}", text(&page, "h1"));
        assert!(all(&page, "#plan").is_empty(), "nobody sets off");
    }
}

fn online_only() -> Announced {
    let mut facts = sample::lobby_facts();
    for gone in ["meeting_point", "target", "bring"] {
        facts.as_object_mut().unwrap().remove(gone);
    }
    facts["attendance_mode"] = json!("online");
    sample::announced("x", facts)
}

#[test]
fn nothing_is_asked_or_said_of_a_room_that_there_is_not() {
    let event = online_only();
    assert!(all(&fresh(&event), "[name=banner]").is_empty(), "nobody carries a banner to a screen");
    assert_eq!(all(&fresh(&sample::lobby()), "[name=banner]").len(), 1);
    assert!(all(&Html::parse_document(&event_page(&event)), "#access").is_empty());
    let mut spoken = event;
    spoken.shown.event.facts.access_statement = Some("There will be captions.".into());
    let page = Html::parse_document(&event_page(&spoken));
    assert!(
        text(&page, "main").contains("There will be captions."),
        "what an organiser says of access is told"
    );
}

#[test]
fn a_day_of_action_without_a_place_is_wherever_one_is() {
    let mut facts = sample::lobby_facts();
    facts["kind"] = json!("day_of_action");
    facts.as_object_mut().unwrap().remove("meeting_point");
    let mut event = sample::announced("x", facts);
    let page = |event: &Announced| Html::parse_document(&event_page(event));
    assert!(text(&page(&event), ".facts").contains("Wherever you are"));
    assert!(all(&page(&event), "#access").is_empty());
    event.shown.event.facts.area = Some("Every workplace in Barnet".into());
    let area = text(&page(&event), ".facts");
    assert!(area.contains("Every workplace in Barnet") && !area.contains("Wherever"), "{area}");
}

#[test]
fn a_place_that_nobody_knows_yet_is_said_to_be_so() {
    let mut facts = sample::lobby_facts();
    facts.as_object_mut().unwrap().remove("meeting_point");
    let page = Html::parse_document(&event_page(&sample::announced("x", facts)));
    assert!(text(&page, ".facts").contains("The place is not known yet."));
    assert!(!text(&page, ".share .copy").contains("\n\n"), "no gap where it would stand");
}

#[test]
fn a_move_says_all_that_moved_and_is_told_once() {
    let lobby = sample::lobby();
    let here = Whereabouts::of(&lobby.shown, sample::now()).unwrap();
    let house = Some("Hendon Library".to_owned());
    let was = Whereabouts { place: house.clone(), house, ..Whereabouts::default() };
    let place = Some(MovedPlace { was, now: here.clone() });
    let moved = Moved { start: Some("2024-07-08T17:30".parse().unwrap()), place };
    let of = |moved| {
        text(
            &Html::parse_document(&event_page(&Announced { moved: Some(moved), ..sample::lobby() })),
            ".notices",
        )
    };
    let both = of(moved.clone());
    assert!(both.contains("The day, the time and the place have changed"), "{both}");
    let day = of(Moved { start: Some("2024-07-08T18:00".parse().unwrap()), ..moved.clone() });
    assert!(day.contains("The day and the place have changed"), "{day}");
    let (was, now) = both.split_once("It is now").unwrap();
    assert!(was.contains("Monday 8 July 2024, 5:30pm\nHendon Library"), "{both}");
    assert!(now.contains("Tuesday 9 July 2024, 6pm\nHendon Town Hall, The Burroughs"), "{both}");
    let other = Whereabouts { spot: Some("By the fountain".to_owned()), ..here.clone() };
    for (was, is_now, title, old, new) in [
        (&other, &here, "The meeting point has changed", "By the fountain", "Outside Hendon Town Hall"),
        (
            &other,
            &Whereabouts { spot: None, ..here.clone() },
            "The meeting point has changed",
            "By the fountain",
            "no meeting point any more",
        ),
    ] {
        let place = Some(MovedPlace { was: was.clone(), now: is_now.clone() });
        let told = of(Moved { start: None, place });
        let (before, after) = told.split_once("It is now").unwrap();
        assert!(before.contains(title) && before.contains(old) && after.contains(new), "{told}");
    }
    let when = of(Moved { place: None, ..moved });
    assert!(when.contains("The day and the time have changed") && !when.contains("Hendon"), "{when}");
}

#[test]
fn nobody_is_invited_to_what_is_over() {
    let mut event = sample::lobby();
    assert!(!all(&Html::parse_document(&event_page(&event)), "#share").is_empty());
    event.shown.occurrence.end_utc = sample::now();
    assert!(all(&Html::parse_document(&event_page(&event)), "#share").is_empty());
}

#[test]
fn nobody_is_to_tell_a_friend_whom_they_could_not_bring() {
    let mut event = sample::in_state(sample::lobby(), EventStatus::Cancelled);
    let tell = "Please tell anyone you were bringing.";
    assert!(text(&Html::parse_document(&event_page(&event)), ".notices").contains(tell));
    event.shown.event.facts.rsvp.max_party = Some(1);
    assert!(!text(&Html::parse_document(&event_page(&event)), ".notices").contains(tell));
}

#[test]
fn whoever_gives_an_address_hears_that_an_earlier_answer_counts() {
    let lobby = sample::lobby();
    let said = |response, by_letter| {
        let standing = Some(Standing::HasPlace);
        let received = Received { response, standing, attendance: None, by_letter, own: None };
        let page = thanks::page(WORDS, &sample::addresses(), (&lobby, &received), sample::now());
        text(&Html::parse_document(&page.render().unwrap()), ".banner")
    };
    for response in [Response::Going, Response::Maybe, Response::NotGoing] {
        let by_letter = said(response, true);
        assert!(by_letter.contains("Then your first answer still counts."), "{by_letter}");
        assert!(!by_letter.contains("nothing more to do"), "{by_letter}");
        assert!(!said(response, false).contains("first answer"));
    }
}

#[test]
fn the_number_to_ring_is_told_where_no_way_is() {
    let (lobby, mut bare) = (sample::lobby(), sample::lobby());
    bare.shown.venue.as_mut().unwrap().directions.0.clear();
    let thanks = |event: &Announced, response| {
        let standing = Some(Standing::HasPlace);
        let received = Received { response, standing, attendance: None, by_letter: true, own: None };
        let page = thanks::page(WORDS, &sample::addresses(), (event, &received), sample::now());
        Html::parse_document(&page.render().unwrap())
    };
    for event in [&lobby, &bare] {
        for page in [Html::parse_document(&event_page(event)), thanks(event, Response::Going)] {
            assert_eq!(text(&page, ".lost a"), "07700 900123");
            assert_eq!(all(&page, ".lost").len(), 1);
        }
        assert!(all(&thanks(event, Response::NotGoing), ".lost").is_empty(), "nobody sets off");
    }
}

#[test]
fn only_an_action_is_paused_for_talks() {
    for (kind, talks) in [("picket", true), ("march", true), ("social", false), ("branch_meeting", false)] {
        let mut facts = sample::lobby_facts();
        facts["kind"] = json!(kind);
        let event = sample::in_state(sample::announced("x", facts), EventStatus::Suspended);
        let told = text(&Html::parse_document(&event_page(&event)), ".notices");
        assert_eq!(told.contains("while talks go on"), talks, "{kind}: {told}");
        assert_eq!(told.contains("This is paused for now."), !talks, "{kind}: {told}");
    }
}

#[test]
fn a_letter_is_promised_only_to_who_gives_an_address() {
    for (status, news) in [
        (EventStatus::Postponed, "If you gave us your email, we will write when there is a new date."),
        (EventStatus::Suspended, "If you gave us your email, we will write if it starts again."),
    ] {
        let mut event = sample::in_state(sample::lobby(), status);
        event.replies = crate::web::public::announced::Replies::Open;
        let page = text(&Html::parse_document(&event_page(&event)), "main");
        assert!(page.contains(news), "{page}");
        assert!(page.contains("If you give us your email, we write to you when there is news."), "{page}");
        assert!(!page.contains(". We will write") && !page.contains(". We write"), "{page}");
    }
}
