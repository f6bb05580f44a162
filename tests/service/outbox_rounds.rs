//! How the outbox shares its connections: the urgent first, none that runs ahead of its notes, a stop that loses nothing.

use std::time::Duration;

use convenor::outbox::{self, Tally, Urgency};
use entity::value::OutboxState;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::house::post_office::{PostOffice, letter};
use crate::house::postbox::{Act, Stage};

const BEN: &str = "ben@example.org";

fn sent(count: u64) -> Tally {
    Tally { sent: count, ..Tally::default() }
}

#[tokio::test]
async fn the_most_urgent_leave_first() {
    let office = PostOffice::with_connections(1).await;
    let mut letters = Vec::new();
    for urgency in [Urgency::Whenever, Urgency::Reminder, Urgency::Notice, Urgency::AtOnce] {
        let mut one = letter(&format!("u{}@example.org", urgency.number()), office.now());
        one.urgency = urgency;
        letters.push(one);
    }
    office.put(letters).await;
    assert_eq!(office.round().await, sent(4));
    let order: Vec<_> = office.postbox.letters().into_iter().map(|l| l.to).collect();
    assert_eq!(order, ["u0@example.org", "u1@example.org", "u2@example.org", "u3@example.org"]);
}

#[tokio::test]
async fn a_confirmation_does_not_wait_behind_reminders() {
    let mut office = PostOffice::open().await;
    office.patience.letter = Duration::from_secs(60);
    office.postbox.always_for("slow@example.org", Stage::Dot, Act::Silence);
    let mut slow = letter("slow@example.org", office.now());
    slow.urgency = Urgency::Reminder;
    office.put(vec![slow]).await;
    let courier = office.courier(office.db.clone());
    let mut round = JoinSet::new();
    round.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
    office.postbox.wait_for_connection(1).await;
    office.put_to(BEN).await;
    office.postbox.wait_for(1).await;
    assert_eq!(office.postbox.letters()[0].to, BEN);
    assert!(round.try_join_next().is_none(), "the slow reminder is still being sent");
}

#[tokio::test]
async fn one_connection_is_kept_free_of_reminders() {
    let office = PostOffice::open().await;
    let reminders = (0..30).map(|n| {
        let mut one = letter(&format!("guest{n}@example.org"), office.now());
        one.urgency = Urgency::Reminder;
        one
    });
    office.put(reminders.collect()).await;
    assert_eq!(office.round().await, sent(30));
    assert_eq!(office.postbox.connections().ever, 1);
}

#[tokio::test]
async fn a_letter_whose_note_cannot_be_written_holds_up_its_connection_and_is_noted_in_the_end() {
    let office = PostOffice::with_connections(1).await;
    office
        .put(["a@example.org", "b@example.org", "c@example.org"].map(|to| letter(to, office.now())).to_vec())
        .await;
    office.refuse_notes("NEW.state = 'sent'").await;
    let courier = office.courier(office.db.clone());
    let mut round = JoinSet::new();
    round.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
    office.postbox.wait_for(1).await;
    let second = timeout(Duration::from_millis(1_500), office.postbox.wait_for(2)).await;
    assert!(second.is_err(), "no letter leaves while the last one's note is not written");
    office.allow_notes().await;
    assert_eq!(round.join_next().await.unwrap().unwrap().unwrap(), sent(3));
    assert_eq!(office.postbox.letters().len(), 3, "none twice");
}

#[tokio::test]
async fn a_stop_settles_what_is_leaving_and_gives_back_the_rest() {
    let mut office = PostOffice::with_connections(1).await;
    office.patience.letter = Duration::from_secs(60);
    office
        .put(["a@example.org", "b@example.org", "c@example.org"].map(|to| letter(to, office.now())).to_vec())
        .await;
    office.postbox.next(1, Stage::Dot, Act::KeepAndSilence);
    let (courier, stop) = (office.courier(office.db.clone()), CancellationToken::new());
    let told = stop.clone();
    let mut round = JoinSet::new();
    round.spawn(async move { outbox::deliver(&courier, &told).await });
    office.postbox.wait_for(1).await;
    stop.cancel();
    let ended = timeout(Duration::from_secs(5), round.join_next()).await.expect("a stop is bounded");
    assert_eq!(ended.unwrap().unwrap().unwrap(), Tally { again: 1, ..Tally::default() });
    let (tried, rest): (Vec<_>, Vec<_>) = office.rows().await.into_iter().partition(|row| row.attempts > 0);
    assert_eq!((tried.len(), rest.len()), (1, 2));
    assert!(tried[0].last_error.as_ref().unwrap().contains("stopped"));
    assert!(tried.iter().chain(&rest).all(|row| row.lease.is_none() && row.state == OutboxState::Waiting));
    office.pass(Duration::from_secs(120));
    assert_eq!(office.round().await, sent(3));
}
