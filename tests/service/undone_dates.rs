//! A change to dates of several that is taken back without a word: whoever replied in between, first of all to their date, hears of it.

use entity::table::announcement;
use sea_orm::{EntityTrait, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use crate::house::announced::Announced;
use crate::house::mail_client::HEARS;
use crate::undone_changes::is_put_right;

const CAL: &str = "cal@example.org";
const PAT: &str = "pat@example.org";

/// A picket on each Monday that nobody has replied to, and the id of its date on 13 July.
async fn picket() -> (Announced, String) {
    let facts = json!({
        "start": "2026-07-06T07:00", "end": "2026-07-06T10:00", "no_fixed_end": false, "repeats": { "every": "week" },
    });
    let picket = Announced::lobby_with(HEARS, facts).await;
    let date = picket.date_on("2026-07-13").await;
    picket.at("2026-06-10T12:00Z").await;
    (picket, date)
}

/// What of the picket is another for a while.
enum Undone {
    Rule,
    Date,
    Venue,
    Pause,
}

impl Announced {
    /// The dates of which something was announced, for each time that it was.
    async fn announced_of(&self) -> Vec<Option<Uuid>> {
        let dates = announcement::Entity::find()
            .select_only()
            .column(announcement::Column::OccurrenceId)
            .into_tuple();
        let mut dates: Vec<Option<Uuid>> = dates.all(&self.house.look().await).await.unwrap();
        dates.sort_unstable();
        dates
    }

    async fn does(&self, what: &Undone, date: &str, back: bool) {
        let event = format!("/events/{}", self.id());
        let at = |day: &str, hour: u8| {
            json!({
                "start": format!("{day}T{hour:02}:00"), "end": format!("{day}T{:02}:00", hour + 3), "notify": !back,
            })
        };
        let hour = if back { 7 } else { 8 };
        match what {
            Undone::Rule => self.ada.patch(&event, &at("2026-07-06", hour)).await.json(200),
            Undone::Date => {
                self.ada.patch(&format!("/occurrences/{date}"), &at("2026-07-13", hour)).await.json(200)
            }
            Undone::Venue => {
                let venue = if back {
                    self.event["venue_id"].clone()
                } else {
                    let library = json!({ "name": "Library", "postcode": "N1 1AA" });
                    self.ada.post("/venues", &library).await.json(201)["id"].clone()
                };
                self.ada.patch(&event, &json!({ "venue_id": venue, "notify": !back })).await.json(200)
            }
            Undone::Pause => {
                let act = if back { "reinstate" } else { "suspend" };
                self.ada.post(&format!("{event}/{act}"), &json!({ "notify": !back })).await.json(200)
            }
        };
        self.house.rounds().await;
    }
}

#[tokio::test]
async fn what_is_taken_back_without_a_word_is_told_to_who_replied_first_to_a_date_of_several() {
    for what in [Undone::Rule, Undone::Date, Undone::Venue, Undone::Pause] {
        let (picket, date) = picket().await;
        picket.does(&what, &date, false).await;
        picket.answers(PAT, json!({ "occurrence_id": date })).await;
        picket.house.rounds().await;
        picket.does(&what, &date, true).await;
        picket.minutes_pass(20).await;
        let subject = match what {
            Undone::Pause => "On again: Monday 13 July, 7am",
            Undone::Venue => "Changed: Monday 13 July, 7am, new place",
            Undone::Rule | Undone::Date => "Changed: now Monday 13 July, 7am",
        };
        is_put_right(&picket, PAT, 1, subject);
        picket.minutes_pass(60).await;
        assert_eq!(picket.letters(PAT).len(), 2, "once");
    }
}

#[tokio::test]
async fn what_had_settled_on_a_date_of_several_can_be_taken_back_without_a_word() {
    for what in [Undone::Rule, Undone::Date, Undone::Venue, Undone::Pause] {
        let (picket, date) = picket().await;
        picket.does(&what, &date, false).await;
        picket.minutes_pass(20).await;
        picket.answers(PAT, json!({ "occurrence_id": date })).await;
        picket.house.rounds().await;
        picket.does(&what, &date, true).await;
        picket.minutes_pass(20).await;
        assert_eq!(picket.letters(PAT).len(), 1, "what nobody had to be told of had settled");
    }
}

#[tokio::test]
async fn what_was_announced_of_a_date_that_nobody_replied_to_is_kept_for_a_day_and_then_missed_by_nobody() {
    let (picket, date) = picket().await;
    picket.answers(PAT, json!({ "occurrence_id": date })).await;
    picket.does(&Undone::Rule, &date, false).await;
    let dates = picket.announced_of().await;
    assert!(dates.len() > 50, "each date of a year: {}", dates.len());
    picket.minutes_pass(23 * 60).await;
    assert_eq!(picket.announced_of().await, dates, "kept for a day");
    picket.minutes_pass(3 * 60).await;
    assert_eq!(picket.announced_of().await, [Some(date.parse().unwrap())], "what somebody may ask for stays");
    let other = picket.date_on("2026-07-20").await;
    picket.answers(CAL, json!({ "occurrence_id": other })).await;
    picket.patch(json!({ "start": "2026-07-06T09:00", "end": "2026-07-06T12:00" })).await;
    picket.minutes_pass(20).await;
    for (email, was) in [(PAT, "Monday 13 July 2026, 8am"), (CAL, "Monday 20 July 2026, 8am")] {
        let text = picket.latest(email).text;
        assert!(text.contains(&format!("IT WAS      {was}")), "{text}");
    }
}
