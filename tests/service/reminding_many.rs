//! Many are reminded at once: everybody, once, whatever happens in the middle.

use std::collections::BTreeMap;

use convenor::reminder::{Agreed, replan};
use convenor::secret;
use entity::table::{occurrence, outbox, reminder};
use entity::value::{LetterKind, OutboxState, ReminderState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use serde_json::json;
use uuid::Uuid;

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const DATES: usize = 40;
/// 6pm in London, a week before.
const WEEK_BEFORE: &str = "2026-07-02T17:00Z";

#[tokio::test]
async fn a_reminder_reaches_more_than_a_thousand_once_each_though_the_process_died_in_the_middle() {
    const MANY: usize = 1_050;
    const PUT_BEFORE_IT_DIED: usize = 400;
    let lobby = Announced::lobby_with(&[("CONVENOR_REPLIES_PER_NETWORK", "off")], json!({})).await;
    let first = lobby.coming("g0@example.org").await;
    copies(&lobby, first, MANY).await;
    lobby.at("2026-07-02T16:59Z").await;
    let row = reminder::Entity::find()
        .filter(reminder::Column::EventId.eq(lobby.id()))
        .filter(reminder::Column::Rule.eq("P7D"))
        .one(&lobby.house.look().await)
        .await
        .unwrap()
        .unwrap();
    die_in_the_middle(&lobby, &row, PUT_BEFORE_IT_DIED).await;
    lobby.at(WEEK_BEFORE).await;
    let look = lobby.house.look().await;
    let rows = outbox::Entity::find().filter(outbox::Column::ReminderId.eq(row.id)).all(&look).await.unwrap();
    let mut each: BTreeMap<Uuid, usize> = BTreeMap::new();
    for letter in &rows {
        assert_eq!(letter.state, OutboxState::Sent);
        *each.entry(letter.rsvp_id.unwrap()).or_default() += 1;
    }
    assert_eq!(each.len(), MANY);
    assert!(each.values().all(|count| *count == 1));
    let reminders =
        lobby.house.postbox.letters().into_iter().filter(|l| l.subject.contains("how to get there"));
    assert_eq!(reminders.count(), MANY);
}

#[tokio::test]
async fn a_reminder_that_had_begun_to_go_out_goes_on_in_the_morning() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-02T16:59Z").await;
    let begun = reminder::Entity::update_many()
        .col_expr(reminder::Column::Position, Expr::value(Uuid::nil()))
        .filter(reminder::Column::EventId.eq(lobby.id()))
        .filter(reminder::Column::Rule.eq("P7D"));
    begun.exec(&lobby.house.look().await).await.unwrap();
    for (moment, count) in [("2026-07-03T01:00Z", 0), ("2026-07-03T07:59Z", 0), ("2026-07-03T08:00Z", 1)] {
        lobby.at(moment).await;
        assert_eq!(lobby.reminders(BEN).len(), count, "at {moment}: {:?}", lobby.subjects(BEN));
    }
}

#[tokio::test]
async fn those_that_wait_for_the_morning_do_not_hold_up_a_joining_link() {
    const MORE_THAN_ARE_READ_AT_ONCE: i64 = 101;
    let meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "online", "start": "2026-07-08T22:00",
        "online": { "join_url": "https://zoom.example/j/secret" },
    }))
    .await;
    meeting.answers(BEN, json!({})).await;
    meeting.at("2026-07-08T20:44Z").await;
    let lobby = meeting.ada.lobby(json!({})).await;
    meeting.house.rounds().await;
    let look = meeting.house.look().await;
    let id: Uuid = lobby["id"].as_str().unwrap().parse().unwrap();
    let row = reminder::Entity::find().filter(reminder::Column::EventId.eq(id)).one(&look).await.unwrap();
    let row = row.unwrap();
    let rows = (1..=MORE_THAN_ARE_READ_AT_ONCE).map(|number| {
        let apart = entity::Moment::from_millis(row.start_utc.millis() + number);
        reminder::Model {
            id: secret::new_id(row.created_at),
            start_utc: apart,
            due_at: "2026-07-08T17:00Z".parse().unwrap(),
            state: ReminderState::Planned,
            ..row.clone()
        }
        .into_active_model()
    });
    reminder::Entity::insert_many(rows).exec_without_returning(&look).await.unwrap();
    let db = meeting.house.service().app.db.clone();
    meeting.house.clock.set("2026-07-08T20:45Z");
    assert_eq!(convenor::reminder::send_due(&db, meeting.house.clock.now()).await.unwrap(), 1, "the link");
    meeting.house.rounds().await;
    assert!(meeting.latest(BEN).text.contains("zoom.example/j/secret"), "{:?}", meeting.subjects(BEN));
}

