//! Putting one event into a calendar: by its file, by following it, and by links into calendars elsewhere.

use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use crate::house::announced::Announced;
use crate::house::subscriber::{ask, get};

fn path(event: &Value) -> String {
    format!("/barnet/events/{}", event["slug"].as_str().unwrap())
}

/// Where a way of ours into a calendar elsewhere leads.
async fn leads_to(lobby: &Announced, path: &str) -> String {
    let got = get(lobby, path).await;
    assert_eq!(got.status, 302, "{path}");
    assert_eq!(got.header(reqwest::header::REFERRER_POLICY), "no-referrer");
    got.header(reqwest::header::LOCATION)
}

fn field(address: &str, name: &str) -> String {
    let fields: Vec<(String, String)> = Url::parse(address).unwrap().query_pairs().into_owned().collect();
    fields.into_iter().find(|(field, _)| field == name).unwrap_or_else(|| panic!("{name} in {address}")).1
}

#[tokio::test]
async fn every_page_of_an_event_offers_all_ways_into_a_calendar() {
    let lobby = Announced::lobby(json!({ "title": "Ours & yours + 100%" })).await;
    let browser = lobby.house.browser();
    let event = browser.open(&path(&lobby.event)).await;
    let form = browser.open(&format!("{}/reply", path(&lobby.event))).await;
    lobby.house.clock.pass(std::time::Duration::from_secs(60));
    let thanks = form.form("I'll be there").send().await;
    let manage = thanks.follow("Open my reply").await;
    for (page, file) in [(event, ".ics"), (thanks, "/add/file"), (manage, "/add/file")] {
        let links = page.links();
        for start in [
            "webcal://",
            "https://calendar.google.com/calendar/render?action=TEMPLATE&",
            "https://outlook.live.com/calendar/0/action/compose?",
            "https://outlook.office.com/calendar/0/action/compose?",
        ] {
            assert!(links.iter().any(|(_, to)| to.as_str().starts_with(start)), "{start}: {links:?}");
        }
        assert!(page.link("Add to my calendar").path().ends_with(file));
        assert!(page.text().contains("“Follow its changes” works on an iPhone, an iPad or a Mac."));
        let how = page.link("How to follow our events in any calendar");
        assert_eq!(how.path(), "/barnet/subscribe");
        let google = links.iter().find(|(said, _)| said == "Google Calendar").unwrap().1.to_string();
        assert_eq!(field(&google, "text"), "Ours & yours + 100%");
        assert_eq!(field(&google, "dates"), "20260709T170000Z/20260709T190000Z");
    }
}

#[tokio::test]
async fn a_way_of_ours_leads_to_the_entry_as_it_is_on_the_day_of_the_click() {
    let lobby = Announced::lobby(json!({})).await;
    let page = path(&lobby.event);
    for (word, site) in [
        ("google", "calendar.google.com"),
        ("outlook", "outlook.live.com"),
        ("office365", "outlook.office.com"),
    ] {
        let there = leads_to(&lobby, &format!("{page}/add/{word}")).await;
        assert!(there.starts_with(&format!("https://{site}/")), "{there}");
    }
    lobby.patch(json!({ "start": "2026-07-10T19:00" })).await;
    let google = leads_to(&lobby, &format!("{page}/add/google")).await;
    assert_eq!(field(&google, "dates"), "20260710T180000Z/20260710T200000Z");
    lobby.act("postpone", json!({})).await;
    assert_eq!(leads_to(&lobby, &format!("{page}/add/google")).await, page, "there is no date to put in");
    assert_eq!(get(&lobby, &format!("{page}/add/elsewhere")).await.status, 404);
    assert_eq!(ask(&lobby, Method::POST, &format!("{page}/add/google"), &[]).await.status, 405);
}

#[tokio::test]
async fn a_calendar_elsewhere_learns_of_a_discreet_event_when_and_where_alone() {
    let lobby = Announced::lobby(json!({})).await;
    let picket = json!({ "title": "Strike picket", "kind": "picket", "end": "2026-07-09T20:00", "no_fixed_end": false });
    let picket = lobby.ada.lobby(picket).await;
    let google = leads_to(&lobby, &format!("{}/add/google", path(&picket))).await;
    assert!(!field(&google, "text").contains("Strike"), "{google}");
    assert!(field(&google, "text").contains("Hendon Town Hall"), "{google}");

    let online = json!({ "platform": "Zoom", "join_url": "https://zoom.example/j/secret" });
    let ours =
        json!({ "title": "Ours", "visibility": "members", "attendance_mode": "hybrid", "online": online });
    let ours = lobby.ada.lobby(ours).await;
    assert_eq!(get(&lobby, &format!("{}/add/google", path(&ours))).await.status, 404);
    let members = lobby.members_path().await;
    let members = members.trim_end_matches(".ics");
    let way = format!("{members}/events/{}/add/outlook", ours["slug"].as_str().unwrap());
    let outlook = leads_to(&lobby, &way).await;
    for secret in ["Ours", "zoom", "/m/"] {
        assert!(!outlook.contains(secret), "{secret} in {outlook}");
    }
    let page =
        lobby.house.browser().open(&format!("{members}/events/{}", ours["slug"].as_str().unwrap())).await;
    assert!(page.links().iter().any(|(said, _)| said == "Microsoft 365"), "{:?}", page.links());
}

