//! Asking for a calendar of one's own.

use entity::table::{calendar_subscription, outbox};
use entity::value::{LetterKind, OutboxState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::announced::Announced;
use super::cast::Ben;
use super::postbox::Letter;

pub(crate) const BEN: &str = "ben@example.org";

impl Announced {
    pub(crate) async fn asks_for_calendar(&self, email: &str) {
        let asked = json!({ "organisation": "barnet", "email": email });
        let answer = Ben::of(&self.house).post("/calendar_subscriptions", &asked).await;
        assert_eq!(answer.json(202), json!({ "received": true }));
        self.house.rounds().await;
    }

    /// The calendar's path, as the last letter with it says.
    pub(crate) fn calendar_in_letter(&self, email: &str) -> String {
        let own = |letter: &Letter| letter.subject.ends_with("your own calendar");
        let letter = self.letters(email).into_iter().rfind(own).expect("a letter with a calendar");
        let start = format!("{}/c/", self.house.url);
        let line = letter.text.lines().find(|line| line.starts_with(&start) && line.ends_with(".ics"));
        line.expect("its address stands alone on a line").trim_start_matches(&self.house.url).to_owned()
    }

    /// Ben's calendar, after he asked for it.
    pub(crate) async fn bens_calendar(&self) -> String {
        self.asks_for_calendar(BEN).await;
        self.calendar_in_letter(BEN)
    }

    pub(crate) async fn subscriptions(&self) -> Vec<calendar_subscription::Model> {
        calendar_subscription::Entity::find().all(&self.house.look().await).await.unwrap()
    }

    /// How the letters with calendars ended, in the order in which the ends are listed.
    pub(crate) async fn calendar_letters(&self) -> Vec<OutboxState> {
        let rows = outbox::Entity::find().filter(outbox::Column::Kind.eq(LetterKind::PersonalCalendar));
        let rows = rows.order_by_asc(outbox::Column::Id).all(&self.house.look().await).await.unwrap();
        let mut states: Vec<OutboxState> = rows.into_iter().map(|row| row.state).collect();
        states.sort();
        states
    }
}
