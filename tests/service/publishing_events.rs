//! Announcing an event, changing it, putting it off, taking it up again, calling it off.

use std::time::Duration;

use convenor::event::{self, EventError, NewTimes, Order};
use convenor::occurrence;
use entity::Moment;
use entity::value::{Act, EventStatus, Purpose};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;
use uuid::Uuid;

use crate::house::branch::{Branch, start};
use crate::house::programme::{Does, codes, lobby_facts, mistakes};

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

#[tokio::test]
async fn a_draft_has_its_date_its_places_and_its_keys() {
    let branch = Branch::open().await;
    let shown =
        branch.draft(&json!({ "attendance_mode": "hybrid", "capacity": { "in_person": 80 } })).await.unwrap();
    assert_eq!(shown.status(), EventStatus::Draft);
    assert_eq!(shown.event.slug, "banners-held-high");
    assert_eq!(shown.occurrence.slot, "2026-07-09/0");
    assert_eq!(shown.occurrence.start_utc.to_string(), "2026-07-09T17:00:00Z");
    let places: Vec<_> = shown.places.iter().map(|place| (place.key.as_str(), place.capacity)).collect();
    assert_eq!(places, [("in_person", Some(80)), ("online", None)]);
    let event = shown.event.id;
    let until = |at: &str| Some(at.parse::<Moment>().unwrap());
    assert_eq!(branch.kept_until(event, Purpose::Contact).await, until("2026-07-23T19:00:00Z"));
    assert_eq!(branch.kept_until(event, Purpose::Access).await, until("2026-07-12T19:00:00Z"));
    assert_eq!(branch.announced(event).await.len(), 0);
}

#[tokio::test]
async fn an_event_is_not_announced_without_contact_end_and_access() {
    let branch = Branch::open().await;
    let bare = json!({ "contact": null, "end": null, "access_statement": null });
    let draft = branch.draft(&bare).await.unwrap();
    let refused = mistakes(branch.publish(draft.event.id, start()).await);
    let expected =
        [("/contact", "no_contact"), ("/end", "no_end"), ("/access_statement", "no_access_statement")];
    assert_eq!(codes(&refused), expected);
    assert_eq!(branch.journal(draft.event.id).await, ["event.created"]);
}

#[tokio::test]
async fn what_had_to_be_said_to_announce_it_stays_said() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    let refused = mistakes(branch.patch(event, &json!({ "contact": null }), start()).await);
    assert_eq!(codes(&refused), [("/contact", "no_contact")]);
}

#[tokio::test]
async fn every_write_raises_the_programmes_revision_and_stands_in_the_journal() {
    let branch = Branch::open().await;
    let before = branch.organisation_revision().await;
    let event = branch.published(&json!({})).await.event.id;
    branch.patch(event, &json!({ "summary": "One line" }), start()).await.unwrap();
    branch.act(event, Does::Suspend, start()).await.unwrap();
    branch.act(event, Does::Reinstate(NewTimes::default()), start()).await.unwrap();
    branch.act(event, Does::Postpone, start()).await.unwrap();
    branch.act(event, Does::Cancel, start()).await.unwrap();
    let acts = [
        "event.created",
        "event.published",
        "event.updated",
        "event.suspended",
        "event.reinstated",
        "event.postponed",
        "event.cancelled",
    ];
    assert_eq!(branch.journal(event).await, acts);
    assert_eq!(branch.organisation_revision().await - before, 7);
}

#[tokio::test]
async fn a_refused_write_leaves_no_gap() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    let before = branch.organisation_revision().await;
    mistakes(branch.patch(event, &json!({ "end": "2026-07-09T17:00" }), start()).await);
    assert_eq!(branch.organisation_revision().await, before);
}

#[tokio::test]
async fn a_typo_is_told_to_nobody_and_a_move_to_everybody() {
    let branch = Branch::open().await;
    let shown = branch.published(&json!({})).await;
    let event = shown.event.id;
    let typo =
        branch.patch(event, &json!({ "title": "Banners held high!" }), start() + minutes(1)).await.unwrap();
    assert_eq!(typo.event.revision, shown.event.revision + 1);
    assert_eq!(typo.event.sequence, shown.event.sequence);
    assert_eq!(typo.event.changed_at, start() + minutes(1));
    assert_eq!(branch.announced(event).await.len(), 0);

    let outcome = json!({ "outcome": { "result": "held" } });
    let held = branch.patch(event, &outcome, start() + minutes(2)).await.unwrap();
    assert_eq!(held.event.sequence, shown.event.sequence);
    assert_eq!(held.event.changed_at, typo.event.changed_at);

    let later = json!({ "start": "2026-07-10T19:00", "end": "2026-07-10T21:00" });
    let moved = branch.patch(event, &later, start() + minutes(3)).await.unwrap();
    assert_eq!(moved.event.sequence, shown.event.sequence + 1);
    assert_eq!(moved.occurrence.id, shown.occurrence.id);
    assert_eq!(moved.occurrence.slot, "2026-07-10/0");
    assert_eq!(moved.occurrence.start_utc.to_string(), "2026-07-10T18:00:00Z");
    let told = branch.announced(event).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].act, told[0].notify, told[0].sequence), (Act::Changed, true, moved.event.sequence));
    assert_eq!(told[0].before.start.to_string(), "2026-07-09T18:00");
    assert_eq!(told[0].due_at, start() + minutes(3 + 5));
    assert_eq!(branch.kept_until(event, Purpose::Contact).await.unwrap().to_string(), "2026-07-24T20:00:00Z");
}

