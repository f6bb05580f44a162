//! Venues: what is warned about before people go there, and whose way changes when they do.

use convenor::event::{self, DateChange, EventError, VenueOrder, Viewer};
use convenor::journal::Actor;
use convenor::venue::{Description, VenueError};
use entity::value::TravelMode;
use entity::value::place::{Direction, Directions};
use serde_json::json;
use uuid::Uuid;

use crate::house::branch::{Branch, start};
use crate::house::programme::{Does, codes, mistakes};

fn hall() -> Description {
    Description {
        name: "Hendon Town Hall".into(),
        street: Some("The Burroughs".into()),
        locality: Some("London".into()),
        postcode: Some("nw44bg".into()),
        standing_point: Some("Outside the Town Hall".into()),
        ..Description::default()
    }
}

async fn change_venue(
    branch: &Branch,
    venue: Uuid,
    said: Description,
) -> Result<convenor::venue::Venue, EventError> {
    let order =
        VenueOrder { organisation: branch.organisation, venue, seen: None, actor: Actor::CommandLine };
    let done = branch
        .db
        .write(move |w| Box::pin(async move { event::change_venue(w, &order, said, true, start()).await }));
    done.await
}

#[tokio::test]
async fn a_venue_with_two_postcodes_is_noticed() {
    let branch = Branch::open().await;
    let venue = branch.venue(hall()).await;
    assert_eq!(venue.postcode.as_deref(), Some("NW4 4BG"));
    branch
        .venue(Description { name: "HENDON town hall".into(), postcode: Some("NW4 4BQ".into()), ..hall() })
        .await;
    let draft = branch.draft(&json!({ "venue_id": venue.id })).await.unwrap();
    let (_, warnings) = branch.publish(draft.event.id, start()).await.unwrap();
    assert_eq!(codes(&warnings), [("/venue_id", "postcode_disagrees")]);
    assert!(warnings[0].message.contains("NW4 4BG") && warnings[0].message.contains("NW4 4BQ"));
}

#[tokio::test]
async fn nobody_is_sent_to_a_home() {
    let branch = Branch::open().await;
    let venue = branch.venue(Description { private_home: true, ..hall() }).await;
    let draft = branch.draft(&json!({ "venue_id": venue.id })).await.unwrap();
    let refused = mistakes(branch.publish(draft.event.id, start()).await);
    assert_eq!(codes(&refused), [("/venue_id", "private_home")]);
}

#[tokio::test]
async fn a_closed_station_a_holiday_a_clash_and_a_link_are_warned_about() {
    let branch = Branch::open().await;
    let closed = Direction {
        mode: TravelMode::Tube,
        from: Some("Hendon Central".into()),
        minutes: None,
        steps: Vec::new(),
        note: None,
        closed_from: Some("2026-08-01".parse().unwrap()),
        closed_until: None,
    };
    let venue = branch.venue(Description { directions: Directions(vec![closed]), ..hall() }).await;
    let on_holiday = json!({ "start": "2026-08-31T18:00", "end": "2026-08-31T20:00" });
    branch.published(&on_holiday).await;
    let mut second = on_holiday.clone();
    second["venue_id"] = json!(venue.id);
    second["description"] = json!("Also at https://meet.google.com/abc-defg-hij");
    let draft = branch.draft(&second).await.unwrap();
    let (_, warnings) = branch.publish(draft.event.id, start()).await.unwrap();
    let expected = [
        ("/start", "bank_holiday"),
        ("/start", "clash"),
        ("/venue_id", "way_closed"),
        ("/description", "joining_link"),
    ];
    assert_eq!(codes(&warnings), expected);
    assert!(warnings[0].message.ends_with("England and Wales, Northern Ireland"), "{}", warnings[0].message);
}

#[tokio::test]
async fn an_agm_inside_its_notice_is_warned_about_and_told_what_is_not_done_yet() {
    let branch = Branch::open().await;
    let agm = json!({
        "kind": "annual_general_meeting", "target": null, "quorum": 80, "who_may": { "vote": "members" },
        "deadlines": [{ "label": "Motions", "at": "2026-06-20T23:59" }],
        "documents": [{ "title": "Agenda", "url": "https://example.org/agenda" }],
    });
    let draft = branch.draft(&agm).await.unwrap();
    let (_, warnings) = branch.publish(draft.event.id, start()).await.unwrap();
    assert_eq!(codes(&warnings), [("/start", "short_notice"), ("/kind", "not_done_yet")]);
}

#[tokio::test]
async fn a_picket_for_more_than_six_is_warned_about_and_announced_all_the_same() {
    let branch = Branch::open().await;
    let picket = |capacity: serde_json::Value| json!({ "kind": "picket", "target": null, "on_the_day_phone": "020 7946 0000", "capacity": capacity });
    for (capacity, warned) in [(json!({ "in_person": 40 }), true), (json!({ "in_person": 6 }), false)] {
        let draft = branch.draft(&picket(capacity)).await.unwrap();
        let (shown, warnings) = branch.publish(draft.event.id, start()).await.unwrap();
        assert!(shown.event.published_at.is_some());
        let found = warnings.iter().find(|one| one.code == "more_than_six_pickets");
        assert_eq!(found.map(|one| one.pointer.as_str()), warned.then_some("/capacity/in_person"));
        let six =
            warnings.iter().filter(|one| one.message.contains("six") || one.message.contains("6 pickets"));
        assert_eq!(six.count(), usize::from(warned), "said once: {warnings:?}");
    }
}

