//! Places: never more than there are, whole parties, first come first, however many ask at once.

use std::sync::Arc;

use convenor::rsvp::{self, Refused, ReplyError, Wish};
use entity::value::{LetterKind, Response, Standing};
use uuid::Uuid;

use crate::house::branch::{Branch, Lobby, party, start};

async fn all_at_once(branch: &Arc<Branch>, lobby: Lobby, sizes: &[i64]) -> Vec<Result<Standing, ReplyError>> {
    let guests = (0..).zip(sizes.iter().copied()).map(|(n, size)| {
        let branch = Arc::clone(branch);
        async move {
            let taken = branch.reply(lobby, party(size, &format!("guest{n}@example.org"))).await;
            taken.map(|taken| taken.standing)
        }
    });
    futures_util::future::join_all(guests).await
}

async fn withdraw(branch: &Branch, id: Uuid) {
    let mine = branch.mine(id).await.unwrap();
    let done = branch.db.write(move |w| Box::pin(async move { rsvp::withdraw(w, &mine, start()).await }));
    done.await.unwrap();
}

async fn change(branch: &Branch, id: Uuid, wish: Wish) -> Result<Standing, ReplyError> {
    let mine = branch.mine(id).await.unwrap();
    let done =
        branch.db.write(move |w| Box::pin(async move { rsvp::change_mine(w, &mine, wish, start()).await }));
    done.await.map(|reply| reply.standing)
}

async fn comes(branch: &Branch, lobby: Lobby, size: i64, email: &str) -> (Uuid, Standing) {
    let taken = branch.reply(lobby, party(size, email)).await.unwrap();
    (taken.id, taken.standing)
}

async fn standing(branch: &Branch, id: Uuid) -> Standing {
    branch.row(id).await.unwrap().standing
}

#[tokio::test(flavor = "multi_thread")]
async fn two_guests_cannot_take_the_last_place() {
    let branch = Arc::new(Branch::open().await);
    for _ in 0..5 {
        let lobby = branch.lobby(Some(1), false).await;
        let ended = all_at_once(&branch, lobby, &[1, 1]).await;
        let full = |end: &&Result<_, _>| matches!(end, Err(ReplyError::Refused(Refused::Full)));
        assert_eq!(ended.iter().filter(|end| matches!(end, Ok(Standing::HasPlace))).count(), 1, "{ended:?}");
        assert_eq!(ended.iter().filter(full).count(), 1, "{ended:?}");
        assert_eq!(branch.places(lobby).await, (1, 0));
        assert_eq!(branch.replies(lobby).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_guests_share_forty_places_in_whole_parties() {
    let branch = Arc::new(Branch::open().await);
    let lobby = branch.lobby(Some(40), true).await;
    let sizes: Vec<i64> = (0..100).map(|n| n % 4 + 1).collect();
    let ended = all_at_once(&branch, lobby, &sizes).await;
    assert!(ended.iter().all(Result::is_ok));
    let replies = branch.replies(lobby).await;
    let people =
        |standing| replies.iter().filter(|r| r.standing == standing).map(|r| r.party_size).sum::<i64>();
    let (seated, waiting) = (people(Standing::HasPlace), people(Standing::Waiting));
    assert!((37..=40).contains(&seated), "{seated}: at most three left, for a party of four that waits");
    assert_eq!(seated + waiting, sizes.iter().sum::<i64>());
    assert_eq!(branch.places(lobby).await, (seated, waiting));
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_neither_lost_nor_doubled_when_many_change_their_minds_at_once() {
    let branch = Arc::new(Branch::open().await);
    let lobby = branch.lobby(Some(20), true).await;
    let sizes: Vec<i64> = (0..40).map(|n| n % 3 + 1).collect();
    all_at_once(&branch, lobby, &sizes).await;
    let leaving = branch.replies(lobby).await.into_iter().step_by(2).map(|reply| {
        let branch = Arc::clone(&branch);
        async move { withdraw(&branch, reply.id).await }
    });
    futures_util::future::join_all(leaving).await;
    let replies = branch.replies(lobby).await;
    let people =
        |standing| replies.iter().filter(|r| r.standing == standing).map(|r| r.party_size).sum::<i64>();
    let (taken, waiting) = branch.places(lobby).await;
    assert_eq!((taken, waiting), (people(Standing::HasPlace), people(Standing::Waiting)));
    assert!(taken <= 20);
    let smallest = replies.iter().filter(|r| r.standing == Standing::Waiting).map(|r| r.party_size).min();
    assert!(smallest.is_none_or(|size| taken + size > 20), "nobody waits who would fit");
}

#[tokio::test]
async fn newcomers_join_behind_while_anyone_waits() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(3), true).await;
    assert_eq!(comes(&branch, lobby, 2, "ada@example.org").await.1, Standing::HasPlace);
    let (big, waits) = comes(&branch, lobby, 2, "ben@example.org").await;
    assert_eq!(waits, Standing::Waiting);
    let (late, waits) = comes(&branch, lobby, 1, "cem@example.org").await;
    assert_eq!(waits, Standing::Waiting, "one place is free, and Ben was first");
    assert_eq!(branch.places(lobby).await, (2, 3));
    assert_eq!(
        (standing(&branch, big).await, standing(&branch, late).await),
        (Standing::Waiting, Standing::Waiting)
    );
}

#[tokio::test]
async fn a_freed_place_goes_to_the_earliest_party_that_fits_and_is_told() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(4), true).await;
    let (ada, _) = comes(&branch, lobby, 2, "ada@example.org").await;
    comes(&branch, lobby, 2, "bea@example.org").await;
    let (four, _) = comes(&branch, lobby, 4, "cem@example.org").await;
    let (two, _) = comes(&branch, lobby, 2, "dan@example.org").await;
    withdraw(&branch, ada).await;
    assert_eq!(standing(&branch, four).await, Standing::Waiting, "keeps its turn");
    assert_eq!(standing(&branch, two).await, Standing::HasPlace);
    assert_eq!(branch.places(lobby).await, (4, 4));
    assert_eq!(branch.letters(two).await, [LetterKind::Confirmation, LetterKind::PlaceFound]);
    assert_eq!(branch.letters(ada).await, [LetterKind::Confirmation, LetterKind::Withdrawn]);
}