#[tokio::test]
async fn edits_settle_together() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    for (after, room) in [(0, "One"), (4, "Two"), (8, "Three"), (12, "Four")] {
        branch.patch(event, &json!({ "room": room }), start() + minutes(after)).await.unwrap();
    }
    let due: Vec<Moment> = branch.announced(event).await.iter().map(|told| told.due_at).collect();
    assert_eq!(due, [start() + minutes(15); 4], "fifteen minutes after the first, for all of them");
}

#[tokio::test]
async fn an_act_is_told_after_a_minute_with_the_organisers_words_sealed() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    let words = "The council has moved its meeting.";
    branch.act_saying(event, Does::Postpone, Some(words), start()).await.unwrap();
    let told = branch.announced(event).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].act, told[0].due_at), (Act::Postponed, start() + minutes(1)));
    assert_eq!(told[0].before.status, EventStatus::Confirmed);
    let sealed = told[0].message.clone().unwrap();
    assert!(!sealed.windows(7).any(|part| part == &b"council"[..]));
    let opened = event::words(&branch.db.read(), &branch.seals, &told[0]).await.unwrap();
    assert_eq!(opened.as_deref(), Some(words));
}

#[tokio::test]
async fn what_was_postponed_past_its_start_is_taken_up_at_a_new_one() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    branch.act(event, Does::Postpone, start()).await.unwrap();
    let day = "2026-09-07T19:00:00Z";
    assert_eq!(branch.kept_until(event, Purpose::Contact).await.unwrap().to_string(), day);
    let afterwards: Moment = "2026-07-10T12:00:00Z".parse().unwrap();
    let refused = branch.act(event, Does::Reinstate(NewTimes::default()), afterwards).await;
    assert!(matches!(refused, Err(EventError::StartNeeded)), "{refused:?}");
    let new = NewTimes { start: Some("2026-07-16T18:30".parse().unwrap()), end: None };
    let again = branch.act(event, Does::Reinstate(new), afterwards).await.unwrap();
    assert_eq!(again.status(), EventStatus::Confirmed);
    assert_eq!(again.facts().end.unwrap().to_string(), "2026-07-16T20:30", "it lasts as long as before");
}

#[tokio::test]
async fn a_postponed_event_that_is_moved_stays_postponed() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    branch.act(event, Does::Postpone, start()).await.unwrap();
    let later = json!({ "start": "2026-07-10T19:00", "end": "2026-07-10T21:00" });
    assert_eq!(branch.patch(event, &later, start()).await.unwrap().status(), EventStatus::Postponed);
}

#[tokio::test]
async fn replies_to_what_is_called_off_are_kept_for_a_week() {
    let branch = Branch::open().await;
    let event =
        branch.published(&json!({ "start": "2026-09-09T18:00", "end": "2026-09-09T20:00" })).await.event.id;
    branch.act(event, Does::Cancel, start()).await.unwrap();
    let week = (start() + minutes(1 + 7 * 24 * 60)).to_string();
    assert_eq!(branch.kept_until(event, Purpose::Contact).await.unwrap().to_string(), week);
    // Another word about it does not put that off.
    branch.patch(event, &json!({ "summary": "Called off" }), start() + minutes(60)).await.unwrap();
    assert_eq!(branch.kept_until(event, Purpose::Contact).await.unwrap().to_string(), week);
    let again = branch.act(event, Does::Reinstate(NewTimes::default()), start() + minutes(90)).await.unwrap();
    assert_eq!(again.status(), EventStatus::Confirmed);
    assert_eq!(branch.kept_until(event, Purpose::Contact).await.unwrap().to_string(), "2026-09-23T19:00:00Z");
}

#[tokio::test]
async fn what_was_forgotten_and_is_taken_up_again_takes_replies_afresh() {
    let branch = Branch::open().await;
    let autumn = json!({ "start": "2026-09-09T18:00", "end": "2026-09-09T20:00" });
    let event = branch.published(&autumn).await.event.id;
    branch.act(event, Does::Cancel, start()).await.unwrap();
    let later = start() + minutes(9 * 24 * 60);
    branch.forget(later).await;
    assert!(branch.date_of(event).await.purged_at.is_some());
    assert_eq!(branch.kept_until(event, Purpose::Contact).await, None);
    // A word about what is called off brings nothing back.
    branch.patch(event, &json!({ "summary": "Called off" }), later).await.unwrap();
    assert_eq!(branch.kept_until(event, Purpose::Contact).await, None);

    branch.act(event, Does::Reinstate(NewTimes::default()), later).await.unwrap();
    assert_eq!(branch.date_of(event).await.purged_at, None);
    for (purpose, day) in
        [(Purpose::Contact, "2026-09-23T19:00:00Z"), (Purpose::Access, "2026-09-12T19:00:00Z")]
    {
        assert_eq!(branch.kept_until(event, purpose).await.unwrap().to_string(), day);
    }
}

