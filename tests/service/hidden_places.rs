//! A place that is not for everybody is in nothing that everybody can read: of a venue, no word of any field.

use reqwest::header::{HeaderValue, LAST_MODIFIED, LOCATION};
use reqwest::{Client, redirect};
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::cast::Ben;
use crate::house::own_calendar::BEN;
use crate::house::subscriber::{get, unfolded};

const FEED: &str = "/barnet/calendar.ics";
/// The three dates: the first and the last at the event's venue, the second at one of its own.
const DATES: [&str; 3] = ["2026-07-09", "2026-07-16", "2026-07-23"];
/// Before each date, and when all are over.
const HIDDEN: [&str; 4] =
    ["2026-07-08T22:00:00Z", "2026-07-10T10:00:00Z", "2026-07-17T10:00:00Z", "2026-07-24T10:00:00Z"];
/// On the day of each.
const SHOWN: [&str; 3] = ["2026-07-09T10:00:00Z", "2026-07-16T10:00:00Z", "2026-07-23T10:00:00Z"];

/// A venue in which every field gives it away.
pub(crate) fn venue(number: u32) -> Value {
    json!({
        "name": "SECRET Hall", "street": "SECRET Street", "locality": "SECRETVILLE", "postcode": "SECRET", "country": "FR",
        "latitude": 51.777_123, "longitude": -0.377_123, "standing_point": format!("SECRET steps {number}"),
        "directions": [
            { "mode": "tube", "from": "SECRET tube", "minutes": 3, "note": "SECRET hill", "steps": ["Along SECRET Lane"] },
            { "mode": "bus", "from": "SECRET bus", "closed_from": "2026-07-01", "closed_until": "2026-07-31" },
        ],
        "access": { "statement": "Step-free from SECRET Lane, ring at number 12", "step_free": true, "parking": false,
                    "contact": "secret@example.org", "checked_on": "2026-03-01" },
    })
}

/// What nobody may find, in small letters.
const SECRETS: [&str; 6] =
    ["secret", "51.777", "0.377", "number 12", "a way in without steps", "1 march 2026"];

#[track_caller]
pub(crate) fn assert_hidden(at: &str, texts: &[(String, String)]) {
    for (output, text) in texts {
        let text = unfolded(text).to_lowercase();
        for secret in SECRETS {
            assert!(!text.contains(secret), "{at}: {secret:?} in {output}: {text}");
        }
    }
}

/// A lobby at such a place that repeats, one date at another; told as `place_shown` says.
async fn lobby(place_shown: &str) -> Announced {
    let lobby = Announced::lobby(json!({
        "place_shown": place_shown, "area": "Hendon", "no_fixed_end": false, "end": "2026-07-09T20:00", "venue": venue(1),
        "access_statement": null, "room": "SECRET room", "meeting_point": "SECRET corner",
        "repeats": { "every": "week", "times": 3 },
    }))
    .await;
    let second = lobby.date_on(DATES[1]).await;
    let own = lobby.ada.post("/venues", &venue(2)).await.json(201)["id"].clone();
    let place = json!({ "venue_id": own, "room": "SECRET yard", "meeting_point": "SECRET gate" });
    lobby.ada.patch(&format!("/occurrences/{second}"), &place).await.json(200);
    lobby
}

impl Announced {
    pub(crate) fn page_path(&self) -> String {
        format!("/barnet/events/{}", self.event["slug"].as_str().unwrap())
    }

    /// What is read at these addresses.
    pub(crate) async fn read(&self, paths: Vec<String>) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for path in paths {
            let got = get(self, &path).await;
            // The form of a date that is over leads to its page.
            assert!(
                got.status == 200 || path.contains("/reply") && got.status == 303,
                "{path}: {}",
                got.status
            );
            texts.push((path, String::from_utf8(got.bytes).unwrap()));
        }
        texts
    }

    /// The same of each date of the event's page, and of the next one.
    async fn of_each_date(&self, path: &str) -> Vec<(String, String)> {
        let dated = DATES.iter().map(|date| format!("{path}?date={date}"));
        self.read(dated.chain([path.to_owned()]).collect()).await
    }
}

/// Hidden but on the days, then in something of it; and never where it is told to those alone who replied.
async fn assert_kept(read: impl AsyncFn(&Announced) -> Vec<(String, String)>) {
    let mut moments: Vec<(&str, bool)> =
        HIDDEN.map(|at| (at, false)).into_iter().chain(SHOWN.map(|at| (at, true))).collect();
    moments.sort_unstable();
    for place_shown in ["on_the_day", "replied"] {
        let lobby = lobby(place_shown).await;
        for (at, on_the_day) in &moments {
            lobby.house.clock.set(at);
            let texts = read(&lobby).await;
            if *on_the_day && place_shown == "on_the_day" {
                let told = texts.iter().any(|(_, text)| text.contains("SECRET"));
                assert!(told, "{at}: it is told on the day: {texts:?}");
            } else {
                assert_hidden(at, &texts);
            }
        }
    }
}

#[tokio::test]
async fn the_pages_of_an_event_hide_its_place() {
    assert_kept(async |lobby: &Announced| lobby.of_each_date(&lobby.page_path()).await).await;
}

