//! What a person writes reaches a person or is told to have reached nobody, however it was sent, and once.

use std::time::Duration;

use entity::value::Response;
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::{Answer, Client, HEARS, Invitation, in_words};
use crate::house::postbox::{Act, Stage};

const BEN: &str = "ben@example.org";
const OFFICE: &str = "office@example.org";

/// A lobby that Ben is coming to, with these facts.
async fn lobby(facts: serde_json::Value) -> (Announced, String) {
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let address = lobby.invitation(BEN).organiser;
    (lobby, address)
}

impl Announced {
    /// Ben declines with these words, as Outlook sends them.
    fn declined_with(&self, words: &str) -> String {
        let answer = Answer {
            client: Client::Outlook,
            invitation: self.invitation(BEN),
            method: "REPLY",
            said: "DECLINED",
            at: self.house.clock.now(),
        };
        let letter = answer.letter();
        let with = letter.replacen("\r\n\r\n\r\n--_000_", &format!("\r\n\r\n{words}\r\n--_000_"), 1);
        assert_ne!(letter, with);
        with
    }
}

#[tokio::test]
async fn whose_words_reach_nobody_is_told_at_the_address_that_replied() {
    let nobody = json!({ "contact": { "name": "Branch office", "phone": "020 7946 0000" } });
    for (facts, refuses) in [(json!({}), true), (nobody, false)] {
        let (lobby, address) = lobby(facts).await;
        if refuses {
            lobby.house.postbox.always_for(OFFICE, Stage::Rcpt, Act::Answer("550 5.1.1 no such user"));
        }
        let before = lobby.letters(BEN).len();
        let letter = in_words(&address, "", "The lift is broken.").replace("<ben@", "<eve@");
        assert_eq!((lobby.brings(&letter).await, lobby.brings(&letter).await).0, 202);
        lobby.house.rounds().await;
        assert_eq!(lobby.letters(BEN).len(), before + 1, "once, though it was brought twice");
        assert!(lobby.letters("eve@example.org").is_empty(), "whoever wrote: only the address that replied");
        let told = lobby.latest(BEN);
        let text = told.text.replace('\n', " ");
        assert!(text.starts_with("We could not pass on what you wrote. Nobody has read it."), "{text}");
        assert!(text.contains("020 7946 0000") && !text.contains("lift"), "{text}");
        assert!(told.subject.ends_with("your message") && told.calendar.is_none(), "{}", told.subject);
        assert_eq!((lobby.ended("nobody").await, lobby.ended("replayed").await), (1, 1));
    }
}

#[tokio::test]
async fn words_with_a_decline_count_as_both() {
    let (lobby, _) = lobby(json!({})).await;
    lobby.house.clock.pass(Duration::from_secs(60));
    let letter = lobby.declined_with("My back is bad. Good luck!");
    lobby.house.postbox.always_for(OFFICE, Stage::Rcpt, Act::Answer("451 4.3.0 later"));
    assert_eq!(lobby.brings(&letter).await, 503, "the words are still to be passed on");
    assert_eq!(lobby.replies().await[0].response, Response::NotGoing, "and the answer counts");
    lobby.house.postbox.behave();
    assert_eq!(lobby.brings(&letter).await, 202);
    assert!(
        lobby.latest(OFFICE).text.contains("My back is bad. Good luck!"),
        "{}",
        lobby.latest(OFFICE).text
    );
    let ended = ["changed", "replayed", "passed_on"];
    for outcome in ended {
        assert_eq!(lobby.ended(outcome).await, 1, "{outcome}");
    }
    lobby.house.rounds().await;
}

#[tokio::test]
async fn nothing_of_the_letter_that_is_answered_reaches_the_contact() {
    let (lobby, address) = lobby(json!({})).await;
    let ours = lobby.latest(BEN);
    let wrapped = ours.text.replace(
        "http://127.0.0.1",
        "https://gbr01.safelinks.protection.outlook.com/?url=http%3A%2F%2F127.0.0.1",
    );
    let block =
        "From: Barnet <reply@example.org>\r\nSent: 1 June 2026 10:00\r\nTo: Ben\r\nSubject: x\r\n\r\n";
    let html = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n";
    // Proton says on everybody's letters whose they are.
    let proton = "Feedback-ID: 1358184:user:proton\r\n";
    for (headers, quoted) in [
        (proton, format!("{block}{wrapped}")),
        ("", wrapped.clone()),
        ("", ours.text.lines().map(|line| format!("> {line}\r\n")).collect()),
        (html, format!("<div id=\"appendonsend\"></div><hr>{}", ours.html)),
        (html, format!("<blockquote type=\"cite\">{}</blockquote>", ours.html)),
        (html, ours.html.clone()),
    ] {
        let before = lobby.letters(OFFICE).len();
        lobby.house.clock.pass(Duration::from_secs(60));
        let letter = in_words(&address, headers, &format!("Can I bring my dog?\r\n\r\n{quoted}"));
        assert_eq!(lobby.brings(&letter).await, 202);
        assert_eq!(lobby.letters(OFFICE).len(), before + 1, "{headers}{quoted}");
        let text = lobby.latest(OFFICE).text;
        assert!(text.contains("Can I bring my dog?"), "{text}");
        for private in ["/r/", "%2Fr%2F", "/n/", "only for you", "Did you not reply", "You said"] {
            assert!(!text.contains(private), "{private}: {text}");
        }
    }
}

