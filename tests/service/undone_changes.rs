//! A change that is undone before it was told: whoever was shown it by any other letter meanwhile hears that it is undone, and nobody else.

use std::time::Duration;

use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::mail_client::{Answer, Client, HEARS, Invitation};
use crate::house::postbox::{Act, Letter, Stage};

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";
const DEE: &str = "dee@example.org";
const EVE: &str = "eve@example.org";

impl Announced {
    /// A button on an invitation is pressed now, and its answer is here at once.
    async fn presses_at_once(&self, invitation: &Invitation, said: &'static str) {
        let at = self.house.clock.now();
        let answer =
            Answer { client: Client::Outlook, invitation: invitation.clone(), method: "REPLY", said, at };
        assert_eq!(self.brings(&answer.letter()).await, 202);
        self.house.rounds().await;
    }

    /// What one act on a date of its own does.
    async fn act_on(&self, date: &str, act: &str) {
        self.ada.post(&format!("/occurrences/{date}/{act}"), &json!({})).await.json(200);
        self.house.rounds().await;
    }
}

/// Those that were written to `email` after the first so many.
fn since(lobby: &Announced, email: &str, before: usize) -> Vec<Letter> {
    lobby.letters(email).split_off(before)
}

fn text_of(letter: &Letter) -> String {
    letter.calendar.as_ref().unwrap_or_else(|| panic!("no entry: {}", letter.text)).1.replace("\r\n ", "")
}

/// The one letter since is `subject`, and its entry replaces that of the letter before it.
#[track_caller]
pub(crate) fn is_put_right(lobby: &Announced, email: &str, before: usize, subject: &str) -> Letter {
    let letters = since(lobby, email, before);
    let subjects: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(subjects, [subject], "{email}");
    let shown = lobby.letters(email).into_iter().take(before).rfind(|letter| letter.calendar.is_some());
    let (was, is) = (Invitation::of(&shown.unwrap()), Invitation::of(&letters[0]));
    assert!(is.uid == was.uid && is.sequence > was.sequence, "{email}: {was:?} {is:?}");
    letters.into_iter().next().unwrap()
}

async fn lobby(facts: Value) -> Announced {
    let lobby = Announced::lobby_with(HEARS, facts).await;
    for email in [BEN, CAL, DEE, EVE] {
        lobby.coming(email).await;
        lobby.minutes_pass(1).await;
    }
    lobby.at("2026-06-10T12:00Z").await;
    lobby
}

#[tokio::test]
async fn a_move_that_is_undone_is_told_to_whoever_was_shown_the_new_day_by_any_letter() {
    let lobby = lobby(json!({})).await;
    let old = lobby.invitation(CAL);
    let replies = lobby.replies().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(replies[0].id, json!({ "party_size": 3 })).await;
    lobby.presses_at_once(&old, "DECLINED").await;
    // Somebody without proof answers with Dee's address: she gets both answers, and the day.
    lobby.answers(DEE, json!({ "response": "maybe" })).await;
    lobby.house.rounds().await;
    for email in [BEN, CAL, DEE] {
        assert_eq!(lobby.letters(email).len(), 2, "{email}");
        assert!(lobby.latest(email).text.contains("Friday 10 July 2026"), "{}", lobby.latest(email).text);
    }
    lobby.minutes_pass(1).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
    lobby.minutes_pass(20).await;
    for email in [BEN, CAL, DEE] {
        let letter = is_put_right(&lobby, email, 2, "Changed: now Thursday 9 July, 6pm");
        let (was, now) = letter.text.split_once("IT IS NOW").unwrap();
        assert!(was.contains("Friday 10 July 2026, 6pm"), "{}", letter.text);
        assert!(now.contains("Thursday 9 July 2026, 6pm"), "{}", letter.text);
        assert!(text_of(&letter).contains("DTSTART;TZID=Europe/London:20260709T180000"));
    }
    assert_eq!(lobby.letters(EVE).len(), 1, "she never heard that it was to move");
    lobby.minutes_pass(60).await;
    assert_eq!([BEN, CAL, DEE].map(|email| lobby.letters(email).len()), [3, 3, 3], "once");
}