/// Makes the replies `count`: copies of one, each with an address of its own.
async fn copies(lobby: &Announced, of: Uuid, count: usize) {
    let look = lobby.house.look().await;
    let seals = lobby.house.service().app.seals.clone();
    let reply = lobby.replies().await.into_iter().find(|row| row.id == of).unwrap();
    let owner = convenor::seal::Owner::Occurrence(reply.occurrence_id);
    let key = {
        let conn = lobby.house.service().app.db.read();
        seals.key(&conn, owner, entity::value::Purpose::Contact).await.unwrap()
    };
    let rows = (1..count).map(|number| {
        let id = secret::new_id(reply.created_at);
        let address = format!("g{number}@example.org");
        entity::table::rsvp::Model {
            id,
            name: None,
            email: Some(key.seal_padded("rsvp", "email", id, &address).unwrap()),
            email_tag: Some(number.to_be_bytes().to_vec()),
            ..reply.clone()
        }
        .into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    for page in rows.chunks(200) {
        entity::table::rsvp::Entity::insert_many(page.to_vec()).exec_without_returning(&look).await.unwrap();
    }
}

/// What a process leaves that died after one write: letters for the first replies, and how far it came.
async fn die_in_the_middle(lobby: &Announced, row: &reminder::Model, count: usize) {
    let look = lobby.house.look().await;
    let replies = lobby.replies().await;
    for reply in &replies[..count] {
        let letter = outbox::Model {
            id: secret::new_id(row.due_at),
            organisation_id: row.organisation_id,
            event_id: Some(row.event_id),
            occurrence_id: Some(row.occurrence_id),
            rsvp_id: Some(reply.id),
            reminder_id: Some(row.id),
            kind: LetterKind::Reminder,
            detail: None,
            urgency: 2,
            state: OutboxState::Waiting,
            due_at: row.due_at,
            attempts: 0,
            lease: None,
            leased_until: None,
            last_error: None,
            last_answer: None,
            sequence: None,
            tells: false,
            rendered_at: None,
            expires_at: Some(row.start_utc),
            created_at: row.due_at,
            settled_at: None,
        };
        outbox::Entity::insert(letter.into_active_model()).exec_without_returning(&look).await.unwrap();
    }
    let mut came_so_far = row.clone().into_active_model();
    came_so_far.position = Set(Some(replies[count - 1].id));
    came_so_far.letters = Set(i64::try_from(count).unwrap());
    came_so_far.update(&look).await.unwrap();
}

#[tokio::test]
async fn only_what_was_acted_on_is_compared_until_the_hour_is_over() {
    let lobby = Announced::lobby(json!({})).await;
    let other = lobby.ada.lobby(json!({ "title": "Another" })).await["id"].as_str().unwrap().to_owned();
    lobby.house.rounds().await;
    let planned = || async {
        let of_other = reminder::Column::EventId.eq(other.parse::<Uuid>().unwrap());
        reminder::Entity::find().filter(of_other).count(&lobby.house.look().await).await.unwrap()
    };
    let all = planned().await;
    assert!(all > 0);
    reminder::Entity::delete_many()
        .filter(reminder::Column::EventId.eq(other.parse::<Uuid>().unwrap()))
        .exec(&lobby.house.look().await)
        .await
        .unwrap();
    lobby.patch(json!({ "summary": "In the hall" })).await;
    lobby.house.rounds().await;
    assert_eq!(planned().await, 0, "nobody acted on it");
    lobby.ada.patch(&format!("/events/{other}"), &json!({ "summary": "In the yard" })).await.json(200);
    lobby.house.rounds().await;
    assert_eq!(planned().await, all);
    // What concerns the whole programme, here a venue, is compared with all of it.
    reminder::Entity::delete_many().exec(&lobby.house.look().await).await.unwrap();
    let venue = lobby.event["venue_id"].as_str().unwrap();
    lobby.ada.patch(&format!("/venues/{venue}"), &json!({ "name": "The old town hall" })).await.json(200);
    lobby.house.rounds().await;
    assert_eq!(planned().await, all);
}

#[tokio::test]
async fn a_date_that_is_taken_out_while_its_reminders_are_planned_is_left_alone() {
    let picket = Announced::lobby(json!({
        "start": "2026-07-06T18:00", "end": "2026-07-06T20:00", "no_fixed_end": false,
        "repeats": { "every": "day", "times": DATES },
    }))
    .await;
    let rules = json!({ "rules": [{ "before_start": "P3D" }] });
    picket.ada.put(&format!("/events/{}/reminders", picket.id()), &rules).await.json(200);
    let dates = occurrence::Entity::find().filter(occurrence::Column::EventId.eq(picket.id()));
    let dates = dates.all(&picket.house.look().await).await.unwrap();
    let last = dates.iter().max_by_key(|date| date.start_utc).unwrap().id;
    let db = picket.house.service().app.db.clone();
    let before = db.writes();
    let take_out = async {
        // All dates have been read, and the first of them has its reminders.
        while db.writes() == before {
            tokio::task::yield_now().await;
        }
        let gone = db.write(move |write| {
            Box::pin(
                async move { occurrence::Entity::delete_by_id(last).exec(&write.conn()).await.map(|_| ()) },
            )
        });
        gone.await.unwrap();
    };
    let agreed = Agreed::default();
    let (planned, ()) = tokio::join!(replan(&db, &agreed, picket.house.clock.now()), take_out);
    assert!(planned.unwrap() > 0);
    replan(&db, &agreed, picket.house.clock.now()).await.unwrap();
    let rows = reminder::Entity::find().filter(reminder::Column::Rule.eq("P3D"));
    let rows = rows.all(&picket.house.look().await).await.unwrap();
    assert_eq!(rows.len(), DATES - 1);
    assert!(rows.iter().all(|row| row.occurrence_id != last));
}