#[tokio::test]
async fn an_organisation_and_a_campaign_are_subscribed_to_elsewhere_by_their_own_addresses() {
    let lobby = Announced::lobby(json!({})).await;
    let campaign = json!({ "slug": "library", "name": "Keep the library", "kind": "campaign" });
    lobby.ada.post("/campaigns", &campaign).await.json(201);
    let browser = lobby.house.browser();
    for (page, calendar) in [
        ("/barnet", "/barnet/calendar.ics"),
        ("/barnet/subscribe", "/barnet/calendar.ics"),
        ("/barnet/campaigns/library", "/barnet/calendar.ics?campaign=library"),
        ("/barnet/subscribe?campaign=library", "/barnet/calendar.ics?campaign=library"),
        ("/barnet/subscribe?kind=stall", "/barnet/calendar.ics?kind=stall"),
    ] {
        let page = browser.open(page).await;
        let google = page.link("Google Calendar").to_string();
        assert_eq!(field(&google, "cid"), format!("{}{calendar}", lobby.house.url));
        assert_eq!(field(page.link("Outlook.com").as_str(), "url"), format!("{}{calendar}", lobby.house.url));
        assert!(page.link("Subscribe").as_str().starts_with("webcal://"));
    }
    assert_eq!(get(&lobby, "/barnet/subscribe?campaign=nothing").await.status, 404);
    assert_eq!(get(&lobby, "/barnet/subscribe?kind=tea").await.status, 404);
    let members = lobby.members_path().await;
    let page = browser.open(&format!("{}/subscribe", members.trim_end_matches(".ics"))).await;
    let google = page.link("Google Calendar").to_string();
    assert_eq!(field(&google, "cid"), format!("{}{members}", lobby.house.url));
}

#[tokio::test]
async fn what_is_ahead_can_be_subscribed_to_by_its_kinds_and_campaigns() {
    let lobby = Announced::lobby(json!({})).await;
    let browser = lobby.house.browser();
    let parts = async |path: &str| {
        let links = browser.open(path).await.links();
        let here = format!("{}/barnet/subscribe", lobby.house.url);
        let is_here = |to: &Url| to.as_str().starts_with(&here) && to.fragment().is_none();
        let parts = links.into_iter().filter(|(_, to)| is_here(to));
        parts.map(|(said, to)| (said, to.query().unwrap_or_default().to_owned())).collect::<Vec<_>>()
    };
    let part = |said: &str, query: &str| (said.to_owned(), query.to_owned());
    assert_eq!(parts("/barnet/subscribe").await, [], "there is one part alone");
    let campaign = json!({ "slug": "library", "name": "Keep the library", "kind": "campaign" });
    let campaign = lobby.ada.post("/campaigns", &campaign).await.json(201)["id"].clone();
    lobby.ada.lobby(json!({ "kind": "stall", "title": "Stall", "campaign_id": campaign })).await;
    let (lobbies, stalls) = (part("Lobby", "kind=lobby"), part("Stall", "kind=stall"));
    let library = part("Keep the library", "campaign=library");
    assert_eq!(parts("/barnet/subscribe").await, [lobbies.clone(), stalls, library.clone()]);
    let everything = part("All our events", "");
    assert_eq!(parts("/barnet/subscribe?kind=stall").await, [everything, lobbies, library]);
}

#[tokio::test]
async fn who_joins_online_is_sent_to_no_hall() {
    let online = json!({ "platform": "Zoom", "join_url": "https://zoom.example/j/secret" });
    let lobby = Announced::lobby(json!({ "attendance_mode": "hybrid", "online": online })).await;
    let page = lobby.house.browser().open(&path(&lobby.event)).await;
    assert!(field(page.link("Google Calendar").as_str(), "location").contains("Hendon Town Hall"));
    for (way, hall) in [("Online", false), ("In the room", true)] {
        let form = lobby.house.browser().open(&format!("{}/reply", path(&lobby.event))).await;
        lobby.house.clock.pass(std::time::Duration::from_secs(60));
        let thanks = form.form("I'll be there").choose(way).send().await;
        let manage = thanks.follow("Open my reply").await;
        for page in [thanks, manage] {
            for there in ["Google Calendar", "Outlook.com", "Microsoft 365"] {
                let place = field(page.link(there).as_str(), "location");
                assert_eq!(place.contains("Hendon Town Hall"), hall, "{way}: {place}");
                assert_eq!(place == "Online", !hall, "{way}: {place}");
                assert!(!page.link(there).as_str().contains("secret"));
            }
            let place = page.text().split("Where").nth(1).unwrap_or_default().to_owned();
            assert_eq!(place.trim_start().starts_with("Online"), !hall, "{way}: {}", page.text());
            for of_the_way in ["How to get there", "I will travel by"] {
                assert!(hall || !page.text().contains(of_the_way), "{}", page.text());
            }
        }
    }
}

#[tokio::test]
async fn a_calendar_elsewhere_hears_that_there_is_no_fixed_end() {
    let lobby = Announced::lobby(json!({})).await;
    let ends =
        lobby.ada.lobby(json!({ "title": "Ends", "end": "2026-07-09T20:00", "no_fixed_end": false })).await;
    for (calendar, details) in [("google", "details"), ("outlook", "body"), ("office365", "body")] {
        let open = leads_to(&lobby, &format!("{}/add/{calendar}", path(&lobby.event))).await;
        let open = field(&open, details);
        let page = format!("{}{}", lobby.house.url, path(&lobby.event));
        assert_eq!(open, format!("There is no fixed end.\n{page}"));
        let ends = leads_to(&lobby, &format!("{}/add/{calendar}", path(&ends))).await;
        assert!(!field(&ends, details).contains("no fixed end"), "{ends}");
    }
}
