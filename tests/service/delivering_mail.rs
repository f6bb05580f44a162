//! How a letter's sending can end, and that the outbox says so: at least once, never lost, twice only if the
//! connection or the process broke between the server's taking it and our note.

use std::time::Duration;

use convenor::outbox::delivery::Way;
use convenor::outbox::{self, RetryError, Tally, Which};
use convenor::queue::backoff::LAST_ATTEMPT;
use entity::value::OutboxState;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::house::post_office::{PostOffice, letter};
use crate::house::postbox::{Act, Stage};

const BEN: &str = "ben@example.org";
const MINUTE: Duration = Duration::from_secs(60);

fn sent(count: u64) -> Tally {
    Tally { sent: count, ..Tally::default() }
}

fn again(count: u64) -> Tally {
    Tally { again: count, ..Tally::default() }
}

#[tokio::test]
async fn every_letter_that_is_due_leaves_once() {
    let office = PostOffice::open().await;
    let letters = (0..25).map(|n| letter(&format!("guest{n}@example.org"), office.now())).collect();
    office.put(letters).await;
    office.put(vec![letter("tomorrow@example.org", office.now() + 24 * 60 * MINUTE)]).await;
    assert_eq!(office.round().await, sent(25));
    assert_eq!(office.round().await, sent(0));
    let mut arrived: Vec<_> = office.postbox.letters().into_iter().map(|l| l.message_id).collect();
    arrived.sort();
    arrived.dedup();
    assert_eq!(arrived.len(), 25);
    let settled = office.rows().await.into_iter().filter(|row| row.state == OutboxState::Sent);
    for row in settled {
        assert_eq!((row.attempts, row.lease, row.sequence), (1, None, Some(3)));
        assert!(row.settled_at.is_some() && row.rendered_at.is_some());
    }
}

#[tokio::test]
async fn a_letter_that_left_keeps_the_codes_of_the_servers_answer_and_none_of_its_words() {
    for (answer, kept) in
        [("250 2.6.0 <ben@example.org> queued as 4F2A", "250 2.6.0"), ("250 OK, for ben@example.org", "250")]
    {
        let office = PostOffice::open().await;
        office.put_to(BEN).await;
        office.postbox.next(1, Stage::Dot, Act::Answer(answer));
        assert_eq!(office.round().await, sent(1));
        let row = office.row().await;
        assert_eq!((row.last_answer.as_deref(), row.last_error), (Some(kept), None));
    }
}

#[tokio::test]
async fn a_no_for_now_is_tried_again_until_it_is_a_yes() {
    let office = PostOffice::open().await;
    office.put_to(BEN).await;
    office.postbox.next(2, Stage::Rcpt, Act::Answer("451 4.7.1 <ben@example.org> greylisted, come back"));
    assert_eq!(office.round().await, again(1));
    let row = office.row().await;
    assert_eq!((row.state, row.attempts, row.lease, row.settled_at), (OutboxState::Waiting, 1, None, None));
    let said = row.last_error.unwrap();
    assert_eq!(said, "naming the recipient: 451 4.7.1 [address] greylisted, come back");
    assert!((48..=72).contains(&row.due_at.since(office.now()).as_secs()), "{}", row.due_at);
    assert_eq!(office.round().await, sent(0), "it is not due yet");
    office.pass(2 * MINUTE);
    assert_eq!(office.round().await, again(1));
    office.pass(3 * MINUTE);
    assert_eq!(office.round().await, sent(1));
    let row = office.row().await;
    assert_eq!((row.state, row.attempts, row.last_error), (OutboxState::Sent, 3, None));
    assert_eq!(office.postbox.letters_to(BEN).len(), 1);
}

