//! What may stand in the outbox, and what is seen of it.

use std::time::Duration;

use convenor::outbox::delivery::Way;
use convenor::outbox::{self, NewLetter, RetryError, Urgency, Which};
use entity::value::{LetterKind, OutboxState};
use serde_json::json;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::house::post_office::{PostOffice, letter};
use crate::house::postbox::{Act, Stage};
use crate::house::rows::Rows;

const BEN: &str = "ben@example.org";

impl Rows {
    fn letter(&self, kind: LetterKind, office: &PostOffice) -> NewLetter {
        NewLetter {
            organisation_id: self.organisation,
            event_id: Some(self.event),
            occurrence_id: Some(self.occurrence),
            rsvp_id: Some(self.rsvp),
            reminder_id: (kind == LetterKind::Reminder).then_some(self.reminder),
            kind,
            urgency: Urgency::Reminder,
            ..letter(BEN, office.now())
        }
    }
}

async fn retry(office: &PostOffice, id: Uuid) -> Result<outbox::Row, RetryError> {
    let now = office.now();
    office.db.write(move |write| Box::pin(async move { outbox::retry(write, id, now).await })).await
}

#[tokio::test]
async fn a_reminder_goes_to_each_reply_once() {
    let office = PostOffice::open().await;
    let rows = Rows::insert(office.look(), office.now()).await;
    let reminder = rows.letter(LetterKind::Reminder, &office);
    assert_eq!(office.put(vec![reminder.clone(), reminder.clone()]).await, 1);
    assert_eq!(office.round().await.sent, 1);
    assert_eq!(office.put(vec![reminder]).await, 0, "sent is as good as waiting");
    assert_eq!(office.put(vec![rows.letter(LetterKind::Confirmation, &office)]).await, 1);
}

#[tokio::test]
async fn one_notice_waits_for_a_reply_and_the_next_may_come_when_it_has_left() {
    let office = PostOffice::open().await;
    let rows = Rows::insert(office.look(), office.now()).await;
    let notice = rows.letter(LetterKind::Notice, &office);
    assert_eq!(office.put(vec![notice.clone()]).await, 1);
    assert_eq!(office.put(vec![notice.clone()]).await, 0);
    office.postbox.next(1, Stage::Rcpt, Act::Answer("550 5.1.1 no"));
    assert_eq!(office.round().await.refused, 1);
    let refused = office.row().await.id;
    assert_eq!(office.put(vec![notice]).await, 1);
    assert!(matches!(retry(&office, refused).await, Err(RetryError::Replaced)));
}

#[tokio::test]
async fn a_letter_that_nobody_wants_any_more_is_withdrawn() {
    let office = PostOffice::open().await;
    let rows = Rows::insert(office.look(), office.now()).await;
    let kinds = [LetterKind::Reminder, LetterKind::Notice, LetterKind::Confirmation];
    office.put(kinds.map(|kind| rows.letter(kind, &office)).to_vec()).await;
    let now = office.now();
    let withdraw = office.db.write(move |write| {
        Box::pin(async move {
            let kinds = [LetterKind::Reminder, LetterKind::Notice];
            outbox::withdraw(write, rows.rsvp, &kinds, ("they can't come", now)).await
        })
    });
    assert_eq!(withdraw.await.unwrap(), 2);
    assert!(outbox::has_waiting(&office.db.read(), rows.rsvp).await.unwrap());
    assert_eq!(office.round().await.sent, 1);
    assert!(!outbox::has_waiting(&office.db.read(), rows.rsvp).await.unwrap());
    let mut counts = outbox::counts(&office.db.read()).await.unwrap();
    counts.sort();
    assert_eq!(counts, [(OutboxState::Sent, 1), (OutboxState::Withdrawn, 2)]);
    let withdrawn = outbox::list(&office.db.read(), Which::In(OutboxState::Withdrawn), 10).await.unwrap();
    let why: Vec<_> = withdrawn.into_iter().map(|row| row.last_error.unwrap()).collect();
    assert_eq!(why, ["they can't come"; 2]);
}

#[tokio::test]
async fn a_letter_withdrawn_while_it_leaves_says_whether_it_left() {
    for (answer, state, why) in [
        (None, OutboxState::Sent, None),
        (Some("451 4.3.0 later"), OutboxState::Withdrawn, Some("they can't come")),
    ] {
        let mut office = PostOffice::with_connections(1).await;
        office.patience.letter = Duration::from_secs(20);
        let rows = Rows::insert(office.look(), office.now()).await;
        office.put(vec![rows.letter(LetterKind::Reminder, &office)]).await;
        office.postbox.next(1, Stage::Dot, Act::Hold);
        if let Some(answer) = answer {
            office.postbox.next(1, Stage::Dot, Act::Answer(answer));
        }
        let courier = office.other_node().await;
        let mut node = JoinSet::new();
        node.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
        office.postbox.wait_until_held().await;
        assert!(matches!(retry(&office, office.row().await.id).await, Err(RetryError::Leaving)));
        let now = office.now();
        let withdraw = office.db.write(move |write| {
            let why = ("they can't come", now);
            Box::pin(async move { outbox::withdraw(write, rows.rsvp, &[LetterKind::Reminder], why).await })
        });
        assert_eq!(withdraw.await.unwrap(), 1);
        office.postbox.let_go();
        node.join_next().await.unwrap().unwrap().unwrap();
        let row = office.row().await;
        assert_eq!((row.state, row.last_error.as_deref()), (state, why));
    }
}

