//! A date that is off: who was coming hears it once, and no more of what becomes of its event.

use serde_json::json;

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const PAT: &str = "pat@example.org";

#[tokio::test]
async fn what_is_off_is_told_once_whatever_else_changes() {
    let picket = Announced::lobby(json!({
        "title": "Picket", "start": "2027-03-01T07:00", "end": "2027-03-01T10:00", "no_fixed_end": false, "target": null,
        "repeats": { "every": "week", "times": 4 },
    }))
    .await;
    let (off, on) = (picket.date_on("2027-03-08").await, picket.date_on("2027-03-15").await);
    for (who, date) in [(BEN, &off), (PAT, &on)] {
        picket.answers(who, json!({ "occurrence_id": date })).await;
    }
    picket.house.rounds().await;
    picket.ada.post(&format!("/occurrences/{off}/cancel"), &json!({})).await.json(200);
    picket.minutes_pass(20).await;
    let mut pats = picket.letters(PAT).len();
    for change in [
        json!({ "start": "2027-03-01T07:30" }),
        json!({ "venue": { "name": "Library", "locality": "London", "postcode": "N1 1AA" } }),
    ] {
        picket.patch(change).await;
        picket.minutes_pass(20).await;
        pats += 1;
        assert_eq!(picket.letters(PAT).len(), pats, "{:?}", picket.subjects(PAT));
        assert_eq!(picket.letters(BEN).len(), 2, "{:?}", picket.subjects(BEN));
    }
    assert_eq!(picket.subjects(BEN).last().unwrap(), "Called off: Monday 8 March, 7am");
    // On again, it is told as it is now.
    picket.ada.post(&format!("/occurrences/{off}/reinstate"), &json!({})).await.json(200);
    picket.minutes_pass(20).await;
    assert_eq!(picket.letters(BEN).len(), 3, "{:?}", picket.subjects(BEN));
    let last = picket.letters(BEN).pop().unwrap();
    assert!(last.text.contains("7:30am") && last.text.contains("Library"), "{}", last.text);
    assert_eq!(last.calendar.unwrap().0, "PUBLISH");
}

#[tokio::test]
async fn so_is_an_event_that_is_off() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.answers(BEN, json!({})).await;
    lobby.house.rounds().await;
    lobby.ada.post(&format!("/events/{}/cancel", lobby.id()), &json!({})).await.json(200);
    lobby.minutes_pass(20).await;
    assert_eq!(lobby.letters(BEN).len(), 2, "{:?}", lobby.subjects(BEN));
    lobby.patch(json!({ "venue": { "name": "Library", "locality": "London", "postcode": "N1 1AA" } })).await;
    lobby.minutes_pass(20).await;
    assert_eq!(lobby.letters(BEN).len(), 2, "{:?}", lobby.subjects(BEN));
}
