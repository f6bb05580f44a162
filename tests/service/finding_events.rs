//! Where an event is found: its address, the lists, and who does not find it.

use convenor::event::{self, EventError, Filter};
use convenor::organisation::{self, NewOrganisation};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::announced::Announced;
use crate::house::branch::{Branch, start};
use crate::house::cast::Ben;
use crate::house::programme::{codes, lobby_facts, mistakes};

#[tokio::test]
async fn slugs_are_numbered_chosen_or_hidden() {
    let branch = Branch::open().await;
    let slug = async |changes| branch.draft(&changes).await.unwrap().event.slug;
    assert_eq!(slug(json!({})).await, "banners-held-high");
    assert_eq!(slug(json!({})).await, "banners-held-high-2");
    assert_eq!(slug(json!({ "slug": "july" })).await, "july");
    let taken = mistakes(branch.draft(&json!({ "slug": "july" })).await);
    assert_eq!(codes(&taken), [("/slug", "taken")]);
    for visibility in ["unlisted", "members"] {
        let hidden = slug(json!({ "visibility": visibility })).await;
        let chance = hidden.strip_prefix("banners-held-high-").unwrap();
        assert!(chance.len() == 10 && chance.bytes().all(|b| b.is_ascii_alphanumeric()), "{hidden}");
    }
}

#[tokio::test]
async fn an_event_that_goes_out_of_sight_gets_a_new_address_and_keeps_it() {
    let branch = Branch::open().await;
    let event = branch.published(&json!({})).await.event.id;
    let hidden = branch.patch(event, &json!({ "visibility": "unlisted" }), start()).await.unwrap().event.slug;
    assert_eq!(hidden.len(), "banners-held-high-".len() + 10);
    let same = branch.patch(event, &json!({ "summary": "More" }), start()).await.unwrap().event.slug;
    assert_eq!(same, hidden);
    let seen = branch.patch(event, &json!({ "visibility": "public" }), start()).await.unwrap().event.slug;
    assert_eq!(seen, hidden, "links to it go on working");
}

#[tokio::test]
async fn another_branchs_venue_campaign_or_event_does_not_exist() {
    let branch = Branch::open().await;
    let venue =
        branch.venue(convenor::venue::Description { name: "Hall".into(), ..Default::default() }).await;
    let seals = branch.seals.clone();
    let other = branch.db.write(move |w| {
        Box::pin(async move {
            let new = NewOrganisation { slug: "camden".into(), name: "Camden".into(), ..Default::default() };
            organisation::create(w, &seals, new, start()).await
        })
    });
    let other = other.await.unwrap().id;
    let facts = lobby_facts(&json!({ "venue_id": venue.id, "campaign_id": Uuid::nil() }));
    let refused = mistakes(branch.draft_for(other, facts).await);
    assert_eq!(codes(&refused), [("/venue_id", "not_found"), ("/campaign_id", "not_found")]);
    let event = branch.draft(&json!({})).await.unwrap().event.id;
    let found = event::find(&branch.db.read(), other, event, start()).await;
    assert!(matches!(found, Err(EventError::NotFound)));
}

#[tokio::test]
async fn lists_page_by_start_and_are_narrowed() {
    let branch = Branch::open().await;
    for (day, title) in [("2026-07-11", "Third"), ("2026-07-09", "First 100%"), ("2026-07-10", "Second_one")]
    {
        branch.published(&json!({ "title": title, "start": day, "end": null, "no_fixed_end": true })).await;
    }
    branch.draft(&json!({ "title": "Draft" })).await.unwrap();
    branch.published(&json!({ "title": "Members", "visibility": "members" })).await;
    let titles = async |filter: Filter| -> Vec<String> {
        let found = event::list(&branch.db.read(), branch.organisation, &filter, None, 50).await.unwrap();
        found.into_iter().map(|shown| shown.event.title).collect()
    };
    assert_eq!(titles(Filter::public()).await, ["First 100%", "Second_one", "Third"]);
    assert_eq!(titles(Filter::members()).await, ["First 100%", "Members", "Second_one", "Third"]);
    let words = |words: &str| Filter { words: Some(words.to_owned()), ..Filter::public() };
    assert_eq!(titles(words("100%")).await, ["First 100%"]);
    assert_eq!(titles(words("D_O")).await, ["Second_one"]);
    let from = Some("2026-07-10T12:00:00Z".parse().unwrap());
    assert_eq!(titles(Filter { from, ..Filter::public() }).await, ["Second_one", "Third"]);

    let first =
        event::list(&branch.db.read(), branch.organisation, &Filter::public(), None, 2).await.unwrap();
    let last = first.last().map(|shown| (shown.occurrence.start_utc, shown.occurrence.id));
    let rest = event::list(&branch.db.read(), branch.organisation, &Filter::public(), last, 2).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].event.title, "Third");
}

#[tokio::test]
async fn an_answer_shows_one_place_that_of_its_date() {
    let park = json!({ "name": "Open Park", "postcode": "N1 1AA" });
    let lobby = Announced::lobby(json!({
        "no_fixed_end": false, "end": "2026-07-09T20:00", "room": "Kitchen", "meeting_point": "By the steps",
        "repeats": { "every": "week", "times": 3 },
    }))
    .await;
    let park = lobby.ada.post("/venues", &park).await.json(201)["id"].clone();
    let second = format!("/occurrences/{}", lobby.date_on("2026-07-16").await);
    lobby.ada.patch(&second, &json!({ "venue_id": park })).await.json(200);
    let hall =
        (json!("Hendon Town Hall"), lobby.event["venue_id"].clone(), json!("Kitchen"), json!("By the steps"));
    let own = (json!("Open Park"), park, Value::Null, Value::Null);
    let place = |event: &Value| {
        let said = |name: &str| event.get(name).cloned().unwrap_or_default();
        (event["venue"]["name"].clone(), said("venue_id"), said("room"), said("meeting_point"))
    };
    let ben = Ben::of(&lobby.house);
    for (at, expected) in
        [("2026-07-09T10:00:00Z", &hall), ("2026-07-10T10:00:00Z", &own), ("2026-07-17T10:00:00Z", &hall)]
    {
        lobby.house.clock.set(at);
        let path = format!("/events/{}", lobby.id());
        assert_eq!(&place(&ben.get(&path).await.json(200)), expected, "{at}");
        // Officers write back what they read: that is what all dates have.
        let event = lobby.ada.get(&path).await.json(200);
        let venue = if expected == &hall { hall.0.clone() } else { Value::Null };
        assert_eq!(place(&event), (venue, hall.1.clone(), hall.2.clone(), hall.3.clone()), "{at}");
    }
    let list = "/events?organisation=barnet&from=2026-07-15&to=2026-07-18";
    let listed = ben.get(list).await.json(200)["items"][0].clone();
    let of_second = second.ends_with(listed["occurrence_id"].as_str().unwrap());
    assert_eq!(place(&listed), if of_second { own } else { hall }, "{listed}");
}