#[tokio::test]
async fn a_raised_capacity_lets_the_waiting_in_by_the_beat_once() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(1), true).await;
    comes(&branch, lobby, 1, "ada@example.org").await;
    let (ben, _) = comes(&branch, lobby, 1, "ben@example.org").await;
    assert_eq!(rsvp::fill_places(&branch.db, start()).await.unwrap(), 0);
    branch.set_capacity(lobby, Some(5)).await;
    assert_eq!(rsvp::fill_places(&branch.db, start()).await.unwrap(), 1);
    assert_eq!(rsvp::fill_places(&branch.db, start()).await.unwrap(), 0);
    assert_eq!(standing(&branch, ben).await, Standing::HasPlace);
    assert_eq!(branch.places(lobby).await, (2, 0));
}

#[tokio::test]
async fn a_lowered_capacity_removes_nobody() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(5), true).await;
    let (ada, _) = comes(&branch, lobby, 3, "ada@example.org").await;
    branch.set_capacity(lobby, Some(2)).await;
    assert_eq!(standing(&branch, ada).await, Standing::HasPlace);
    assert_eq!(comes(&branch, lobby, 1, "ben@example.org").await.1, Standing::Waiting);
}

#[tokio::test]
async fn a_change_that_does_not_fit_changes_nothing() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(3), true).await;
    let (ada, _) = comes(&branch, lobby, 2, "ada@example.org").await;
    comes(&branch, lobby, 1, "ben@example.org").await;
    let more = Wish { party_size: Some(3), ..Wish::default() };
    assert!(matches!(change(&branch, ada, more).await, Err(ReplyError::NoRoom)));
    assert_eq!(branch.places(lobby).await, (3, 0));
    assert_eq!(branch.row(ada).await.unwrap().party_size, 2);
    assert_eq!(branch.letters(ada).await, [LetterKind::Confirmation]);
    let fewer = Wish { party_size: Some(1), ..Wish::default() };
    assert_eq!(change(&branch, ada, fewer).await.unwrap(), Standing::HasPlace);
    assert_eq!(branch.places(lobby).await, (2, 0));
    assert_eq!(branch.letters(ada).await, [LetterKind::Confirmation, LetterKind::ReplyChanged]);
}

#[tokio::test]
async fn who_changes_from_no_to_yes_joins_the_end_of_the_queue() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(1), true).await;
    let (ada, _) = comes(&branch, lobby, 1, "ada@example.org").await;
    let (ben, _) = comes(&branch, lobby, 1, "ben@example.org").await;
    withdraw(&branch, ada).await;
    assert_eq!(standing(&branch, ben).await, Standing::HasPlace);
    let back = Wish { response: Some(Response::Going), ..Wish::default() };
    assert_eq!(change(&branch, ada, back).await.unwrap(), Standing::Waiting);
    assert!(branch.row(ada).await.unwrap().withdrawn_at.is_none());
    assert_eq!(branch.places(lobby).await, (1, 1));
}

#[tokio::test]
async fn a_party_bigger_than_all_the_places_is_a_mistake_and_not_a_long_wait() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(3), true).await;
    let refused = branch.reply(lobby, party(4, "ada@example.org")).await;
    assert!(matches!(refused, Err(ReplyError::Invalid(mistakes)) if mistakes[0].pointer == "/party_size"));
    assert_eq!(branch.places(lobby).await, (0, 0));
}