#[tokio::test]
async fn a_change_of_the_zones_rules_moves_the_instant_and_not_the_time_on_the_wall() {
    let branch = Branch::open().await;
    let shown = branch.published(&json!({})).await;
    let right = shown.occurrence.clone();
    // As an older zone database, without summer time, had it.
    let old = entity::table::occurrence::ActiveModel {
        id: Set(right.id),
        start_utc: Set(right.start_utc + minutes(60)),
        end_utc: Set(right.end_utc + minutes(60)),
        ..Default::default()
    };
    old.update(branch.sql()).await.unwrap();
    let before = branch.organisation_revision().await;
    assert_eq!(occurrence::recompute(&branch.db, start()).await.unwrap(), 1);
    let date = branch.date_of(shown.event.id).await;
    assert_eq!((date.start, date.start_utc, date.end_utc), (right.start, right.start_utc, right.end_utc));
    assert_eq!(branch.organisation_revision().await, before + 1);
    assert_eq!(occurrence::recompute(&branch.db, start()).await.unwrap(), 0, "a second time changes nothing");
    assert_eq!(branch.announced(shown.event.id).await.len(), 0);
}

#[tokio::test]
async fn acts_that_do_not_fit_are_refused_in_words() {
    let branch = Branch::open().await;
    let draft = branch.draft(&json!({})).await.unwrap().event.id;
    let refused = branch.act(draft, Does::Cancel, start()).await.unwrap_err();
    assert_eq!(refused.to_string(), "it is a draft that nobody was told of; delete it instead");
    branch.publish(draft, start()).await.unwrap();
    assert!(matches!(branch.publish(draft, start()).await, Err(EventError::DoesNotFit { .. })));
}

#[tokio::test]
async fn who_has_seen_an_older_revision_changes_nothing() {
    let branch = Branch::open().await;
    let shown = branch.published(&json!({})).await;
    let order = Order { seen: Some(shown.event.revision - 1), ..branch.order(shown.event.id) };
    let refused = branch.change(order, lobby_facts(&json!({ "title": "Mine" })), start()).await;
    assert!(matches!(refused, Err(EventError::ChangedMeanwhile { current: 2 })), "{refused:?}");
    let order = Order { seen: Some(shown.event.revision), ..branch.order(shown.event.id) };
    assert_eq!(
        branch.change(order, lobby_facts(&json!({ "title": "Mine" })), start()).await.unwrap().event.title,
        "Mine"
    );
}

#[tokio::test]
async fn only_a_draft_is_deleted() {
    let branch = Branch::open().await;
    let delete = async |event: Uuid| {
        let (seals, order) = (branch.seals.clone(), branch.order(event));
        let done = branch
            .db
            .write(move |w| Box::pin(async move { event::delete(w, &seals, &order, start()).await }));
        done.await
    };
    let published = branch.published(&json!({})).await.event.id;
    assert!(matches!(delete(published).await, Err(EventError::CancelFirst)));
    let draft = branch.draft(&json!({})).await.unwrap().event.id;
    let date = branch.date_of(draft).await.id;
    delete(draft).await.unwrap();
    assert!(matches!(delete(draft).await, Err(EventError::NotFound)));
    let key = convenor::seal::Seals::destroy_on(&branch.db.read(), date, Purpose::Contact).await.unwrap();
    assert_eq!(key, None);
    assert_eq!(branch.journal(draft).await, ["event.created", "event.deleted"]);
}

#[tokio::test]
async fn a_copy_moves_everything_that_has_a_date() {
    let branch = Branch::open().await;
    let dated = json!({
        "rsvp": { "closes": "2026-07-09T17:00" }, "deadlines": [{ "label": "Motions", "at": "2026-06-20T23:59" }],
        "external_id": "7", "slug": "july",
    });
    let original = branch.published(&dated).await.event.id;
    let (seals, order) = (branch.seals.clone(), branch.order(original));
    let day = Some("2026-08-09T18:30".parse().unwrap());
    let done = branch
        .db
        .write(move |w| Box::pin(async move { event::duplicate(w, &seals, &order, day, start()).await }));
    let copy = done.await.unwrap();
    assert_eq!((copy.status(), copy.event.slug.as_str()), (EventStatus::Draft, "banners-held-high"));
    assert_eq!(copy.facts().end.unwrap().to_string(), "2026-08-09T20:30");
    assert_eq!(copy.facts().rsvp.closes.unwrap().to_string(), "2026-08-09T17:00");
    assert_eq!(copy.facts().deadlines[0].at.to_string(), "2026-07-21T23:59");
    assert_eq!(copy.facts().external_id, None);
}
