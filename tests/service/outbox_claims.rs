//! Several nodes on one outbox: every letter is one's.

use std::collections::BTreeMap;
use std::time::Duration;

use convenor::clock::Clock;
use convenor::database::{Database, Engine};
use convenor::outbox::{self, Row, Which};
use convenor::queue::claim::{self, Claim};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::house::post_office::{PostOffice, letter};
use crate::house::postbox::{Act, Stage};
use crate::house::program::Program;

const LEASE: Duration = Duration::from_secs(60);

async fn claimed(db: &Database, now: entity::Moment, limit: u64) -> Vec<Row> {
    let lease = convenor::secret::new_id(now);
    let claim = Claim { lease, now, until: now + LEASE, urgency: 3, limit };
    db.write(move |write| Box::pin(claim::letters(write, claim))).await.unwrap()
}

#[tokio::test]
async fn two_nodes_that_claim_at_once_never_get_the_same_letter() {
    let office = PostOffice::open().await;
    let letters = (0..400).map(|n| letter(&format!("guest{n}@example.org"), office.now())).collect();
    office.put(letters).await;
    let nodes = [office.node().await, office.node().await];
    let mut workers = JoinSet::new();
    for worker in 0..8 {
        let (db, now) = (nodes[worker % 2].clone(), office.now());
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let rows = claimed(&db, now, 7).await;
                if rows.is_empty() {
                    return mine;
                }
                mine.extend(rows.into_iter().map(|row| row.id));
            }
        });
    }
    let mut times: BTreeMap<Uuid, usize> = BTreeMap::new();
    for id in workers.join_all().await.into_iter().flatten() {
        *times.entry(id).or_default() += 1;
    }
    // A worker that finds every free row locked by others goes home early; nobody else's row is lost by that.
    for row in claimed(&nodes[0], office.now(), 400).await {
        *times.entry(row.id).or_default() += 1;
    }
    assert_eq!(times.len(), 400);
    assert!(times.values().all(|&count| count == 1), "{times:?}");
}

