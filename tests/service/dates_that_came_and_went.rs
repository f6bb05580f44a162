//! A date that came by mistake and is taken out again without a word: whoever replied to it in between hears that it is off.

use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::mail_client::HEARS;
use crate::undone_changes::is_put_right;

const BEN: &str = "ben@example.org";
const PAT: &str = "pat@example.org";

/// How a date comes to a picket that is on each Monday, and goes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// The rule is on another weekday.
    Weekday,
    /// The rule has a second weekday.
    SecondDay,
    /// It is a further date.
    Further,
    /// It is added by hand.
    Added,
    /// The rule has a second weekday, and the event is split before the mistake is seen.
    Split,
    /// What was on once repeats.
    Series,
    /// It was the rule's before, and people know that it was called off.
    Back,
    /// The same, added again by hand.
    AddedBack,
}

const ALL: [Came; 8] = [
    Came::Weekday,
    Came::SecondDay,
    Came::Further,
    Came::Added,
    Came::Split,
    Came::Series,
    Came::Back,
    Came::AddedBack,
];

/// The Tuesday that comes and goes.
const DAY: &str = "2026-07-14";

impl Came {
    fn was_known(self) -> bool {
        matches!(self, Self::Back | Self::AddedBack)
    }

    async fn picket(self) -> Announced {
        let repeats = if self == Self::Series { Value::Null } else { mondays() };
        let facts = json!({
            "start": "2026-07-06T07:00", "end": "2026-07-06T10:00", "no_fixed_end": false, "repeats": repeats,
        });
        let picket = Announced::lobby_with(HEARS, facts).await;
        if self.was_known() {
            self.comes(&picket, true).await;
            picket.answers(BEN, json!({ "occurrence_id": picket.date_on(DAY).await })).await;
            picket.minutes_pass(20).await;
            picket.tells(json!({ "repeats": mondays() }), true).await;
        }
        picket.at("2026-06-10T12:00Z").await;
        picket
    }

    async fn comes(self, picket: &Announced, notify: bool) {
        match self {
            Self::Weekday => picket.tells(times("2026-07-07"), notify).await,
            Self::SecondDay | Self::Split | Self::Series | Self::Back => {
                let both = json!({ "every": "week", "on": ["mon", "tue"] });
                picket.tells(json!({ "repeats": both }), notify).await;
            }
            Self::Further => {
                let also = json!({ "every": "week", "also": ["2026-07-14T07:00"] });
                picket.tells(json!({ "repeats": also }), notify).await;
            }
            Self::Added | Self::AddedBack => {
                let date = json!({ "start": "2026-07-14T07:00", "notify": notify });
                picket.ada.post(&format!("/events/{}/occurrences", picket.id()), &date).await.json(201);
            }
        }
        picket.house.rounds().await;
    }

    /// Nobody is told that it goes.
    async fn goes(self, picket: &Announced, date: &str) {
        match self {
            Self::Weekday => picket.tells(times("2026-07-06"), false).await,
            Self::SecondDay | Self::Further | Self::Back => {
                picket.tells(json!({ "repeats": mondays() }), false).await;
            }
            Self::Series => picket.tells(json!({ "repeats": null }), false).await,
            Self::Added | Self::AddedBack => {
                let gone = picket.ada.delete(&format!("/occurrences/{date}?notify=false")).await;
                assert_eq!(gone.status, 204);
            }
            Self::Split => {
                let from = picket.date_on("2026-07-13").await;
                let second =
                    picket.ada.post(&format!("/occurrences/{from}/split"), &json!({})).await.json(201);
                let path = format!("/events/{}", second["id"].as_str().unwrap());
                let change = json!({ "repeats": mondays(), "notify": false });
                picket.ada.patch(&path, &change).await.json(200);
            }
        }
        picket.house.rounds().await;
    }
}

fn mondays() -> Value {
    json!({ "every": "week", "on": null, "also": null })
}

fn times(day: &str) -> Value {
    json!({ "start": format!("{day}T07:00"), "end": format!("{day}T10:00") })
}

impl Announced {
    async fn tells(&self, mut change: Value, notify: bool) {
        change["notify"] = json!(notify);
        self.patch(change).await;
    }
}