/// It was composed to wait for the morning before it was hastened, and is noted after.
#[tokio::test]
async fn a_letter_that_is_hastened_while_it_is_put_off_leaves_at_once() {
    let office = PostOffice::with_connections(1).await;
    let rows = Rows::insert(office.look(), office.now()).await;
    let gentle = NewLetter {
        urgency: Urgency::Notice,
        detail: Some(json!({ "to": "asleep@example.org" })),
        ..rows.letter(LetterKind::Notice, &office)
    };
    office.put(vec![letter(BEN, office.now()), gentle]).await;
    office.postbox.next(1, Stage::Dot, Act::Hold);
    let courier = office.courier(office.db.clone());
    let mut node = JoinSet::new();
    node.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
    office.postbox.wait_until_held().await;
    assert!(office.rows().await.iter().all(|row| row.lease.is_some()), "both are claimed");
    let (now, hours) = (office.now(), Duration::from_hours(2));
    let hasten = office.db.write(move |write| {
        let letters = (rows.occurrence, LetterKind::Notice);
        Box::pin(async move { outbox::hasten(write, letters, (Urgency::AtOnce, now), now + hours).await })
    });
    hasten.await.unwrap();
    office.postbox.let_go();
    let tally = node.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!((tally.sent, tally.again), (2, 1));
}

#[tokio::test]
async fn an_organiser_sees_what_waits_what_failed_and_why() {
    let office = PostOffice::open().await;
    let rows = Rows::insert(office.look(), office.now()).await;
    let about =
        |kind, to: &str| NewLetter { detail: Some(json!({ "to": to })), ..rows.letter(kind, &office) };
    for (kind, to, minutes) in [
        (LetterKind::Reminder, BEN, 0),
        (LetterKind::Confirmation, "eve@example.org", 0),
        (LetterKind::Digest, BEN, 1),
    ] {
        let due_at = office.now() + Duration::from_secs(60 * minutes);
        office.put(vec![NewLetter { due_at, ..about(kind, to) }]).await;
        office.pass(Duration::from_millis(1));
    }
    office.postbox.always_for(BEN, Stage::Rcpt, Act::Answer("550 5.1.1 unknown"));
    office.round().await;
    let read = office.db.read();
    let kinds =
        |rows: Vec<outbox::Row>| -> Vec<LetterKind> { rows.into_iter().map(|row| row.kind).collect() };
    let stuck = outbox::list(&read, Which::Stuck, 10).await.unwrap();
    assert_eq!(stuck[0].last_error.as_deref(), Some("naming the recipient: 550 5.1.1 unknown"));
    assert_eq!(kinds(stuck), [LetterKind::Reminder]);
    let open = outbox::list(&read, Which::Unsettled, 10).await.unwrap();
    assert_eq!(kinds(open), [LetterKind::Reminder, LetterKind::Digest]);
    let left = outbox::list(&read, Which::In(OutboxState::Sent), 10).await.unwrap();
    assert_eq!(left[0].last_answer.as_deref(), Some("250 2.0.0"));
    assert_eq!(kinds(left), [LetterKind::Confirmation]);
    let mut all = Vec::new();
    loop {
        let after = all.last().map(|row: &outbox::Row| row.id);
        let page = outbox::of_event(&read, rows.organisation, rows.event, after, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    assert_eq!(kinds(all), [LetterKind::Digest, LetterKind::Confirmation, LetterKind::Reminder]);
    let strangers = outbox::of_event(&read, Uuid::from_u128(9), rows.event, None, 2).await.unwrap();
    assert!(strangers.is_empty());
}

#[tokio::test]
async fn forgetting_a_date_forgets_its_letters_and_their_files() {
    let mut office = PostOffice::open().await;
    let place = tempfile::tempdir().unwrap();
    office.send_by(Way::Folder(place.path().to_owned()));
    let rows = Rows::insert(office.look(), office.now()).await;
    office
        .put(vec![rows.letter(LetterKind::Reminder, &office), letter("eve@example.org", office.now())])
        .await;
    assert_eq!(office.round().await.filed, 2);
    let forget = office
        .db
        .write(move |write| Box::pin(async move { outbox::forget_occurrence(write, rows.occurrence).await }));
    let forgotten = forget.await.unwrap();
    assert_eq!((forgotten.len(), office.rows().await.len()), (1, 1));
    let mailer = office.mailer();
    let is_one = |left: &str| forgotten.iter().any(|&id| outbox::is_letter_of(left, id));
    assert_eq!(mailer.remove_filed_of(is_one).unwrap(), 1);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
}
