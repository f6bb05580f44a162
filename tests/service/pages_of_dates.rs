//! The pages of an event that repeats: each date by every address that it had, with what became of it and of no other.

use calcard::icalendar::ICalendarProperty;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::browser::Page;
use crate::house::subscriber::{entries, get, said, unfolded};

const PAGE: &str = "/barnet/events/supper";

/// Supper on six Mondays from 1 March 2027.
async fn supper() -> Announced {
    supper_with(json!({ "every": "week", "on": ["mon"], "until": "2027-04-05" })).await
}

async fn supper_with(repeats: Value) -> Announced {
    let lobby = Announced::lobby(json!({
        "title": "Supper", "start": "2027-03-01T18:00", "end": "2027-03-01T20:00", "no_fixed_end": false,
        "target": null, "repeats": repeats,
    }));
    let lobby = lobby.await;
    lobby.minutes_pass(60).await;
    lobby
}

async fn open(supper: &Announced, date: &str) -> Page {
    supper.house.browser().open(&format!("{PAGE}?date={date}")).await
}

/// What the page of a date tells of changes: the banners and the list.
async fn news(supper: &Announced, date: &str) -> String {
    let page = open(supper, date).await;
    assert_eq!(page.status, 200, "{date}: {}", page.text());
    let text = page.text();
    let between = |from: &str, to: &str| {
        let found = text.split_once(from).and_then(|(_, rest)| rest.split_once(to));
        found.map_or(String::new(), |(said, _)| said.trim().to_owned())
    };
    format!("{} {}", between("changed It was ", "In short"), between("What changed", "All our events"))
}

#[tokio::test]
async fn a_date_taken_out_is_no_news_of_the_others() {
    let supper = supper().await;
    let gone = supper.date_on("2027-03-22").await;
    assert_eq!(supper.ada.delete(&format!("/occurrences/{gone}")).await.status, 204);
    supper.minutes_pass(60).await;
    let repeats = json!({ "every": "week", "on": ["mon"], "until": "2027-04-05", "except": ["2027-03-22", "2027-03-01"] });
    supper.patch(json!({ "repeats": repeats })).await;
    for date in ["2027-03-08", "2027-03-15", "2027-03-29", "2027-04-05"] {
        let said = news(&supper, date).await;
        assert_eq!(said.trim(), "", "{date}");
    }
    assert_eq!(open(&supper, "2027-03-22").await.status, 404);
    assert_eq!(open(&supper, "2027-03-01").await.status, 404);
}

#[tokio::test]
async fn a_date_tells_what_was_done_to_it_and_to_all() {
    let supper = supper().await;
    let (off, moved, added) = ("2027-03-22", "2027-03-15", json!({ "start": "2027-03-10T17:00" }));
    supper.answers("ben@example.org", json!({ "occurrence_id": supper.date_on(off).await })).await;
    supper.ada.post(&format!("/events/{}/occurrences", supper.id()), &added).await.json(201);
    supper.minutes_pass(60).await;
    let off_id = supper.date_on(off).await;
    assert_eq!(supper.ada.delete(&format!("/occurrences/{off_id}")).await.status, 204);
    supper.minutes_pass(60).await;
    let to = json!({ "start": "2027-03-16T19:00" });
    supper.ada.patch(&format!("/occurrences/{}", supper.date_on(moved).await), &to).await.json(200);
    supper.minutes_pass(60).await;
    supper.patch(json!({ "start": "2027-03-01T18:30", "end": "2027-03-01T20:30" })).await;
    supper.minutes_pass(60).await;

    let usual = news(&supper, "2027-03-08").await;
    let later = "moved from Monday 8 March, 6pm to Monday 8 March, 6:30pm";
    assert!(
        usual.contains(later)
            && usual.contains("Monday 8 March 2027, 6pm It is now Monday 8 March 2027, 6:30pm"),
        "{usual}"
    );
    assert!(!usual.contains("16 March") && !usual.contains("called off"), "{usual}");
    let moved = news(&supper, "2027-03-16T19:00").await;
    assert!(moved.contains("moved from Monday 15 March, 6pm to Tuesday 16 March, 7pm"), "{moved}");
    assert!(!moved.contains("6:30pm"), "{moved}");
    assert_eq!(news(&supper, "2027-03-10T17:00").await.trim(), "", "what was added keeps to its time");
    let off = news(&supper, "2027-03-22").await;
    assert!(off.contains("called off") && !off.contains("moved"), "{off}");
    // Taken in again, that is news of it too.
    supper.ada.post(&format!("/occurrences/{off_id}/reinstate"), &json!({})).await.json(200);
    let on = news(&supper, "2027-03-22").await;
    assert!(on.contains("it is on again"), "{on}");
    supper.minutes_pass(60).await;
}

