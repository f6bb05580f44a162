//! What people and machines write to us: a person's words reach the event's contact, a machine's reach nobody.

use convenor::clock::Clock;
use convenor::database::Engine;
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::databases::engine;
use crate::house::mail_client::{Answer, Client, HEARS, SECRET, in_words, signed};
use crate::house::postbox::{Act, Stage};
use crate::house::traces::{files, holds, rows_of_postgres};

const BEN: &str = "ben@example.org";
const OFFICE: &str = "office@example.org";

/// A lobby that Ben is coming to, and the address that answers to him.
async fn lobby() -> (Announced, String) {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let address = lobby.invitation(BEN).organiser;
    (lobby, address)
}

#[tokio::test]
async fn what_a_person_writes_reaches_the_contact_who_can_answer_them() {
    let (lobby, address) = lobby().await;
    let own_link =
        lobby.latest(BEN).text.split_whitespace().find(|word| word.contains("/r/")).unwrap().to_owned();
    let words = format!(
        "Can we bring the big banner? I pressed {own_link}\r\n\r\nBen\r\n\r\n\
         On Mon, 1 June 2026 Barnet <no-reply@example.org> wrote:\r\n> Change it here: {own_link}\r\n"
    );
    assert_eq!(lobby.brings(&in_words(&address, "", &words)).await, 202);
    let letter = lobby.latest(OFFICE);
    assert!(letter.text.contains("Can we bring the big banner?"), "{}", letter.text);
    assert!(letter.text.contains("Ben Okafor <ben@example.org>"), "{}", letter.text);
    assert_eq!(letter.header("Reply-To").unwrap(), "\"Ben Okafor\" <ben@example.org>");
    assert_eq!(letter.header("Auto-Submitted").unwrap(), "auto-generated", "so no machine answers it");
    let raw = String::from_utf8_lossy(&letter.raw).into_owned() + &letter.text + &letter.html;
    assert!(!raw.contains("/r/") && !letter.text.contains("Change it here"), "{raw}");
    assert!(!letter.text.contains("did not come from the address"), "{}", letter.text);
    let kept = match engine() {
        Engine::Sqlite => files(lobby.house.data()),
        Engine::Postgres => rows_of_postgres(&lobby.house.look().await).await,
    };
    let keeps = kept.iter().find(|(_place, bytes)| holds(bytes, "big banner"));
    assert!(
        keeps.is_none() && !kept.is_empty(),
        "nothing of it is kept: {:?}",
        keeps.map(|(place, _)| place)
    );
    assert!(!lobby.house.log.text().contains("Okafor"), "nor in the log");
    assert_eq!(lobby.ended("passed_on").await, 1);
}

#[tokio::test]
async fn the_same_letter_brought_twice_is_passed_on_once_and_ten_a_day_are_enough() {
    let (lobby, address) = lobby().await;
    let letter = in_words(&address, "", "Hello.");
    lobby.brings(&letter).await;
    lobby.brings(&letter).await;
    assert_eq!((lobby.letters(OFFICE).len(), lobby.ended("replayed").await), (1, 1));
    for _ in 0..12 {
        lobby.brings(&in_words(&address, "", "Hello again.")).await;
    }
    assert_eq!((lobby.letters(OFFICE).len(), lobby.ended("too_many").await), (10, 2));
    assert_eq!(lobby.ended("lost").await, 1, "its writer was told twice");
    lobby.house.clock.pass(std::time::Duration::from_hours(25));
    lobby.brings(&in_words(&address, "", "A new day.")).await;
    assert_eq!(lobby.letters(OFFICE).len(), 11);
    lobby.house.rounds().await;
    assert!(
        lobby.latest(BEN).text.contains("You have sent many messages today."),
        "{}",
        lobby.latest(BEN).text
    );
}

#[tokio::test]
async fn files_are_not_passed_on_and_a_letter_from_elsewhere_says_so() {
    let (lobby, address) = lobby().await;
    let headers = "Content-Type: multipart/mixed; boundary=b\r\n";
    let body = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee the pîcture.\r\n--b\r\n\
                Content-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png\r\n\
                Content-Transfer-Encoding: base64\r\n\r\nc2VjcmV0IHBpY3R1cmU=\r\n--b--\r\n";
    let letter = in_words(&address, headers, body).replace("<ben@example.org>", "<dee@example.com>");
    lobby.brings(&letter).await;
    let got = lobby.latest(OFFICE);
    assert!(got.text.contains("See the pîcture."), "{}", got.text);
    assert!(got.text.contains("We do not pass on files."), "{}", got.text);
    assert!(got.text.contains("did not come from the address"), "{}", got.text);
    assert!(!got.text.contains("secret picture") && !String::from_utf8_lossy(&got.raw).contains("c2VjcmV0"));
}