#[tokio::test]
async fn a_venue_that_moves_moves_its_events() {
    let branch = Branch::open().await;
    let venue = branch.venue(hall()).await;
    let shown = branch.published(&json!({ "venue_id": venue.id })).await;
    let event = shown.event.id;

    // Another way there is no other place: nobody is written to.
    let way = Directions(vec![Direction {
        mode: TravelMode::Bus,
        from: Some("The Quadrant".into()),
        minutes: Some(3),
        steps: Vec::new(),
        note: None,
        closed_from: None,
        closed_until: None,
    }]);
    change_venue(&branch, venue.id, Description { directions: way.clone(), ..hall() }).await.unwrap();
    assert_eq!(branch.announced(event).await.len(), 0);

    let corrected = Description { street: Some("1 The Burroughs".into()), directions: way, ..hall() };
    change_venue(&branch, venue.id, corrected).await.unwrap();
    let told = branch.announced(event).await;
    assert_eq!(told.len(), 1);
    let old = "Hendon Town Hall, The Burroughs, London NW4 4BG";
    assert_eq!(told[0].before.place.as_deref(), Some(old));
    let now = event::find(&branch.db.read(), branch.organisation, event, start()).await.unwrap();
    assert_eq!(now.event.sequence, shown.event.sequence + 1);
    assert_eq!(now.place_line().unwrap(), "Hendon Town Hall, 1 The Burroughs, London NW4 4BG");
    let acts = ["event.created", "event.published", "event.updated", "event.updated"];
    assert_eq!(branch.journal(event).await, acts);
}

#[tokio::test]
async fn a_venue_in_use_stays_in_the_library() {
    let branch = Branch::open().await;
    let venue = branch.venue(hall()).await;
    let event = branch.published(&json!({ "venue_id": venue.id })).await.event.id;
    let remove = async || {
        let order = VenueOrder {
            organisation: branch.organisation,
            venue: venue.id,
            seen: None,
            actor: Actor::CommandLine,
        };
        let done =
            branch.db.write(move |w| Box::pin(async move { event::remove_venue(w, &order, start()).await }));
        done.await
    };
    assert!(matches!(remove().await, Err(EventError::Venue(VenueError::InUse))));
    branch.act(event, Does::Cancel, start()).await.unwrap();
    remove().await.unwrap();
    assert!(matches!(remove().await, Err(EventError::Venue(VenueError::NotFound))));
    let shown = event::find(&branch.db.read(), branch.organisation, event, start()).await.unwrap();
    assert_eq!(shown.venue.as_ref().unwrap().name, "Hendon Town Hall", "what took place there keeps it");
    let gone = mistakes(branch.draft(&json!({ "venue_id": venue.id })).await);
    assert_eq!(codes(&gone), [("/venue_id", "not_found")]);
    // Who changes the event may leave its venue as it is.
    branch.patch(event, &json!({ "summary": "Called off" }), start()).await.unwrap();
}

#[tokio::test]
async fn a_date_may_have_a_place_of_its_own() {
    let branch = Branch::open().await;
    let venue = branch.venue(hall()).await;
    let other = branch.venue(Description { name: "The Library".into(), ..Description::default() }).await;
    let shown = branch.published(&json!({ "venue_id": venue.id, "room": "Committee room" })).await;
    assert_eq!(shown.room(), Some("Committee room"));
    let (seals, order, date) = (branch.seals.clone(), branch.order(shown.event.id), shown.occurrence.id);
    let change = DateChange {
        start: Some("2026-07-09T18:30".parse().unwrap()),
        venue_id: Some(Some(other.id)),
        meeting_point: Some(Some("At the back door".into())),
        ..DateChange::default()
    };
    let done = branch.db.write(move |w| {
        Box::pin(async move { event::change_date(w, &seals, &order, date, (change, true), start()).await })
    });
    let moved = done.await.unwrap();
    assert_eq!(moved.venue.as_ref().unwrap().id, other.id);
    assert_eq!(
        (moved.room(), moved.spot()),
        (None, Some("At the back door")),
        "the room is in the other house"
    );
    assert_eq!(moved.facts().start.to_string(), "2026-07-09T18:30");
    assert_eq!(branch.announced(shown.event.id).await.len(), 1);
}

#[tokio::test]
async fn a_hidden_place_is_told_to_those_who_may_know() {
    let branch = Branch::open().await;
    let venue = branch.venue(hall()).await;
    let hidden = json!({ "venue_id": venue.id, "place_shown": "on_the_day", "area": "Hendon" });
    let shown = branch.published(&hidden).await;
    let place = |viewer, now: &str| shown.known(viewer, now.parse().unwrap()).place.unwrap();
    let exact = "Hendon Town Hall, The Burroughs, London NW4 4BG";
    assert_eq!(place(Viewer::Anybody, "2026-07-08T22:59:59Z"), "Hendon");
    assert_eq!(place(Viewer::Replied, "2026-07-08T22:59:59Z"), "Hendon");
    assert_eq!(place(Viewer::Anybody, "2026-07-08T23:00:00Z"), exact);
    assert_eq!(place(Viewer::Officer, "2026-07-01T00:00:00Z"), exact);
    let hidden = json!({ "venue_id": venue.id, "place_shown": "replied", "area": "Hendon" });
    let shown = branch.published(&hidden).await;
    let place = |viewer, now: &str| shown.known(viewer, now.parse().unwrap()).place.unwrap();
    assert_eq!(place(Viewer::Anybody, "2026-07-09T12:00:00Z"), "Hendon");
    assert_eq!(place(Viewer::Replied, "2026-07-01T12:00:00Z"), exact);
}
