//! When something breaks on our side: what the caller is told, and what is logged.

use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderName};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben};

#[tokio::test]
async fn a_database_that_lost_a_table_is_a_problem_to_quote_and_one_line_in_the_log() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let look = house.look().await;
    look.execute_unprepared("ALTER TABLE event RENAME TO lost").await.unwrap();
    house.log.expect("a request failed");

    let before = house.log.text().len();
    let request =
        ben.request(Method::GET, "/events?organisation=barnet&q=Okafor").header(ACCEPT, "application/json");
    let answer = Answer::to(request).await;
    let problem = answer.json(500);
    let id = answer.header(HeaderName::from_static("x-request-id")).to_owned();
    assert_eq!(problem["type"], "urn:problem-type:convenor:internal");
    assert_eq!(problem["request_id"], id.as_str());
    assert!(!answer.text.contains("lost") && !answer.text.contains("event "), "{problem}");

    let log = house.log.text().split_off(before);
    let errors: Vec<&str> = log.lines().filter(|line| line.trim_start().starts_with("ERROR")).collect();
    assert!(errors.len() == 1 && errors[0].contains(&id), "{log}");
    let path = format!("/barnet/events/{}", lobby["slug"].as_str().unwrap());
    let page = house.browser().open(&path).await;
    assert_eq!(page.status, 500);
    assert!(page.text().contains("Sorry, something went wrong"), "{}", page.text());
    let log = house.log.text().split_off(before);
    for private in ["Okafor", "banners-held-high"] {
        assert!(!log.contains(private), "{private}: {log}");
    }
    look.execute_unprepared("ALTER TABLE lost RENAME TO event").await.unwrap();
    assert_eq!(house.browser().open(&path).await.status, 200, "and it goes on when it can");
}