#[tokio::test]
async fn the_contact_hears_of_another_time_that_is_proposed_without_a_word() {
    let (lobby, address) = lobby(json!({})).await;
    let ics = "BEGIN:VCALENDAR\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\n\
        ATTENDEE;PARTSTAT=TENTATIVE:mailto:ben@example.org\r\nUID:a\r\nDTSTART:20260710T180000Z\r\nDTEND:20260710T200000Z\r\n\
        SUMMARY:New Time Proposed\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let headers = "Content-Type: text/calendar; method=COUNTER; charset=utf-8\r\n";
    assert_eq!(lobby.brings(&in_words(&address, headers, ics)).await, 202);
    let text = lobby.latest(OFFICE).text;
    let said = "They propose another time: Friday 10 July 2026, 7pm to 9pm.";
    assert!(text.contains(said), "{text}");
    assert_eq!(lobby.replies().await[0].response, Response::Going, "and nothing changes");
    // What Google says itself beside an answer that can't be read is nobody's words.
    let before = lobby.letters(OFFICE).len();
    let unread = Invitation { attendee: "ben".to_owned(), ..lobby.invitation(BEN) };
    let answer = Answer {
        client: Client::Gmail,
        invitation: unread,
        method: "REPLY",
        said: "DECLINED",
        at: lobby.house.clock.now(),
    };
    assert_eq!(lobby.brings(&answer.letter()).await, 202);
    assert_eq!((lobby.letters(OFFICE).len(), lobby.ended("ignored").await), (before, 1));
}

#[tokio::test]
async fn words_beside_our_own_invitation_are_words() {
    let (lobby, address) = lobby(json!({})).await;
    let (_, ours) = lobby.latest(BEN).calendar.unwrap();
    let body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nIs this the right day?\r\n--b\r\n\
         Content-Type: text/calendar; method=REQUEST; name=invite.ics\r\nContent-Disposition: attachment\r\n\r\n{ours}\r\n--b--\r\n"
    );
    let letter = in_words(&address, "Content-Type: multipart/mixed; boundary=b\r\n", &body);
    assert_eq!(lobby.brings(&letter).await, 202);
    let text = lobby.latest(OFFICE).text;
    assert!(text.contains("Is this the right day?") && !text.contains("Files came with it"), "{text}");
    assert!(!text.contains("VCALENDAR"), "{text}");
    assert_eq!(lobby.replies().await[0].response, Response::Going);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_that_is_brought_six_times_at_once_leaves_once() {
    let (lobby, address) = lobby(json!({})).await;
    lobby.house.postbox.next(1, Stage::Dot, Act::Hold);
    let letter = in_words(&address, "", "Hello.");
    let bring = || lobby.brings(&letter);
    let five = async {
        // The first holds it now; the others come while it leaves.
        lobby.house.postbox.wait_until_held().await;
        let five = tokio::join!(bring(), bring(), bring(), bring(), bring());
        lobby.house.postbox.let_go();
        [five.0, five.1, five.2, five.3, five.4]
    };
    let (first, five) = tokio::join!(bring(), five);
    assert_eq!((first.as_u16(), five.map(|one| one.as_u16())), (202, [503; 5]));
    assert_eq!((lobby.letters(OFFICE).len(), lobby.ended("passed_on").await), (1, 1));
    assert_eq!(
        (lobby.brings(&letter).await, lobby.ended("replayed").await),
        (reqwest::StatusCode::ACCEPTED, 1)
    );
    let other = in_words(&address, "", "Hello.");
    let six = tokio::join!(bring_of(&lobby, &other), bring_of(&lobby, &other), bring_of(&lobby, &other));
    assert!([six.0, six.1, six.2].contains(&202), "{six:?}");
    assert_eq!(lobby.letters(OFFICE).len(), 2);
}

async fn bring_of(lobby: &Announced, letter: &str) -> u16 {
    lobby.brings(letter).await.as_u16()
}