#[tokio::test]
async fn a_no_for_good_is_final_and_an_organiser_can_try_again() {
    let office = PostOffice::open().await;
    office.put_to(BEN).await;
    office.postbox.next(1, Stage::Rcpt, Act::Answer("550 5.1.1 <ben@example.org> no such user ben"));
    assert_eq!(office.round().await, Tally { refused: 1, ..Tally::default() });
    office.pass(3 * 24 * 60 * MINUTE);
    assert_eq!(office.round().await, sent(0));
    let stuck = outbox::list(&office.db.read(), Which::Stuck, 10).await.unwrap();
    let [row] = &stuck[..] else { panic!("{stuck:?}") };
    assert_eq!(row.state, OutboxState::Refused);
    assert_eq!(
        row.last_error.as_deref(),
        Some("naming the recipient: 550 5.1.1 [address] no such user [address]")
    );
    let (id, now) = (row.id, office.now());
    let retried = office.db.write(move |t| Box::pin(async move { outbox::retry(t, id, now).await })).await;
    assert_eq!(retried.unwrap().attempts, 0);
    assert_eq!(office.round().await, sent(1));
    let retried = office.db.write(move |t| Box::pin(async move { outbox::retry(t, id, now).await })).await;
    assert!(matches!(retried, Err(RetryError::Ended(OutboxState::Sent))));
}

#[tokio::test]
async fn a_server_that_takes_a_letter_and_says_nothing_gets_the_same_one_again() {
    let mut office = PostOffice::open().await;
    office.put_to(BEN).await;
    office.postbox.next(1, Stage::Dot, Act::KeepAndSilence);
    office.patience.letter = Duration::from_millis(500);
    assert_eq!(office.round().await, again(1));
    office.patience.letter = Duration::from_secs(20);
    assert_eq!(
        office.row().await.last_error.as_deref(),
        Some("handing over the letter: the server did not answer")
    );
    office.pass(2 * MINUTE);
    assert_eq!(office.round().await, sent(1));
    let letters = office.postbox.letters_to(BEN);
    let [first, second] = &letters[..] else { panic!("{} letters", letters.len()) };
    assert_eq!(first.message_id, second.message_id);
    assert_eq!(first.raw, second.raw, "a try again repeats the letter to the byte");
}

