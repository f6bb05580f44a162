//! One letter, one connection: what a mail server gets, and what we make of its answers.

use std::time::Duration;

use convenor::outbox::address::{Address, Mailbox};
use convenor::outbox::delivery::{Mailer, NotTaken, Patience, Taken, Way};
use convenor::outbox::message::{CalendarPart, Message, Method};
use convenor::outbox::server::Server;
use convenor::outbox::verdict::{Cause, Step, Verdict};

use crate::house::postbox::{Act, Encryption, Postbox, Stage};

const ICS: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";

fn letter(number: u32) -> Message {
    Message {
        message_id: format!("letter{number}.1@example.org"),
        from: Mailbox::parse("Barnet branch <no-reply@example.org>").unwrap(),
        reply_to: Some(Mailbox::parse("office@example.org").unwrap()),
        to: Address::parse("ben@example.org").unwrap(),
        subject: format!("Letter {number}"),
        text: "Café.\n.\nA line with a dot alone is above.".into(),
        html: "<p>Café.</p>".into(),
        calendar: Some(CalendarPart {
            method: Method::Request,
            ics: ICS.into(),
            file_name: "event.ics".into(),
        }),
        list_unsubscribe: Some("https://example.org/u/abc".into()),
        date: "2026-07-08T17:00:00Z".parse().unwrap(),
    }
}

/// Patient with a busy machine.
fn mailer(url: &str) -> Mailer {
    mailer_with(Duration::from_secs(20), url)
}

fn mailer_with(patience: Duration, url: &str) -> Mailer {
    let patience = Patience { step: patience, letter: patience };
    let from = Mailbox::parse("Convenor <no-reply@example.org>").unwrap();
    Mailer::new(Way::Server(Server::parse(url).unwrap()), from, None, patience).unwrap()
}

async fn verdict_of(mailer: Mailer) -> Verdict {
    let message = letter(1);
    let to = message.to.clone();
    mailer.connection().send(message).await.expect_err("the letter is not taken").verdict(&to)
}

#[tokio::test]
async fn a_letter_arrives_whole() {
    let postbox = Postbox::start().await;
    let mailer = mailer(&postbox.url());
    let mut connection = mailer.connection();
    assert_eq!(connection.send(letter(1)).await.unwrap(), Taken::Sent("250 2.0.0 taken".into()));
    let [arrived] = &postbox.letters()[..] else { panic!("{:?}", postbox.subjects()) };
    assert_eq!((&*arrived.from, &*arrived.to), ("no-reply@example.org", "ben@example.org"));
    assert_eq!((&*arrived.message_id, &*arrived.subject), ("letter1.1@example.org", "Letter 1"));
    assert_eq!(arrived.text.trim_end(), "Café.\n.\nA line with a dot alone is above.");
    assert_eq!(arrived.html.trim_end(), "<p>Café.</p>");
    assert_eq!(arrived.calendar, Some(("REQUEST".to_owned(), ICS.to_owned())));
    assert_eq!(arrived.header("List-Unsubscribe").as_deref(), Some("<https://example.org/u/abc>"));
    assert_eq!(arrived.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert!(arrived.raw.is_ascii());
}

#[tokio::test]
async fn letters_follow_each_other_on_one_connection() {
    let postbox = Postbox::start().await;
    let mailer = mailer(&postbox.url());
    let mut connection = mailer.connection();
    for number in 1..=5 {
        connection.send(letter(number)).await.unwrap();
    }
    connection.close().await;
    postbox.wait_until_quiet().await;
    assert_eq!(postbox.letters().len(), 5);
    assert_eq!(postbox.connections().ever, 1);
}

#[tokio::test]
async fn letters_travel_encrypted_and_signed_in() {
    for encryption in [Encryption::StartTls, Encryption::Implicit] {
        for mechanism in ["PLAIN", "LOGIN"] {
            let postbox = Postbox::start_with(encryption, Some(("branch", "s3cret"))).await;
            postbox.offer(mechanism);
            mailer(&postbox.url()).connection().send(letter(1)).await.unwrap();
            assert_eq!(postbox.letters().len(), 1, "{encryption:?} {mechanism}");
        }
    }
}

#[tokio::test]
async fn a_server_nobody_vouches_for_gets_no_letter() {
    let postbox = Postbox::start_with(Encryption::StartTls, None).await;
    let url = postbox.url();
    let without_ca = url.split("&ca=").next().unwrap();
    let failed = mailer(without_ca).connection().send(letter(1)).await.unwrap_err();
    let NotTaken::Failed(failure) = failed else { panic!("{failed:?}") };
    assert_eq!(failure.step, Step::Opening);
    assert!(postbox.letters().is_empty());
}

#[tokio::test]
async fn a_server_without_encryption_gets_no_letter_when_it_is_required() {
    let postbox = Postbox::start().await;
    let url = postbox.url().replace("tls=none", "tls=required");
    let failed = mailer(&url).connection().send(letter(1)).await.unwrap_err();
    let NotTaken::Failed(failure) = failed else { panic!("{failed:?}") };
    let Cause::Unfit(advice) = &failure.cause else { panic!("{failure:?}") };
    assert!(advice.contains("smtps://") && advice.contains("?tls=none"), "{advice}");
    assert!(postbox.letters().is_empty());
    let url = postbox.url().replace("tls=none", "tls=opportunistic");
    mailer(&url).connection().send(letter(1)).await.unwrap();
    assert_eq!(postbox.letters().len(), 1);
}

#[tokio::test]
async fn a_server_that_is_asked_for_encryption_it_does_not_speak_is_told_of_by_what_to_do() {
    let postbox = Postbox::start().await;
    let plain = postbox.url();
    let url = plain.split('?').next().unwrap().replace("smtp://", "smtps://");
    let Verdict::Again(why) = verdict_of(mailer(&url)).await else { panic!("it may be put right") };
    assert!(why.contains("does not speak TLS there") && why.contains("smtp:// in place"), "{why}");
    let Verdict::Again(why) = verdict_of(mailer("smtps://127.0.0.1:1")).await else { panic!() };
    assert_eq!(why, "opening the connection: Connection error: Connection refused (os error 111)");
}

#[tokio::test]
async fn a_wrong_password_loses_no_letter() {
    let postbox = Postbox::start_with(Encryption::Implicit, Some(("branch", "s3cret"))).await;
    let url = postbox.url().replace("s3cret", "wrong");
    let message = letter(1);
    let to = message.to.clone();
    let failed = mailer(&url).connection().send(message).await.unwrap_err();
    let Verdict::Again(why) = failed.verdict(&to) else { panic!("{failed:?}") };
    assert!(why.contains("535") && !why.contains("wrong@"), "{why}");
}

#[tokio::test]
async fn a_no_for_now_is_tried_again_and_a_no_for_good_is_not() {
    for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Dot] {
        let postbox = Postbox::start().await;
        postbox.next(1, stage, Act::Answer("450 4.2.0 <ben@example.org> greylisted"));
        let verdict = verdict_of(mailer(&postbox.url())).await;
        assert!(
            matches!(&verdict, Verdict::Again(why) if why.ends_with("450 4.2.0 [address] greylisted")),
            "{verdict:?}"
        );
        postbox.next(1, stage, Act::Answer("550 5.1.1 ben unknown"));
        let verdict = verdict_of(mailer(&postbox.url())).await;
        assert!(
            matches!(&verdict, Verdict::Never(why) if why.ends_with("550 5.1.1 [address] unknown")),
            "{verdict:?}"
        );
        assert!(postbox.letters().is_empty());
    }
}

