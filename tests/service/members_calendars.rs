//! The members' calendar: its address, and how it is replaced.

use reqwest::header::HeaderName;
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::subscriber::{Got, get};

fn robots(got: &Got) -> String {
    got.header(HeaderName::from_static("x-robots-tag"))
}

#[tokio::test]
async fn search_engines_find_the_public_calendar_alone() {
    let lobby = Announced::lobby(json!({})).await;
    assert_eq!(robots(&get(&lobby, "/barnet/calendar.ics").await), "");
    assert_eq!(robots(&get(&lobby, &lobby.members_path().await).await), "noindex, nofollow");
}

#[tokio::test]
async fn the_members_address_can_be_replaced() {
    let lobby = Announced::lobby(json!({})).await;
    let old = lobby.members_path().await;
    assert_eq!(get(&lobby, &old).await.status, 200);
    let shown = lobby.ada.get("/organisations/barnet/members_calendar").await.json(200);
    assert_eq!(shown["calendar"], format!("{}{old}", lobby.house.url));
    assert_eq!(shown["page"], format!("{}{}", lobby.house.url, old.trim_end_matches(".ics")));
    let given = lobby.ada.post("/organisations/barnet/members_calendar/replace", &json!({})).await.json(200);
    let replaced = get(&lobby, &old).await;
    assert_eq!(replaced.status, 410);
    assert_eq!(robots(&replaced), "noindex, nofollow");
    assert!(String::from_utf8_lossy(&replaced.bytes).contains("Ask your branch"), "{:?}", replaced.bytes);
    let page = lobby.house.browser().open(old.trim_end_matches(".ics")).await;
    assert_eq!(page.status, 410);
    assert!(page.text().contains("Please ask your branch for it"), "{}", page.text());
    let new = lobby.members_path().await;
    assert_eq!(given["calendar"], format!("{}{new}", lobby.house.url));
    assert_ne!(new, old);
    assert_eq!(get(&lobby, &new).await.status, 200);
    assert_eq!(get(&lobby, "/barnet/m/aaaaaaaaaaaaaaaa.ics").await.status, 404);
    lobby.at("2026-09-15T09:00Z").await;
    assert_eq!(get(&lobby, &old).await.status, 404, "after ninety days nothing is said of it");
}
