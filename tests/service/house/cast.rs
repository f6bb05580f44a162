//! The people of the tests: Ada organises, Ben is a guest. What they do goes through the API; only Ada's
//! organisation and key are made as the command line makes them.

use convenor::access::{self, NewKey};
use convenor::organisation::{self, NewOrganisation, OrganisationError};
use entity::value::Scope;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::House;

/// The organiser, with a key to her branch's API.
#[derive(Clone)]
pub(crate) struct Ada {
    pub(crate) organisation: Uuid,
    /// Her branch's part of the address.
    pub(crate) slug: String,
    pub(crate) key: String,
    caller: Caller,
}

/// A guest, who has no key.
#[derive(Clone)]
pub(crate) struct Ben {
    pub(crate) email: String,
    caller: Caller,
}

/// Whoever calls the API.
#[derive(Clone)]
pub(crate) struct Caller {
    client: Client,
    api: String,
    key: Option<String>,
}

/// What the API answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Ada {
    /// With every right in a branch called `barnet`.
    pub(crate) async fn of(house: &House) -> Self {
        Self::of_branch(house, "barnet", &[Scope::Admin]).await
    }

    /// With a key of these scopes in a branch, which is made if need be.
    pub(crate) async fn of_branch(house: &House, slug: &str, scopes: &[Scope]) -> Self {
        let organisation = branch(house, slug).await;
        let (now, scopes) = (house.clock.now(), scopes.to_vec());
        let made: NewKey = house
            .service()
            .app
            .db
            .write(move |write| {
                Box::pin(async move { access::create_key(write, organisation, "Ada's", scopes, now).await })
            })
            .await
            .unwrap();
        let caller = Caller::new(house, Some(made.secret.clone()));
        Self { organisation, slug: slug.to_owned(), key: made.secret, caller }
    }

    /// Announces a lobby on 9 July 2026 at 6pm, published, with `facts` instead of or beside the usual ones.
    pub(crate) async fn lobby(&self, facts: Value) -> Value {
        let mut event = json!({
            "kind": "lobby",
            "title": "Banners held high",
            "start": "2026-07-09T18:00",
            "no_fixed_end": true,
            "timezone": "Europe/London",
            "venue": {
                "name": "Hendon Town Hall",
                "street": "The Burroughs",
                "locality": "London",
                "postcode": "NW4 4BG",
                "standing_point": "Outside, by the steps",
                "directions": [{
                    "mode": "tube",
                    "from": "Hendon Central (Northern line)",
                    "minutes": 11,
                    "steps": ["Turn right out of the station", "Walk up the hill for about 10 minutes"],
                }],
            },
            "access_statement": "not checked yet",
            "contact": { "name": "Branch office", "email": "office@example.org", "phone": "020 7946 0000" },
        });
        event.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
        let made = self.post("/events", &event).await.json(201);
        let path = format!("/events/{}", made["id"].as_str().unwrap());
        self.post(&format!("{path}/publish"), &json!({})).await.json(200);
        self.get(&path).await.json(200)
    }
}

impl Ben {
    /// With an address that the postbox takes letters for.
    pub(crate) fn of(house: &House) -> Self {
        Self::called(house, "ben@example.org")
    }

    pub(crate) fn called(house: &House, email: &str) -> Self {
        Self { email: email.to_owned(), caller: Caller::new(house, None) }
    }

    /// Says that he is coming, with `answer` instead of or beside the usual.
    pub(crate) async fn reply(&self, event: &Value, answer: Value) -> Answer {
        let mut reply = json!({ "response": "going", "name": "Ben Okafor", "email": self.email });
        reply.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        self.post(&format!("/events/{}/rsvps", event["id"].as_str().unwrap()), &reply).await
    }
}

impl std::ops::Deref for Ada {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl std::ops::Deref for Ben {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Caller {
    /// Calls with this key, or without one.
    pub(crate) fn new(house: &House, key: Option<String>) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self { client, api: format!("{}/api/v1", house.url), key }
    }

    /// A request to a path below `/api/v1`, for what the shorter ways can't say.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.api));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::PUT, path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::PATCH, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::DELETE, path)).await
    }
}

impl Answer {
    /// Of what a refusal complains first: where, and the code of it.
    #[track_caller]
    pub(crate) fn refused(&self) -> (String, String) {
        let problem = self.json(422);
        let said = |name: &str| problem["errors"][0][name].as_str().unwrap().to_owned();
        (said("pointer"), said("code"))
    }

    /// Sends a request.
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        Self {
            status: answer.status(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    /// The body, given that the status is the one expected.
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The organisation of that name, made when it is not there.
async fn branch(house: &House, slug: &str) -> Uuid {
    let app = &house.service().app;
    match organisation::by_slug(&app.db.read(), slug).await {
        Ok(organisation) => return organisation.id,
        Err(OrganisationError::NotFound) => {}
        Err(error) => panic!("{error}"),
    }
    let (seals, now) = (app.seals.clone(), house.clock.now());
    let new = NewOrganisation {
        slug: slug.to_owned(),
        name: "Barnet Branch".to_owned(),
        timezone: "Europe/London".to_owned(),
        email: Some("office@example.org".to_owned()),
        phone: Some("020 7946 0000".to_owned()),
        ..NewOrganisation::default()
    };
    let made = app
        .db
        .write(move |write| Box::pin(async move { organisation::create(write, &seals, new, now).await }));
    made.await.unwrap().id
}