#[tokio::test]
async fn silence_at_any_step_ends_within_our_patience() {
    for stage in [Stage::Greeting, Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Body, Stage::Dot] {
        let postbox = Postbox::start().await;
        postbox.next(1, stage, Act::Silence);
        let verdict = verdict_of(mailer_with(Duration::from_millis(400), &postbox.url())).await;
        assert!(
            matches!(&verdict, Verdict::Again(why) if why.ends_with("did not answer")),
            "{stage:?}: {verdict:?}"
        );
        postbox.wait_until_quiet().await;
    }
}

#[tokio::test]
async fn a_broken_connection_at_any_step_is_tried_again() {
    for stage in [Stage::Greeting, Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Body, Stage::Dot] {
        let postbox = Postbox::start().await;
        postbox.next(1, stage, Act::Drop);
        let verdict = verdict_of(mailer(&postbox.url())).await;
        assert!(matches!(verdict, Verdict::Again(_)), "{stage:?}: {verdict:?}");
    }
}

#[tokio::test]
async fn after_a_time_out_the_next_letter_does_not_get_the_last_ones_answer() {
    let postbox = Postbox::start().await;
    let mailer = mailer_with(Duration::from_secs(2), &postbox.url());
    let mut connection = mailer.connection();
    connection.send(letter(1)).await.unwrap();
    postbox.next(1, Stage::Rcpt, Act::Silence);
    assert!(connection.send(letter(2)).await.is_err());
    postbox.next(1, Stage::Rcpt, Act::Answer("550 5.1.1 unknown"));
    assert!(connection.send(letter(3)).await.is_err());
    connection.send(letter(4)).await.unwrap();
    let arrived: Vec<_> = postbox.letters().into_iter().map(|l| l.subject).collect();
    assert_eq!(arrived, ["Letter 1", "Letter 4"]);
    assert_eq!(postbox.connections().ever, 3);
}

#[tokio::test]
async fn a_connection_that_has_reached_the_servers_limit_is_replaced_at_once() {
    let postbox = Postbox::start().await;
    let mailer = mailer(&postbox.url());
    let mut connection = mailer.connection();
    for (number, act) in [(1, Act::Answer("421 4.7.0 too many letters")), (3, Act::Drop)] {
        connection.send(letter(number)).await.unwrap();
        postbox.next(1, Stage::Mail, act);
        connection.send(letter(number + 1)).await.unwrap();
    }
    assert_eq!(postbox.letters().len(), 4);
    assert_eq!(postbox.connections().ever, 3);
}

#[tokio::test]
async fn without_a_server_letters_become_files() {
    let place = tempfile::tempdir().unwrap();
    let from = Mailbox::parse("Convenor <no-reply@localhost>").unwrap();
    let mailer =
        Mailer::new(Way::Folder(place.path().join("mail")), from, None, Patience::default()).unwrap();
    assert!(!mailer.reaches_people());
    let Taken::Filed(file) = mailer.connection().send(letter(1)).await.unwrap() else { panic!("not filed") };
    assert_eq!(file, place.path().join("mail/20260708T170000Z-letter1.1.eml"));
    assert!(std::fs::read_to_string(&file).unwrap().contains("Subject: Letter 1"));
    assert_eq!(mailer.remove_filed_before("2026-07-08T17:00:00Z".parse().unwrap()).unwrap(), 0);
    assert_eq!(mailer.remove_filed_before("2026-07-08T17:00:01Z".parse().unwrap()).unwrap(), 1);
    assert!(!file.exists());
}