#[tokio::test]
async fn a_date_that_came_and_went_without_a_word_is_called_off_for_those_who_replied_to_it() {
    for (came, notify) in ALL.into_iter().flat_map(|came| [(came, true), (came, false)]) {
        let case = format!("{came:?}, told {notify}");
        let picket = came.picket().await;
        let to_ben = picket.letters(BEN).len();
        came.comes(&picket, notify).await;
        let date = picket.date_on(DAY).await;
        picket.answers(PAT, json!({ "occurrence_id": date })).await;
        picket.house.rounds().await;
        assert_eq!(picket.subjects(PAT), ["Tuesday 14 July, 7am: your reply"], "{case}");
        came.goes(&picket, &date).await;
        picket.minutes_pass(20).await;
        assert_eq!(picket.subjects(PAT).len(), 2, "{case}: {:?}", picket.subjects(PAT));
        let letter = is_put_right(&picket, PAT, 1, "Called off: Tuesday 14 July, 7am");
        assert_eq!(letter.calendar.unwrap().0, "CANCEL", "{case}");
        assert_eq!(picket.letters(BEN).len(), to_ben, "{case}: he knows that it is off");
        picket.minutes_pass(60).await;
        assert_eq!(picket.letters(PAT).len(), 2, "{case}: once");
    }
}

#[tokio::test]
async fn who_may_come_to_a_new_date_hears_as_well_that_it_has_gone() {
    let picket = Came::Weekday.picket().await;
    Came::Weekday.comes(&picket, true).await;
    let date = picket.date_on(DAY).await;
    picket.answers(PAT, json!({ "occurrence_id": date, "response": "maybe" })).await;
    picket.house.rounds().await;
    Came::Weekday.goes(&picket, &date).await;
    picket.minutes_pass(20).await;
    is_put_right(&picket, PAT, 1, "Called off: Tuesday 14 July, 7am");
}

#[tokio::test]
async fn a_new_date_that_is_moved_without_a_word_is_told_to_those_who_replied_to_it() {
    let picket = Came::Added.picket().await;
    Came::Added.comes(&picket, true).await;
    let date = picket.date_on(DAY).await;
    picket.answers(PAT, json!({ "occurrence_id": date })).await;
    picket.minutes_pass(10).await;
    let later = json!({ "start": "2026-07-14T08:00", "notify": false });
    picket.ada.patch(&format!("/occurrences/{date}"), &later).await.json(200);
    picket.minutes_pass(20).await;
    is_put_right(&picket, PAT, 1, "Changed: now Tuesday 14 July, 8am");
    // By now it is a date like any other.
    let later = json!({ "start": "2026-07-14T09:00", "notify": false });
    picket.ada.patch(&format!("/occurrences/{date}"), &later).await.json(200);
    picket.minutes_pass(20).await;
    assert_eq!(picket.letters(PAT).len(), 2);
}

#[tokio::test]
async fn a_date_that_has_been_there_for_a_while_can_be_taken_out_without_a_word() {
    for came in ALL {
        let picket = came.picket().await;
        came.comes(&picket, true).await;
        picket.minutes_pass(20).await;
        let date = picket.date_on(DAY).await;
        picket.answers(PAT, json!({ "occurrence_id": date })).await;
        picket.house.rounds().await;
        came.goes(&picket, &date).await;
        picket.minutes_pass(60).await;
        assert_eq!(picket.letters(PAT).len(), 1, "{came:?}: the organisers say that nobody needs to hear");
    }
}

#[tokio::test]
async fn a_date_that_was_announced_with_its_event_can_be_taken_out_without_a_word() {
    let facts = json!({ "start": "2026-07-06T07:00", "end": null, "repeats": mondays() });
    let picket = Announced::lobby_with(HEARS, facts).await;
    let date = picket.date_on("2026-07-13").await;
    picket.answers(PAT, json!({ "occurrence_id": date })).await;
    picket.house.rounds().await;
    Came::Added.goes(&picket, &date).await;
    picket.minutes_pass(60).await;
    assert_eq!(picket.letters(PAT).len(), 1);
}