#[tokio::test]
async fn a_place_of_its_own_is_news_of_that_date_alone() {
    let supper = supper().await;
    let own = supper.date_on("2027-03-01").await;
    supper.ada.patch(&format!("/occurrences/{own}"), &json!({ "room": "The garden" })).await.json(200);
    supper.minutes_pass(60).await;
    assert!(
        news(&supper, "2027-03-01").await.contains("the room is The garden"),
        "{}",
        news(&supper, "2027-03-01").await
    );
    assert_eq!(news(&supper, "2027-03-08").await.trim(), "");
    // All go to another room, but that date.
    supper.patch(json!({ "room": "Hall 2" })).await;
    supper.minutes_pass(60).await;
    assert!(
        news(&supper, "2027-03-08").await.contains("the room is Hall 2"),
        "{}",
        news(&supper, "2027-03-08").await
    );
    assert!(!news(&supper, "2027-03-01").await.to_lowercase().contains("hall 2"));
}

#[tokio::test]
async fn every_address_that_a_date_ever_had_leads_to_it() {
    let supper = supper().await;
    let date = supper.date_on("2027-03-15").await;
    supper.answers("ben@example.org", json!({ "occurrence_id": date })).await;
    supper.house.rounds().await;
    let letter = supper.latest("ben@example.org");
    assert!(letter.text.contains("?date=2027-03-15"), "{}", letter.text);
    let moves = async |start: &str| {
        supper.ada.patch(&format!("/occurrences/{date}"), &json!({ "start": start })).await.json(200);
        supper.minutes_pass(60).await;
    };
    moves("2027-03-16T19:00").await;
    moves("2027-03-17T19:00").await;
    for address in ["2027-03-15", "2027-03-16", "2027-03-16T19:00", "2027-03-17", "2027-03-17T19:00"] {
        let page = open(&supper, address).await;
        assert_eq!(page.status, 200, "{address}");
        assert!(page.text().contains("Wednesday 17 March 2027, 7pm"), "{address}: {}", page.text());
        let form = supper.house.browser().open(&format!("{PAGE}/reply?date={address}")).await;
        assert!(form.text().contains("Wednesday 17 March 2027, 7pm"), "{address}: {}", form.text());
    }
    for never in ["2027-03-18", "2027-03-15T18:01"] {
        assert_eq!(open(&supper, never).await.status, 404, "{never}");
    }
    // Whoever is there now has the address.
    let added = json!({ "start": "2027-03-16T12:00" });
    supper.ada.post(&format!("/events/{}/occurrences", supper.id()), &added).await.json(201);
    assert!(open(&supper, "2027-03-16").await.text().contains("Tuesday 16 March 2027, midday"));
    assert!(open(&supper, "2027-03-16T19:00").await.text().contains("Wednesday 17 March 2027, 7pm"));
    // What is called off, or no date of the event any more, says so at each of its addresses.
    supper.ada.post(&format!("/occurrences/{date}/cancel"), &json!({})).await.json(200);
    for address in ["2027-03-15", "2027-03-16T19:00", "2027-03-17"] {
        assert!(open(&supper, address).await.text().contains("Called off"), "{address}");
    }
    supper.minutes_pass(60).await;
    assert_eq!(supper.ada.delete(&format!("/occurrences/{date}")).await.status, 204);
    assert!(open(&supper, "2027-03-15").await.text().contains("Called off"));
    supper.minutes_pass(60).await;
}

#[tokio::test]
async fn a_link_into_a_calendar_elsewhere_opens_the_date_that_it_names_or_none() {
    let supper = supper().await;
    let date = supper.date_on("2027-03-15").await;
    let to = json!({ "start": "2027-03-16T19:00" });
    supper.ada.patch(&format!("/occurrences/{date}"), &to).await.json(200);
    for (address, start) in [
        ("2027-03-15", "20270316T190000Z"),
        ("2027-03-16", "20270316T190000Z"),
        ("2027-03-22", "20270322T180000Z"),
    ] {
        let got = get(&supper, &format!("{PAGE}/add/google?date={address}")).await;
        assert_eq!(got.status, 302, "{address}");
        assert!(got.header(LOCATION).contains(start), "{address}: {}", got.header(LOCATION));
    }
    for ending in ["", "/add/google", "/add/outlook", "/reply"] {
        for (address, status) in [("garbage", 400), ("", 400), ("2027-03-17", 404)] {
            let got = get(&supper, &format!("{PAGE}{ending}?date={address}")).await;
            assert_eq!(got.status, status, "{ending} {address}");
        }
    }
    supper.minutes_pass(60).await;
}

