//! What the entry in a letter says: the answer that stands, in both its forms, and what became of the event.

use entity::value::{Response, Standing};
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::HEARS;

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

impl Announced {
    /// The entry in the latest letter to somebody, unfolded, after its method; no entry is an empty text.
    fn entry_said(&self, email: &str) -> String {
        let entry = self.latest(email).calendar;
        entry.map_or(String::new(), |(method, text)| {
            format!("{method} {}", text.replace("\r\n ", "").replace("\n ", ""))
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_an_alternative_and_a_file_and_says_the_answer_that_stands() {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    let reply = lobby.replies().await.remove(0);
    for (answer, method, partstat, asks) in [
        (None, "REQUEST", "TENTATIVE", "TRUE"),
        (Some("going"), "REQUEST", "ACCEPTED", "TRUE"),
        (Some("maybe"), "REQUEST", "TENTATIVE", "TRUE"),
        (Some("not_going"), "CANCEL", "DECLINED", "FALSE"),
    ] {
        if let Some(answer) = answer {
            lobby.changes_reply(reply.id, json!({ "response": answer })).await;
        }
        lobby.house.round().await;
        let (letter, entry) = (lobby.latest(BEN), lobby.entry_said(BEN));
        assert!(entry.starts_with(method) && entry.contains(&format!("PARTSTAT={partstat}")), "{entry}");
        assert!(entry.contains(&format!("RSVP={asks}")), "{entry}");
        let invites_to_accept = letter.text.contains("Press Accept");
        assert_eq!(invites_to_accept, answer == Some("going"), "{}", letter.text);

        let read = MessageParser::default().parse(&letter.raw).unwrap();
        let kinds: Vec<_> = read.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
        assert_eq!(kinds, ["mixed", "alternative", "plain", "html", "calendar", "ics"]);
        assert_eq!(read.parts[4].contents(), read.parts[5].contents());
        assert_eq!(read.parts[5].attachment_name(), Some("invite.ics"));
        assert!(letter.raw.len() < 30 * 1024, "{}", letter.raw.len());
    }
}

#[tokio::test]
async fn accepting_an_old_invitation_to_what_is_not_on_is_told_that_first() {
    for (act, body, subject, words) in [
        ("cancel", json!({}), "Called off: ", "This is called off."),
        ("postpone", json!({}), "Postponed: ", "This is postponed."),
        ("suspend", json!({}), "Paused: ", "This is paused for now."),
    ] {
        let lobby = Announced::lobby_with(HEARS, json!({})).await;
        lobby.answers(BEN, json!({ "response": "maybe" })).await;
        lobby.house.rounds().await;
        let old = lobby.invitation(BEN);
        lobby.at("2026-06-10T12:00Z").await;
        lobby.act(act, body).await;
        lobby.minutes_pass(5).await;
        let told = lobby.letters(BEN).len();
        lobby.presses(&old, "ACCEPTED").await;
        assert_eq!(lobby.letters(BEN).len(), told + 1, "{act}");
        let letter = lobby.latest(BEN);
        assert!(letter.subject.starts_with(subject), "{}", letter.subject);
        let text = letter.text.replace('\n', " ");
        assert!(text.starts_with(words) && text.contains("could not take the answer"), "{}", letter.text);
        assert!(letter.text.contains("IT WAS"), "{}", letter.text);
        let method = if act == "cancel" { "CANCEL" } else { "REQUEST" };
        assert!(lobby.entry_said(BEN).starts_with(method), "{}", lobby.entry_said(BEN));
        assert_eq!(lobby.replies().await[0].response, Response::Maybe);
    }
}

#[tokio::test]
async fn the_calendar_of_who_must_wait_after_maybe_says_so() {
    let facts = json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": true } });
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.answers(CAL, json!({ "response": "maybe" })).await;
    lobby.house.clock.pass(std::time::Duration::from_secs(1));
    let ben = lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let first = lobby.invitation(CAL);
    lobby.presses(&first, "ACCEPTED").await;
    let cal = lobby.replies().await.remove(0);
    assert_eq!((cal.response, cal.standing), (Response::Going, Standing::Waiting));
    let entry = lobby.entry_said(CAL);
    for said in
        ["REQUEST", "PARTSTAT=TENTATIVE", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "on the waiting list"]
    {
        assert!(entry.contains(said), "{said}: {entry}");
    }
    let (_, waits) = lobby.entry(CAL);
    assert!(waits.uid == first.uid && waits.sequence > first.sequence, "{waits:?}");
    let text = lobby.latest(CAL).text;
    assert!(text.contains("says that you are on the waiting list"), "{text}");

    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(30).await;
    let entry = lobby.entry_said(CAL);
    assert!(entry.contains("20260710T180000") && entry.contains("PARTSTAT=TENTATIVE"), "{entry}");
    lobby.changes_reply(ben, json!({ "response": "not_going" })).await;
    lobby.house.rounds().await;
    assert!(lobby.entry_said(CAL).contains("PARTSTAT=ACCEPTED"), "{}", lobby.entry_said(CAL));
}

#[tokio::test]
async fn who_waits_since_they_replied_has_no_entry() {
    let facts = json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": true } });
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.coming(BEN).await;
    lobby.coming(CAL).await;
    lobby.house.rounds().await;
    assert_eq!(lobby.entry_said(CAL), "");
}