#[tokio::test]
async fn what_a_machine_writes_reaches_nobody() {
    let (lobby, address) = lobby().await;
    let before = lobby.house.postbox.letters().len();
    for headers in [
        "Auto-Submitted: auto-replied\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
        "X-Loop: ben@example.org\r\n",
    ] {
        lobby.brings(&in_words(&address, headers, "I am away until Monday.")).await;
    }
    let bounce = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";
    lobby.brings(&in_words(&address, bounce, "--b\r\n\r\nNo such user.\r\n--b--")).await;
    // Our own letter, sent round.
    let own = String::from_utf8(lobby.latest(BEN).raw)
        .unwrap()
        .replace("To: ben@example.org", &format!("To: {address}"));
    lobby.brings(&own).await;
    assert_eq!(lobby.house.postbox.letters().len(), before);
    let ended = (lobby.ended("automatic").await, lobby.ended("bounce").await, lobby.ended("ignored").await);
    assert_eq!(ended, (6, 1, 0), "our own letter carries an invitation, which is no answer");
    // A person may say the same.
    lobby.brings(&in_words(&address, "", "Out of office on the 9th, but I will come.")).await;
    assert_eq!(lobby.house.postbox.letters().len(), before + 1);
}

#[tokio::test]
async fn unsubscribe_stops_reminders_for_who_replied_and_is_a_message_from_anybody_else() {
    let (lobby, address) = lobby().await;
    let stop =
        |from: &str| in_words(&address, "", "").replace("Re: your reply", "Unsubscribe").replace(BEN, from);
    lobby.brings(&stop("eve@example.org")).await;
    assert_eq!((lobby.replies().await[0].reminders_stopped_at, lobby.letters(OFFICE).len()), (None, 1));
    lobby.brings(&stop(BEN)).await;
    assert!(lobby.replies().await[0].reminders_stopped_at.is_some());
    assert_eq!(lobby.ended("stopped").await, 1);
}

#[tokio::test]
async fn words_that_cannot_be_passed_on_now_are_to_be_brought_again() {
    let (lobby, address) = lobby().await;
    let letter = in_words(&address, "", "Hello.");
    lobby.house.postbox.always_for(OFFICE, Stage::Rcpt, Act::Answer("451 4.3.0 later"));
    assert_eq!(lobby.brings(&letter).await, 503);
    lobby.house.postbox.behave();
    assert_eq!(lobby.brings(&letter).await, 202);
    assert_eq!(lobby.letters(OFFICE).len(), 1);
}

#[tokio::test]
async fn a_letter_that_is_not_signed_with_our_secret_is_not_read() {
    let (lobby, address) = lobby().await;
    let letter = in_words(&address, "", "Hello.");
    let now = lobby.house.clock.now().seconds();
    let (time, early) = (now.to_string(), (now - 301).to_string());
    let right = signed(SECRET, &time, &letter);
    let other = signed("another secret of thirty-two chars", &time, &letter);
    let kind = "message/rfc822";
    for (time, signature) in [
        (None, None),
        (Some(&time), None),
        (None, Some(&right)),
        (Some(&time), Some(&other)),
        (Some(&early), Some(&right)),
        (Some(&early), Some(&signed(SECRET, &early, &letter))),
        (Some(&time), Some(&signed(SECRET, &time, "another letter"))),
    ] {
        let taken =
            lobby.brings_signed(&letter, time.map(String::as_str), signature.map(String::as_str), kind);
        assert_eq!(taken.await, 401, "{time:?} {signature:?}");
    }
    assert_eq!(lobby.brings_signed(&letter, Some(&time), Some(&right), "text/plain").await, 415);
    let huge = in_words(&address, "", &"a".repeat(1024 * 1024));
    assert_eq!(lobby.brings(&huge).await, 413);
    assert_eq!(lobby.letters(OFFICE).len(), 0);
    assert_eq!(lobby.brings_signed(&letter, Some(&time), Some(&right), kind).await, 202);
    for nothing in ["", "not a letter", "\0\0\0"] {
        assert_eq!(lobby.brings(nothing).await, 202, "a stranger learns nothing");
    }

    let deaf = Announced::lobby_with(&HEARS[..1], json!({})).await;
    assert_eq!(deaf.brings(&letter).await, 404);
}

