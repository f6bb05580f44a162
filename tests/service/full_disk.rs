//! The disk is full while people reply: they are told so and keep what they typed, and nothing is half kept.

use std::time::Duration;

use convenor::database::{BoxFuture, Engine, Error, Write};
use futures_util::future::join_all;
use reqwest::header::RETRY_AFTER;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::browser::Page;
use crate::house::cast::Ben;
use crate::house::databases::engine;

/// Pages enough for a crowd or two, and not for all.
const SOME: i64 = 100;
/// What the log says of it.
const SAID: [&str; 3] = ["a request failed", "could not be kept", "a beat failed"];

/// From now on nothing more can be kept than fits into so many pages. The SQLite file may not grow any further; with
/// PostgreSQL, whose disk is another machine's, its own answer for a full one is given at once.
async fn fill(lobby: &Announced, pages_left: i64) {
    lobby.house.log.expect_all(&SAID);
    match engine() {
        Engine::Sqlite => {
            let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA page_count");
            let size = lobby.house.look().await.query_one_raw(asked).await.unwrap().unwrap();
            let pages = size.try_get::<i64>("", "page_count").unwrap() + pages_left;
            own_connection(lobby, format!("PRAGMA max_page_count = {pages}")).await;
        }
        Engine::Postgres => {
            let refuse = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$; \
                 CREATE TRIGGER full_disk BEFORE INSERT ON rsvp FOR EACH ROW EXECUTE FUNCTION full_disk()";
            lobby.house.look().await.execute_unprepared(refuse).await.unwrap();
        }
    }
}

async fn make_room(lobby: &Announced) {
    match engine() {
        Engine::Sqlite => own_connection(lobby, "PRAGMA max_page_count = 1000000".to_owned()).await,
        Engine::Postgres => {
            lobby.house.look().await.execute_unprepared("DROP TRIGGER full_disk ON rsvp").await.unwrap();
        }
    }
}

/// Says it on the one connection of the service that writes.
async fn own_connection(lobby: &Announced, words: String) {
    fn say(write: &mut Write, words: String) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move { write.conn().execute_unprepared(&words).await.map(|_done| ()) })
    }
    lobby.house.service().app.db.write(move |write| say(write, words)).await.unwrap();
}

#[tokio::test]
async fn who_is_told_that_they_are_in_is_in_and_the_others_are_told_that_they_are_not() {
    let lobby = Announced::lobby(json!({})).await;
    fill(&lobby, SOME).await;
    let (mut accepted, mut refused) = (0, 0);
    // Some still find room in the file.
    for crowd in 0..100 {
        let guests = (0..16).map(|guest| Ben::called(&lobby.house, &format!("g{crowd}.{guest}@example.org")));
        let message = "We are on our way. ".repeat(40);
        let answers = join_all(guests.map(|guest| {
            let (lobby, message) = (&lobby, message.clone());
            async move { guest.reply(&lobby.event, json!({ "message": message })).await }
        }))
        .await;
        for answer in &answers {
            match answer.status.as_u16() {
                202 => accepted += 1,
                _ => {
                    assert_eq!(answer.json(503)["type"], "urn:problem-type:convenor:unavailable");
                    assert_eq!(answer.header(RETRY_AFTER), "300");
                    refused += 1;
                }
            }
        }
        if answers.iter().all(|answer| answer.status == 503) {
            break;
        }
    }
    assert!(refused >= 16, "{accepted} were accepted, {refused} refused");
    assert!(accepted > 0 || engine() == Engine::Postgres, "some still found room in the file");
    assert_eq!(lobby.replies().await.len(), accepted);
    make_room(&lobby).await;
    Ben::called(&lobby.house, "late@example.org").reply(&lobby.event, json!({})).await.json(202);
    assert_eq!(lobby.replies().await.len(), accepted + 1);
    lobby.house.rounds().await;
    let counts = lobby.ada.get(&format!("/events/{}/counts", lobby.id())).await.json(200);
    assert_eq!(counts["going"], accepted + 1);
}

#[tokio::test]
async fn whoever_typed_a_reply_can_send_it_again_when_there_is_room() {
    const MORE_THAN_FIT: usize = 60;
    let lobby = Announced::lobby(json!({})).await;
    let address = format!("/barnet/events/{}/reply", lobby.event["slug"].as_str().unwrap());
    fill(&lobby, 0).await;
    let message = "See you there, all of us. ".repeat(30);
    let mut shown = reply(&lobby, &address, &message).await;
    for _ in 0..MORE_THAN_FIT {
        if shown.status == 503 {
            break;
        }
        shown = reply(&lobby, &address, &message).await;
    }
    assert_eq!(shown.status, 503, "{}", shown.text());
    assert!(shown.text().contains("your answer is not saved yet"), "{}", shown.text());
    let before = lobby.replies().await.len();
    make_room(&lobby).await;
    lobby.house.clock.pass(Duration::from_secs(300));
    let again = shown.form(COMING);
    assert_eq!(again.value("name"), Some("Ben Okafor"));
    assert_eq!(again.value("message").map(str::trim), Some(message.trim()));
    again.send().await;
    assert_eq!(lobby.replies().await.len(), before + 1);
}

const COMING: &str = "I'll be there";

async fn reply(lobby: &Announced, address: &str, message: &str) -> Page {
    let form = lobby.house.browser().open(address).await;
    lobby.house.clock.pass(Duration::from_secs(20));
    form.form(COMING).fill("Your name", "Ben Okafor").fill("Message", message).send().await
}