#[tokio::test]
async fn a_move_that_stands_is_told_to_whoever_was_shown_it_in_passing() {
    let lobby = lobby(json!({})).await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.minutes_pass(20).await;
    let letters = since(&lobby, BEN, 2);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("IT WAS      Thursday 9 July 2026, 6pm"), "{}", letters[0].text);
    // From where they were told, a later change counts.
    lobby.patch(json!({ "start": "2026-07-13T18:00" })).await;
    lobby.minutes_pass(20).await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("IT WAS      Friday 10 July 2026, 6pm"), "{text}");
}

#[tokio::test]
async fn what_a_letter_showed_in_between_is_what_it_was() {
    let lobby = lobby(json!({})).await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.house.rounds().await;
    lobby.patch(json!({ "start": "2026-07-13T18:00" })).await;
    lobby.minutes_pass(20).await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("IT WAS      Friday 10 July 2026, 6pm"), "{text}");
    assert!(text.contains("IT IS NOW   Monday 13 July 2026, 6pm"), "{text}");
    assert!(lobby.latest(EVE).text.contains("IT WAS      Thursday 9 July 2026, 6pm"));
}

#[tokio::test]
async fn who_got_a_place_meanwhile_hears_that_the_move_is_undone() {
    let limited = json!({ "capacity": { "in_person": 3 }, "rsvp": { "waiting_list": true } });
    let lobby = lobby(limited).await;
    let replies = lobby.replies().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(replies[0].id, json!({ "response": "not_going" })).await;
    lobby.house.rounds().await;
    assert!(lobby.latest(EVE).subject.contains("you have a place"), "{}", lobby.latest(EVE).subject);
    lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
    lobby.minutes_pass(20).await;
    is_put_right(&lobby, EVE, 2, "Changed: now Thursday 9 July, 6pm");
    assert_eq!(lobby.subjects(BEN).len(), 2, "he is not coming any more");
}

#[tokio::test]
async fn calling_off_postponing_and_pausing_that_are_undone_are_told_to_whoever_was_shown_them() {
    for (act, shown) in [("cancel", "CANCELLED"), ("postpone", "TENTATIVE"), ("suspend", "TENTATIVE")] {
        let lobby = lobby(json!({})).await;
        let (first, ben) = (lobby.invitation(CAL), lobby.replies().await[0].id);
        lobby.act(act, json!({ "message": "Oh no." })).await;
        lobby.presses_at_once(&first, "TENTATIVE").await;
        assert!(text_of(&lobby.latest(CAL)).contains(&format!("STATUS:{shown}")), "{act}");
        // What is called off takes no change.
        let both = act != "cancel";
        if both {
            lobby.changes_reply(ben, json!({ "party_size": 2 })).await;
            lobby.house.rounds().await;
        }
        lobby.act("reinstate", json!({})).await;
        lobby.minutes_pass(5).await;
        for email in [Some(CAL), Some(BEN).filter(|_| both)].into_iter().flatten() {
            let letter = is_put_right(&lobby, email, 2, "On again: Thursday 9 July, 6pm");
            assert!(!letter.text.contains("Oh no."), "words belong to their own letter: {}", letter.text);
            assert!(text_of(&letter).contains("STATUS:CONFIRMED"), "{act}");
            assert_eq!(letter.calendar.unwrap().0, "REQUEST");
        }
        assert_eq!(lobby.letters(EVE).len(), 1, "{act}: she never heard of it");
    }
}