#[tokio::test]
async fn the_reply_form_hides_the_place() {
    assert_kept(async |lobby: &Announced| lobby.of_each_date(&format!("{}/reply", lobby.page_path())).await)
        .await;
}

#[tokio::test]
async fn lists_of_events_hide_the_place() {
    assert_kept(async |lobby: &Announced| {
        let members = lobby.members_path().await.trim_end_matches(".ics").to_owned();
        let lists = vec!["/".into(), "/barnet".into(), "/barnet?month=2026-07".into(), members];
        let mut texts = lobby.read(lists).await;
        // What names no place at all is no less hidden; the control is the event's own page.
        texts.extend(lobby.of_each_date(&lobby.page_path()).await);
        texts
    })
    .await;
}

#[tokio::test]
async fn feeds_hide_the_place() {
    assert_kept(async |lobby: &Announced| {
        let own = format!("{}.ics", lobby.page_path());
        lobby.read(vec![FEED.into(), own, lobby.members_path().await]).await
    })
    .await;
}

#[tokio::test]
async fn what_is_added_to_a_calendar_hides_the_place() {
    assert_kept(async |lobby: &Announced| {
        let add = format!("{}/add", lobby.page_path());
        let mut texts = lobby.of_each_date(&format!("{add}/file")).await;
        let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap();
        for calendar in ["google", "outlook", "office365"] {
            for date in DATES {
                let url = format!("{}{add}/{calendar}?date={date}", lobby.house.url);
                let answer = client.get(&url).send().await.unwrap();
                let there = answer.headers().get(LOCATION).map(HeaderValue::to_str).unwrap().unwrap();
                texts.push((url, there.to_owned()));
            }
        }
        texts
    })
    .await;
}

#[tokio::test]
async fn the_api_hides_the_place_from_who_has_no_key() {
    assert_kept(async |lobby: &Announced| {
        let (ben, id) = (Ben::of(&lobby.house), lobby.id());
        let mut texts = Vec::new();
        let list = "/events?organisation=barnet&from=2026-07-01&to=2026-07-31".to_owned();
        let mut paths = vec![format!("/events/{id}"), format!("/events/{id}/occurrences"), list];
        for date in DATES {
            paths.push(format!("/occurrences/{}", lobby.date_on(date).await));
        }
        for path in paths {
            let text = ben.get(&path).await.json(200).to_string();
            texts.push((path, text));
        }
        texts
    })
    .await;
}

#[tokio::test]
async fn letters_and_own_calendars_hide_a_place_that_is_told_on_the_day() {
    let lobby = lobby("on_the_day").await;
    lobby.answers(BEN, json!({ "occurrence_id": lobby.date_on(DATES[0]).await })).await;
    lobby.house.rounds().await;
    let letter = lobby.latest(BEN);
    assert!(letter.text.contains("Access: we tell you with the exact place"), "{}", letter.text);
    let calendar = lobby.bens_calendar().await;
    for (at, shown) in [(HIDDEN[0], false), (SHOWN[0], true), (HIDDEN[1], false)] {
        lobby.house.clock.set(at);
        let mut texts = lobby.read(vec![calendar.clone()]).await;
        assert_eq!(texts[0].1.contains("SECRET Hall"), shown, "{at}: {}", texts[0].1);
        if !shown {
            let entry = letter.calendar.clone().unwrap().1;
            let whole = [&letter.subject, &letter.text, &letter.html, &entry].map(String::as_str).join("\n");
            texts.push(("a letter".into(), whole));
            assert_hidden(at, &texts);
        }
    }
}

#[tokio::test]
async fn a_split_event_keeps_the_place_of_its_second_part() {
    let lobby = lobby("on_the_day").await;
    let third = lobby.date_on(DATES[2]).await;
    let second = lobby.ada.post(&format!("/occurrences/{third}/split"), &json!({})).await.json(201);
    lobby.house.clock.set(HIDDEN[2]);
    let own = format!("/barnet/events/{}.ics", second["slug"].as_str().unwrap());
    let texts = lobby.read(vec![FEED.into(), format!("{}.ics", lobby.page_path()), own]).await;
    assert_hidden(HIDDEN[2], &texts);
}

#[tokio::test]
async fn a_place_that_was_told_is_hidden_when_the_event_is_over() {
    let lobby =
        Announced::lobby(json!({ "place_shown": "on_the_day", "area": "Hendon", "venue": venue(1) })).await;
    let path = format!("{}.ics", lobby.page_path());
    lobby.house.clock.set("2026-07-09T18:59:59Z");
    assert!(get(&lobby, &path).await.text().contains("SECRET Hall"), "until the end");
    lobby.house.clock.set("2026-07-09T19:00:02Z");
    let over = get(&lobby, &path).await;
    assert_eq!(over.header(LAST_MODIFIED), "Thu, 09 Jul 2026 19:00:00 GMT");
    let page = get(&lobby, &lobby.page_path()).await.text();
    assert!(page.contains("We showed the exact place here on the day."), "{page}");
    assert_hidden("after", &[(path, over.text()), ("page".into(), page)]);
}