#[tokio::test]
async fn a_page_of_one_date_offers_that_date_and_says_what_brings_all() {
    let supper = supper().await;
    let page = open(&supper, "2027-03-15").await;
    for all in ["Add all dates to my calendar", "Follow all dates"] {
        assert!(page.link(all).as_str().ends_with("/supper.ics"), "{all}");
    }
    assert!(
        page.text().contains("Or only Monday 15 March: Calendar file Google Calendar"),
        "{}",
        page.text()
    );
    let file = get(&supper, &format!("{PAGE}/add/file?date=2027-03-15")).await;
    assert_eq!(file.header(CONTENT_TYPE), "text/calendar; charset=utf-8");
    let entries = entries(&file.text());
    assert_eq!(entries.len(), 1);
    assert_eq!(said(&entries[0], &ICalendarProperty::Uid), supper.date_on("2027-03-15").await);
    let text = unfolded(&file.text());
    assert!(text.contains("DTSTART;TZID=Europe/London:20270315T180000"), "{text}");
    assert!(!text.contains("RRULE:FREQ=WEEKLY"), "{text}");
    assert_eq!(page.link("Calendar file").path(), format!("{PAGE}/add/file"));
    assert_eq!(page.link("Calendar file").query(), Some("date=2027-03-15"));
}

#[tokio::test]
async fn the_way_to_reply_says_for_which_date_it_is() {
    let supper = supper().await;
    let browser = supper.house.browser();
    let page = open(&supper, "2027-03-15").await;
    let form = page.follow("Tell us you're coming on Monday 15 March").await;
    assert!(form.text().contains("This is for Monday 15 March 2027, 6pm to 8pm."), "{}", form.text());
    let next = browser.open(&format!("{PAGE}/reply")).await;
    assert!(next.text().contains("This is for Monday 1 March 2027, 6pm to 8pm."), "{}", next.text());
    let other = next.link("Another date?");
    assert_eq!(
        (other.path(), other.query(), other.fragment()),
        (PAGE, Some("date=2027-03-01"), Some("dates"))
    );
    assert!(next.follow("Another date?").await.text().contains("Monday 22 March, 6pm"));
    // Of a single event nothing of the kind is said.
    let lobby = supper.ada.lobby(json!({})).await;
    let lobby = browser.open(&format!("/barnet/events/{}", lobby["slug"].as_str().unwrap())).await;
    let form = lobby.follow("Tell us you're coming").await;
    assert!(
        !form.text().contains("Another date?") && !form.text().contains("This is for"),
        "{}",
        form.text()
    );
}

#[tokio::test]
async fn the_list_of_dates_shows_those_around_the_one_that_the_page_is_about() {
    let supper = supper_with(json!({ "every": "week", "on": ["mon"], "until": "2027-05-17" })).await;
    let listed = async |date: &str| {
        let page = open(&supper, date).await;
        let html = Html::parse_document(&page.html);
        let all = |css: &str| {
            let found = Selector::parse(css).unwrap();
            let texts = html.select(&found).map(|element| element.text().collect::<String>());
            texts.map(|text| text.trim().to_owned()).collect::<Vec<_>>()
        };
        let open = all("section[aria-labelledby=dates] > ul.dates > li");
        (open, all("section[aria-labelledby=dates] > ul.dates [aria-current=date]"), all("details summary"))
    };
    let (open, current, folded) = listed("2027-03-15").await;
    assert_eq!((open.len(), open[0].as_str()), (6, "Monday 1 March, 6pm"));
    assert_eq!(current, ["Monday 15 March, 6pm"]);
    assert!(folded.contains(&"More dates".to_owned()) && !folded.contains(&"Earlier dates".to_owned()));
    let (open, current, folded) = listed("2027-04-26").await;
    assert_eq!((open.len(), open[0].as_str()), (6, "Monday 12 April, 6pm"));
    assert_eq!(current, ["Monday 26 April, 6pm"]);
    assert!(folded.contains(&"Earlier dates".to_owned()), "{folded:?}");
    let (open, current, folded) = listed("2027-05-17").await;
    assert_eq!((open.len(), open[5].as_str()), (6, "Monday 17 May, 6pm"));
    assert_eq!(current, ["Monday 17 May, 6pm"]);
    assert!(!folded.contains(&"More dates".to_owned()), "{folded:?}");
}