#[tokio::test]
async fn one_date_that_is_called_off_and_on_again_is_told_to_whoever_was_shown_it() {
    let picket = json!({
        "start": "2026-07-06T07:00", "end": "2026-07-06T10:00", "no_fixed_end": false, "repeats": { "every": "week" },
    });
    let picket = Announced::lobby_with(HEARS, picket).await;
    let date = picket.date_on("2026-07-13").await;
    for email in [CAL, EVE] {
        picket.answers(email, json!({ "occurrence_id": date })).await;
        picket.minutes_pass(1).await;
    }
    picket.at("2026-06-10T12:00Z").await;
    let first = picket.invitation(CAL);
    picket.act_on(&date, "cancel").await;
    picket.presses_at_once(&first, "ACCEPTED").await;
    assert_eq!(picket.latest(CAL).calendar.unwrap().0, "CANCEL");
    picket.act_on(&date, "reinstate").await;
    picket.minutes_pass(5).await;
    let letter = is_put_right(&picket, CAL, 2, "On again: Monday 13 July, 7am");
    assert_eq!(letter.calendar.unwrap().0, "REQUEST");
    assert_eq!(picket.letters(EVE).len(), 1);
}

const PAT: &str = "pat@example.org";

#[tokio::test]
async fn a_move_that_is_taken_back_without_a_word_is_told_to_those_alone_whom_our_letters_showed_it() {
    let lobby = lobby(json!({})).await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.coming(PAT).await;
    lobby.house.rounds().await;
    assert!(lobby.latest(PAT).text.contains("Friday 10 July 2026"), "{}", lobby.latest(PAT).text);
    lobby.minutes_pass(1).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00", "notify": false })).await;
    lobby.minutes_pass(20).await;
    is_put_right(&lobby, BEN, 2, "Changed: now Thursday 9 July, 6pm");
    let letter = is_put_right(&lobby, PAT, 1, "Changed: now Thursday 9 July, 6pm");
    assert!(letter.text.contains("IT WAS      Friday 10 July 2026, 6pm"), "{}", letter.text);
    assert_eq!([CAL, DEE, EVE].map(|email| lobby.letters(email).len()), [1, 1, 1], "they know no better");
    lobby.minutes_pass(60).await;
    assert_eq!([BEN, PAT].map(|email| lobby.letters(email).len()), [3, 2], "once");
}

#[tokio::test]
async fn a_move_and_its_taking_back_both_without_a_word_are_told_to_who_replied_in_between() {
    let lobby = lobby(json!({})).await;
    let ben = lobby.replies().await[0].id;
    // What all others know is not what it is: that is the organisers' own wish.
    lobby.patch(json!({ "end": "2026-07-09T21:00", "no_fixed_end": false, "notify": false })).await;
    lobby.minutes_pass(30).await;
    lobby.patch(json!({ "start": "2026-07-09T19:00", "notify": false })).await;
    lobby.minutes_pass(30).await;
    lobby.coming(PAT).await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.minutes_pass(60).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00", "notify": false })).await;
    lobby.minutes_pass(30).await;
    is_put_right(&lobby, PAT, 1, "Changed: now Thursday 9 July, 6pm");
    is_put_right(&lobby, BEN, 2, "Changed: now Thursday 9 July, 6pm");
    assert_eq!([CAL, DEE, EVE].map(|email| lobby.letters(email).len()), [1, 1, 1]);
}

#[tokio::test]
async fn what_all_were_told_can_be_taken_back_without_a_word() {
    let lobby = lobby(json!({})).await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(20).await;
    lobby.coming(PAT).await;
    lobby.minutes_pass(1).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00", "notify": false })).await;
    lobby.minutes_pass(30).await;
    assert_eq!([BEN, EVE, PAT].map(|email| lobby.letters(email).len()), [2, 2, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_that_is_still_leaving_when_the_change_is_undone_counts_once_it_has_left() {
    let lobby = lobby(json!({})).await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.house.postbox.next(1, Stage::Dot, Act::Hold);
    let meanwhile = async {
        lobby.house.postbox.wait_until_held().await;
        lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
        lobby.house.clock.pass(Duration::from_secs(6 * 60));
        // The notice is looked at while nobody knows yet what that letter shows.
        lobby.house.round().await;
        lobby.house.postbox.let_go();
    };
    tokio::join!(lobby.house.rounds(), meanwhile);
    lobby.minutes_pass(2).await;
    is_put_right(&lobby, BEN, 2, "Changed: now Thursday 9 July, 6pm");
}
