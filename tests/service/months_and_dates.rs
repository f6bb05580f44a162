//! An organisation's month, day by day, and one date of an event by its address.

use poem::http::header;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

#[tokio::test]
async fn a_month_shows_what_is_on_day_by_day_and_what_is_over() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let at = async |title: &str, start: &str, visibility: &str| {
        ada.lobby(json!({ "title": title, "start": start, "visibility": visibility })).await
    };
    at("In June", "2026-06-30T18:00", "public").await;
    at("The lobby", "2026-07-09T18:00", "public").await;
    at("The last evening", "2026-07-31T23:30", "public").await;
    at("In August", "2026-08-01T00:30", "public").await;
    at("For members", "2026-07-10T18:00", "members").await;
    at("Behind a link", "2026-07-11T18:00", "unlisted").await;

    let home = house.browser().open("/barnet").await;
    let now = home.follow("See a whole month").await;
    assert!(now.title().starts_with("June 2026") && now.text().contains("In June"), "{}", now.text());
    let july = now.follow("July 2026 →").await;
    assert_eq!(july.status, 200);
    assert_eq!(july.header(header::CACHE_CONTROL), home.header(header::CACHE_CONTROL));
    let listed = |text: &str, title: &str| text.contains(title);
    for (title, expected) in [
        ("The lobby", true),
        ("The last evening", true),
        ("In June", false),
        ("In August", false),
        ("For members", false),
        ("Behind a link", false),
    ] {
        assert_eq!(listed(&july.text(), title), expected, "{title}");
    }
    assert!(
        july.text().contains("Thursday 9 July") && july.text().contains("Friday 31 July"),
        "{}",
        july.text()
    );
    assert_eq!(july.follow("The lobby").await.status, 200);
    assert!(july.follow("August 2026 →").await.text().contains("In August"));

    house.clock.set("2027-09-01T09:00Z");
    let past = house.browser().open("/barnet?month=2026-07").await;
    assert!(past.text().contains("The lobby"), "what is over stays: {}", past.text());
    house.rounds().await;
}

#[tokio::test]
async fn what_is_no_month_is_told_kindly() {
    let house = House::open().await;
    Ada::of(&house).await;
    for (asked, status) in [
        ("2026-13", 400),
        ("July", 400),
        ("", 400),
        ("2026-7", 400),
        ("9999-01", 400),
        ("2026-07&month=2026-08", 400),
        ("2031-02", 200),
    ] {
        let page = house.browser().open(&format!("/barnet?month={asked}")).await;
        assert_eq!(page.status, status, "{asked}");
        if status == 400 && !asked.contains('&') {
            assert!(
                page.text().contains("The address should end with a month like 2026-06."),
                "{}",
                page.text()
            );
            assert_eq!(page.follow("All our events").await.status, 200);
        }
    }
    assert_eq!(house.browser().open("/nobody?month=2026-07").await.status, 404);
}

#[tokio::test]
async fn an_event_is_found_by_its_own_date_and_no_other() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let address = |event: &Value| format!("/barnet/events/{}", event["slug"].as_str().unwrap());
    let lobby = address(&ada.lobby(json!({})).await);
    let camp = ada
        .lobby(json!({ "title": "Camp", "start": "2026-08-01", "end": "2026-08-03", "no_fixed_end": false }));
    let camp = address(&camp.await);
    let open =
        async |address: &str, date: &str| house.browser().open(&format!("{address}?date={date}")).await;
    assert!(open(&lobby, "2026-07-09").await.text().contains("Banners held high"));
    for (date, status) in [("2026-08-01", 200), ("2026-08-03", 200), ("2026-08-04", 404)] {
        assert_eq!(open(&camp, date).await.status, status, "{date}");
    }
    let other = open(&lobby, "2026-07-10").await;
    assert_eq!(other.status, 404);
    assert!(other.text().contains("There is nothing on that day"), "{}", other.text());
    assert!(other.follow("See when it is").await.text().contains("Banners held high"));
    for wrong in ["", "9 July", "2026-02-30", "2026-07"] {
        let page = open(&lobby, wrong).await;
        assert_eq!(page.status, 400, "{wrong}");
        assert!(page.text().contains("a day like 2026-07-09"), "{}", page.text());
    }
    assert_eq!(open("/barnet/events/nowhere", "2026-07-09").await.status, 404);
}
