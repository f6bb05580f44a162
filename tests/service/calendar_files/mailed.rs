//! What is mailed to one person's calendar, from the first yes to the end of each story: compared, unfolded, with the texts in
//! `tests/service/calendars/mailed`, which `WRITE_CALENDARS=1` writes anew, and laid ready for other readers, who see
//! whether the entry stays one entry.

use std::path::Path;

use serde_json::{Value, json};

use super::{folder, fs};
use crate::house::announced::Announced;
use crate::house::mail_client::{HEARS, Invitation};

const BEN: &str = "ben@example.org";

/// What Ben's calendar is told, step after step.
struct Story {
    name: &'static str,
    of: Announced,
    /// Each step: its name, the method, and the entry.
    told: Vec<(&'static str, String, String)>,
}

impl Story {
    /// Ben says yes to an event; of one that repeats to the date on that day.
    async fn begins(name: &'static str, facts: Value, day: Option<&str>) -> Self {
        let of = Announced::lobby_with(HEARS, facts).await;
        let answer = match day {
            Some(day) => json!({ "occurrence_id": of.date_on(day).await }),
            None => json!({}),
        };
        of.answers(BEN, answer).await;
        of.at("2026-06-10T12:00Z").await;
        let mut story = Self { name, of, told: Vec::new() };
        story.note("confirmed");
        story
    }

    /// Something was done: the worker does what follows, and Ben has one entry more.
    async fn then(&mut self, step: &'static str) {
        self.of.minutes_pass(6).await;
        self.note(step);
    }

    fn note(&mut self, step: &'static str) {
        let mailed: Vec<_> = self.of.letters(BEN).into_iter().filter_map(|letter| letter.calendar).collect();
        let subjects = self.of.subjects(BEN);
        assert_eq!(mailed.len(), self.told.len() + 1, "{} {step}: one entry more: {subjects:?}", self.name);
        let (method, text) = mailed.last().expect("it was counted").clone();
        self.told.push((step, method, text));
    }

    async fn patch_date(&self, day: &str, change: Value) {
        let path = format!("/occurrences/{}", self.of.date_on(day).await);
        self.of.ada.patch(&path, &change).await.json(200);
    }

    async fn answers(&self, answer: Value) {
        let reply = self.of.replies().await.remove(0).id;
        self.of.changes_reply(reply, answer).await;
    }

    /// Compares each text with the one kept, and lays it ready. Answers those that differ.
    fn ends(self, methods: &[&str]) -> Vec<String> {
        let said: Vec<&str> = self.told.iter().map(|(_, method, _)| method.as_str()).collect();
        assert_eq!(said, methods, "{}", self.name);
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/calendars/mailed");
        let mut differ = Vec::new();
        for (number, (step, method, text)) in (1..).zip(&self.told) {
            let name = format!("{}-{number}-{step}", self.name);
            let told = json!({ "story": self.name, "step": number, "method": method, "attendee": BEN });
            fs::write(folder().join(format!("mailed-{name}.ics")), text).expect("written");
            fs::write(folder().join(format!("mailed-{name}.mailed.json")), told.to_string())
                .expect("written");
            let (text, kept) = (self.comparable(text), kept.join(format!("{name}.ics")));
            if option_env!("WRITE_CALENDARS").is_some() {
                fs::write(kept, text).expect("written");
            } else if fs::read_to_string(kept).unwrap_or_default() != text {
                differ.push(format!("{name}:\n{text}"));
            }
        }
        differ
    }

    /// The entry without what is another at each run: whose it is, and where the service runs.
    fn comparable(&self, text: &str) -> String {
        let Invitation { uid, organiser, .. } = Invitation::of_calendar(text);
        text.replace("\r\n ", "")
            .replace("\r\n", "\n")
            .replace(&uid, "the-uid")
            .replace(&organiser, "reply+token@example.org")
            .replace(&self.of.house.url, "https://events.example.org")
    }
}

/// Every weekday of two weeks, 7am to 10am.
fn picket() -> Value {
    json!({
        "title": "Picket", "kind": "picket", "start": "2026-07-13T07:00", "end": "2026-07-13T10:00", "no_fixed_end": false,
        "repeats": { "every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": "2026-07-24" },
    })
}

async fn of_the_event() -> Vec<String> {
    let mut story = Story::begins("event", json!({}), None).await;
    story.of.patch(json!({ "start": "2026-07-10T19:00" })).await;
    story.then("moved").await;
    story.of.patch(json!({ "venue": { "name": "The Library", "postcode": "NW4 1AA" } })).await;
    story.then("elsewhere").await;
    story.of.act("postpone", json!({ "message": "The council moved its meeting." })).await;
    story.then("postponed").await;
    story.of.act("reinstate", json!({ "start": "2026-07-14T18:00" })).await;
    story.then("on-again").await;
    story.of.act("suspend", json!({})).await;
    story.then("paused").await;
    story.of.act("cancel", json!({})).await;
    story.then("called-off").await;
    story.ends(&["REQUEST", "REQUEST", "REQUEST", "REQUEST", "REQUEST", "REQUEST", "CANCEL"])
}

async fn of_the_reply() -> Vec<String> {
    let mut story = Story::begins("reply", json!({}), None).await;
    story.answers(json!({ "response": "maybe" })).await;
    story.then("maybe").await;
    story.answers(json!({ "response": "not_going" })).await;
    story.then("withdrawn").await;
    // Withdrawn is forgotten: this is a reply like a stranger's, to the same date.
    story.of.coming(BEN).await;
    story.then("back").await;
    story.ends(&["REQUEST", "REQUEST", "CANCEL", "REQUEST"])
}

async fn of_one_date() -> Vec<String> {
    let mut story = Story::begins("date", picket(), Some("2026-07-15")).await;
    story.patch_date("2026-07-15", json!({ "start": "2026-07-16T08:00" })).await;
    story.then("moved").await;
    story.patch_date("2026-07-16T08", json!({ "room": "The yard" })).await;
    story.then("elsewhere").await;
    let date = story.of.date_on("2026-07-16T08").await;
    story.of.ada.post(&format!("/occurrences/{date}/cancel"), &json!({})).await.json(200);
    story.then("called-off").await;
    story.ends(&["REQUEST", "REQUEST", "REQUEST", "CANCEL"])
}

async fn of_the_rule() -> Vec<String> {
    let mut story = Story::begins("rule", picket(), Some("2026-07-13")).await;
    story.of.patch(json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" })).await;
    story.then("half-an-hour-later").await;
    story.of.act("cancel", json!({})).await;
    story.then("called-off").await;
    story.ends(&["REQUEST", "REQUEST", "CANCEL"])
}

#[tokio::test]
async fn what_is_mailed_after_each_kind_of_change_is_written_as_was_agreed() {
    let differ =
        [of_the_event().await, of_the_reply().await, of_one_date().await, of_the_rule().await].concat();
    assert!(differ.is_empty(), "set WRITE_CALENDARS=1 to write them anew\n{}", differ.join("\n"));
}