#[tokio::test]
async fn a_claim_takes_the_most_urgent_and_longest_due_and_leaves_what_is_leased() {
    let office = PostOffice::open().await;
    let mut letters = Vec::new();
    for (to, urgency, minutes) in [
        ("late@x.org", outbox::Urgency::Reminder, 9),
        ("new@x.org", outbox::Urgency::AtOnce, 1),
        ("old@x.org", outbox::Urgency::AtOnce, 5),
    ] {
        let mut one = letter(to, office.now() - Duration::from_secs(60 * minutes));
        one.urgency = urgency;
        letters.push(one);
    }
    office.put(letters).await;
    let to = |rows: Vec<Row>| -> Vec<String> {
        rows.into_iter().map(|row| row.detail.unwrap()["to"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(to(claimed(&office.db, office.now(), 2).await), ["old@x.org", "new@x.org"]);
    assert_eq!(to(claimed(&office.db, office.now(), 2).await), ["late@x.org"]);
    assert!(claimed(&office.db, office.now(), 2).await.is_empty());
    office.pass(LEASE);
    let again = claimed(&office.db, office.now(), 9).await;
    assert!(again.iter().all(|row| row.attempts == 2));
    assert_eq!(again.len(), 3, "a lease that has ended frees its letters");
}

#[tokio::test]
async fn nodes_share_the_letters_and_none_leaves_twice() {
    let office = PostOffice::with_connections(3).await;
    let letters = (0..200).map(|n| letter(&format!("guest{n}@example.org"), office.now())).collect();
    office.put(letters).await;
    let mut nodes = JoinSet::new();
    for _ in 0..2 {
        let courier = office.other_node().await;
        nodes.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await.unwrap() });
    }
    let sent: u64 = nodes.join_all().await.into_iter().map(|tally| tally.sent).sum();
    assert_eq!(sent, 200);
    let mut people: Vec<_> = office.postbox.letters().into_iter().map(|l| l.to).collect();
    people.sort();
    people.dedup();
    assert_eq!((people.len(), office.postbox.letters().len()), (200, 200));
}

#[tokio::test]
async fn a_sender_that_comes_back_after_its_lease_changes_nothing() {
    let mut office = PostOffice::with_connections(1).await;
    office.put_to("ben@example.org").await;
    office.postbox.next(2, Stage::Dot, Act::Silence);
    office.patience.letter = Duration::from_secs(2);
    let slow = office.other_node().await;
    let lease = slow.lease();
    let mut slow_node = JoinSet::new();
    slow_node.spawn(async move { outbox::deliver(&slow, &CancellationToken::new()).await.unwrap() });
    office.postbox.wait_for_connection(1).await;
    office.pass(lease);
    office.patience.letter = Duration::from_secs(60);
    let next = office.other_node().await;
    let mut next_node = JoinSet::new();
    next_node.spawn(async move { outbox::deliver(&next, &CancellationToken::new()).await.unwrap() });
    office.postbox.wait_for_connection(2).await;
    let before = office.row().await;
    assert_eq!(slow_node.join_next().await.unwrap().unwrap().again, 1);
    assert_eq!(before.attempts, 2);
    assert_eq!(office.row().await, before, "the letter is another sender's now");
}

/// Only where nobody else can be at work, so not on PostgreSQL.
#[tokio::test]
async fn what_a_process_that_died_had_claimed_is_taken_up_at_the_next_start() {
    let program = Program::new().await;
    assert_eq!(program.run(&["migrate", "up"]).await.status, 0);
    let db = Database::open(&program.database().url).await.unwrap();
    let now = Clock::System.now();
    let put = db.write(move |write| {
        Box::pin(async move { outbox::put_all(write, vec![letter("ben@example.org", now)], now).await })
    });
    assert_eq!(put.await.unwrap(), 1);
    assert_eq!(claimed(&db, now, 10).await.len(), 1);
    db.close().await.unwrap();

    let serving = program.serve().await;
    assert_eq!(serving.stop().await.0, 0);
    let db = Database::open(&program.database().url).await.unwrap();
    let rows = outbox::list(&db.read(), Which::Unsettled, 10).await.unwrap();
    let was_free = rows.iter().all(|row| row.lease.is_none());
    assert_eq!(was_free, db.engine() == Engine::Sqlite, "{rows:?}");
}

#[tokio::test]
async fn a_clock_that_differs_from_the_databases_is_noticed() {
    let office = PostOffice::open().await;
    let right = claim::clock_difference(&office.db, &Clock::System).await.unwrap();
    assert!(right < claim::CLOCK_TOLERANCE, "{right:?}");
    let expected =
        if office.db.engine() == Engine::Sqlite { Duration::ZERO } else { Duration::from_secs(10) };
    for clock in
        [Clock::System.now() + Duration::from_secs(10), Clock::System.now() - Duration::from_secs(10)]
    {
        let wrong = claim::clock_difference(&office.db, &Clock::standing_at(clock)).await.unwrap();
        assert!(wrong.abs_diff(expected) < Duration::from_secs(2), "{wrong:?}");
    }
}

#[tokio::test]
async fn a_sender_whose_lease_ended_while_it_could_write_nothing_down_sends_nothing_more() {
    let office = PostOffice::with_connections(1).await;
    office.put(["a@example.org", "b@example.org"].map(|to| letter(to, office.now())).to_vec()).await;
    // The first claim counts one attempt: its notes are refused, a later one's are not.
    office.refuse_notes("NEW.state = 'sent' AND OLD.attempts = 1").await;
    let courier = office.courier(office.db.clone());
    let mut round = JoinSet::new();
    round.spawn(async move { outbox::deliver(&courier, &CancellationToken::new()).await });
    office.postbox.wait_for(1).await;
    office.pass(Duration::from_hours(1));
    let other = office.other_node().await;
    assert_eq!(outbox::deliver(&other, &CancellationToken::new()).await.unwrap().sent, 2);
    office.allow_notes().await;
    round.join_next().await.unwrap().unwrap().unwrap();
    let mut each = ["a@example.org", "b@example.org"].map(|to| office.postbox.letters_to(to).len());
    each.sort_unstable();
    assert_eq!(each, [1, 2], "what had left, and no more, leaves again");
}