#[tokio::test]
async fn a_mail_server_hands_letters_to_the_command_beside_the_running_service() {
    let house = crate::house::House::open_with(HEARS).await;
    // The command has the system's clock.
    house.clock.set(&Clock::System.now().to_string());
    let ada = crate::house::cast::Ada::of(&house).await;
    let start =
        (house.clock.now() + std::time::Duration::from_hours(24 * 40)).timestamp().strftime("%Y-%m-%dT18:00");
    let event = ada.lobby(json!({ "start": start.to_string() })).await;
    let lobby = Announced { house, ada, event };
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let invitation = lobby.invitation(BEN);
    let address = invitation.organiser.clone();
    let at = lobby.house.clock.now() + std::time::Duration::from_secs(5);
    let answer = Answer { client: Client::Outlook, invitation, method: "REPLY", said: "TENTATIVE", at };
    // Postfix passes lines that end in LF alone, and says whom it is for.
    let letter = answer.letter().replace("\r\n", "\n").replace(&address, "hidden@example.org");
    let said = lobby.receives(&["--recipient", &address], &letter).await;
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(lobby.replies().await[0].response, entity::value::Response::Maybe);
    lobby.house.clock.set(&Clock::System.now().to_string());
    lobby.house.rounds().await;
    assert!(lobby.latest(BEN).text.contains("You now say: maybe"), "{}", lobby.latest(BEN).text);
    assert!(said.err.contains("changed") && !said.err.contains("ben@"), "{}", said.err);

    let words = in_words(&address, "", "Hello.");
    assert_eq!(lobby.receives(&[], &words).await.status, 0);
    assert_eq!(lobby.letters(OFFICE).len(), 1);
    assert_eq!(lobby.receives(&[], "nothing").await.status, 0, "what is dropped is not sent back");
    let long = in_words(&address, "", &format!("Long.\n{}", "a word\n".repeat(1_000_000)));
    assert_eq!(lobby.receives(&[], &long).await.status, 0, "a long letter is read as far as it matters");

    lobby.house.postbox.always_for(OFFICE, Stage::Rcpt, Act::Answer("451 4.3.0 later"));
    assert_eq!(lobby.receives(&[], &in_words(&address, "", "Later.")).await.status, 75);
    lobby.house.postbox.behave();
    lobby.house.postbox.always_for(OFFICE, Stage::Rcpt, Act::Answer("550 5.1.1 no such user"));
    for _ in 0..2 {
        assert_eq!(lobby.receives(&[], &in_words(&address, "", "Never.")).await.status, 0, "we tell them");
    }
    let said = lobby.receives(&[], &in_words(&address, "", "Never.")).await;
    assert_eq!(said.status, 69, "they were told twice: the mail server does");
    let sentence = "convenor: what you wrote could not be passed on to the organisers\n";
    assert_eq!(said.err, sentence, "the sender reads it, so no line of the log is there");
    for broken in
        [("CONVENOR_REPLY_ADDRESS", ""), ("CONVENOR_KEY_FILE", "/dev/null/key"), ("CONVENOR_LOG", "loud")]
    {
        let said = lobby.receives_with(&[broken], &[], &letter).await;
        assert_eq!(said.status, 75, "{broken:?}: {}", said.err);
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let wrong = elsewhere.path().join("wrong");
    let said = lobby.receives_with(&[("CONVENOR_DATA_DIR", wrong.to_str().unwrap())], &[], &letter).await;
    assert_eq!(said.status, 75, "where there is no service nothing is dropped: {}", said.err);
    assert!(said.err.contains("run it with the settings of the service"), "{}", said.err);
    assert!(!wrong.exists(), "nothing is begun there");
    lobby.house.clock.set(&Clock::System.now().to_string());
    lobby.house.rounds().await;
    assert!(lobby.latest(BEN).text.contains("Nobody has read it."), "{}", lobby.latest(BEN).text);
}
