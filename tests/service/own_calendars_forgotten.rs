//! What is kept of a calendar of one's own: nothing that lies open, and not for longer than it is of use.

use serde_json::json;

use crate::house::announced::Announced;
use crate::house::own_calendar::BEN;
use crate::house::subscriber::{get, titles};

#[tokio::test]
async fn it_is_forgotten_when_nothing_is_left_in_it_and_nobody_looks() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    lobby.asks_for_calendar("stranger@example.org").await;
    lobby.at("2026-06-02T12:30Z").await;
    assert_eq!(lobby.subscriptions().await.len(), 1, "of a stranger nothing is kept for longer than a day");
    assert_eq!(lobby.calendar_letters().await.len(), 0);
    get(&lobby, &path).await.text();
    lobby.at("2026-07-30T12:00Z").await;
    assert!(lobby.replies().await.is_empty(), "the replies have gone");
    assert_eq!(titles(&get(&lobby, &path).await.text()), [""; 0], "who looks keeps it");
    lobby.at("2026-10-27T12:00Z").await;
    assert_eq!(lobby.subscriptions().await.len(), 1);
    lobby.at("2026-10-29T12:00Z").await;
    assert!(lobby.subscriptions().await.is_empty());
    assert_eq!(get(&lobby, &path).await.status, 410);
}

#[tokio::test]
async fn a_calendar_in_which_there_is_nothing_for_400_days_goes_though_a_program_still_looks() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    get(&lobby, &path).await.text();
    lobby.at("2026-07-30T12:00Z").await;
    for day in ["2026-07-30", "2026-10-20", "2027-01-10", "2027-04-01", "2027-06-20", "2027-09-01"] {
        lobby.at(&format!("{day}T12:00Z")).await;
        assert_eq!(get(&lobby, &path).await.status, 200, "{day}");
    }
    lobby.at("2027-09-05T12:00Z").await;
    assert_eq!(get(&lobby, &path).await.status, 410);
}

#[tokio::test]
async fn no_log_holds_its_address() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    get(&lobby, &path).await.text();
    lobby.house.browser().open(path.trim_end_matches(".ics")).await;
    let log = lobby.house.log.text();
    let token = path.trim_start_matches("/c/").trim_end_matches(".ics");
    assert!(!log.contains(token) && !log.contains(BEN), "{log}");
    assert!(log.contains("/c/{file}") && log.contains("/c/{token}"), "the pattern is there: {log}");
}