#[tokio::test]
async fn a_connection_dropped_after_data_loses_nothing() {
    for (act, copies) in [(Act::Drop, 1), (Act::KeepAndDrop, 2)] {
        for stage in [Stage::Body, Stage::Dot] {
            if stage == Stage::Body && act == Act::KeepAndDrop {
                continue;
            }
            let office = PostOffice::open().await;
            office.put_to(BEN).await;
            office.postbox.next(1, stage, act.clone());
            assert_eq!(office.round().await, again(1), "{stage:?} {act:?}");
            office.pass(2 * MINUTE);
            assert_eq!(office.round().await, sent(1), "{stage:?} {act:?}");
            let mut ids: Vec<_> = office.postbox.letters_to(BEN).into_iter().map(|l| l.message_id).collect();
            assert_eq!(ids.len(), copies, "{stage:?} {act:?}");
            ids.dedup();
            assert_eq!(ids.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_letter_whose_sender_died_before_its_note_leaves_again_when_the_lease_ends() {
    let office = PostOffice::open().await;
    office.put_to(BEN).await;
    office.postbox.next(1, Stage::Dot, Act::KeepAndSilence);
    let courier = office.other_node().await;
    let lease = courier.lease();
    let mut process = JoinSet::new();
    process.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
    office.postbox.wait_for(1).await;
    process.shutdown().await;
    let row = office.row().await;
    assert_eq!((row.state, row.attempts), (OutboxState::Waiting, 1));
    assert_eq!(row.leased_until, Some(office.now() + lease));
    assert_eq!(office.round().await, sent(0), "the dead sender's lease still holds");
    office.pass(lease);
    assert_eq!(office.round().await, sent(1));
    let letters = office.postbox.letters_to(BEN);
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].message_id, letters[1].message_id);
    assert_eq!(office.row().await.attempts, 2);
}

#[tokio::test]
async fn we_give_up_after_about_two_days() {
    let office = PostOffice::with_connections(1).await;
    office.put_to(BEN).await;
    office.postbox.always(Stage::Rcpt, Act::Answer("451 4.3.0 later"));
    let begun = office.now();
    for attempt in 1..LAST_ATTEMPT {
        assert_eq!(office.round().await, again(1), "attempt {attempt}");
        office.clock.set(office.row().await.due_at);
    }
    assert_eq!(office.round().await, Tally { given_up: 1, ..Tally::default() });
    let row = office.row().await;
    assert_eq!(row.state, OutboxState::GivenUp);
    assert_eq!(row.last_error.as_deref(), Some("naming the recipient: 451 4.3.0 later"));
    let hours = office.now().since(begun).as_secs() / 3600;
    assert!((34..=60).contains(&hours), "{hours} hours");
}

#[tokio::test]
async fn what_is_no_longer_of_use_is_not_sent_and_says_so() {
    let office = PostOffice::open().await;
    let mut late = letter(BEN, office.now());
    late.expires_at = Some(office.now());
    let others = ["nobody", "late"].map(|to| letter(to, office.now()));
    office.put([vec![late], others.to_vec()].concat()).await;
    assert_eq!(office.round().await, Tally { dropped: 3, ..Tally::default() });
    assert!(office.postbox.letters().is_empty());
    let mut ends: Vec<_> =
        office.rows().await.into_iter().map(|r| (r.state, r.last_error.unwrap())).collect();
    ends.sort();
    let expected = [
        (OutboxState::Withdrawn, "the reply is gone"),
        (OutboxState::Expired, "its time had passed"),
        (OutboxState::Expired, "the event has begun"),
    ];
    assert_eq!(ends, expected.map(|(state, why)| (state, why.to_owned())));
}

#[tokio::test]
async fn a_letter_that_would_come_too_late_after_a_failure_expires_with_the_servers_words() {
    let office = PostOffice::open().await;
    let mut soon_useless = letter(BEN, office.now());
    soon_useless.expires_at = Some(office.now() + MINUTE / 2);
    office.put(vec![soon_useless]).await;
    office.postbox.next(1, Stage::Mail, Act::Answer("452 4.3.1 full"));
    assert_eq!(office.round().await, Tally { dropped: 1, ..Tally::default() });
    let row = office.row().await;
    assert_eq!(row.state, OutboxState::Expired);
    assert_eq!(row.last_error.as_deref(), Some("naming the sender: 452 4.3.1 full"));
}

#[tokio::test]
async fn a_letter_that_cannot_be_composed_is_kept_without_naming_anybody() {
    let office = PostOffice::open().await;
    office.put_to("broken").await;
    assert_eq!(office.round().await, again(1));
    assert!(!office.row().await.last_error.unwrap().contains("ben"));
    let office = PostOffice::open().await;
    office.put_to("unsendable@example.org").await;
    assert_eq!(office.round().await, Tally { given_up: 1, ..Tally::default() });
}

#[tokio::test]
async fn a_server_that_is_down_costs_few_attempts() {
    let mut office = PostOffice::with_connections(3).await;
    let letters = (0..30).map(|n| letter(&format!("guest{n}@example.org"), office.now())).collect();
    office.put(letters).await;
    let nobody_listens = outbox::server::Server::parse("smtp://127.0.0.1:9?tls=none").unwrap();
    let up = outbox::server::Server::parse(&office.postbox.url()).unwrap();
    office.send_by(Way::Server(nobody_listens));
    assert_eq!(office.round().await, again(3));
    let untouched = office.rows().await.into_iter().filter(|r| r.attempts == 0 && r.lease.is_none()).count();
    assert_eq!(untouched, 27);
    office.send_by(Way::Server(up));
    office.pass(2 * MINUTE);
    assert_eq!(office.round().await, sent(30));
}

#[tokio::test]
async fn without_a_server_letters_are_filed_and_not_called_sent() {
    let mut office = PostOffice::open().await;
    let place = tempfile::tempdir().unwrap();
    office.send_by(Way::Folder(place.path().to_owned()));
    office.put_to(BEN).await;
    assert_eq!(office.round().await, Tally { filed: 1, ..Tally::default() });
    let row = office.row().await;
    assert_eq!(row.state, OutboxState::Filed);
    assert_eq!(row.last_error.as_deref(), Some("no mail server is set, so it was written to a file"));
    let files: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    let left = file.to_str().unwrap().split_once('-').unwrap().1.trim_end_matches(".eml").to_owned();
    assert!(outbox::is_letter_of(&left, row.id), "{left}");
}
