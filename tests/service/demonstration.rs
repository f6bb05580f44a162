//! `convenor demo`, as somebody meets it who only wants to look.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::house::postbox::Postbox;
use crate::house::program::{Program, Serving};

/// A demonstration that serves, and what it printed.
struct Demo {
    serving: Serving,
    client: Client,
    /// The addresses and the key, by their names.
    rows: BTreeMap<String, String>,
}

impl Demo {
    async fn start(program: &Program, arguments: &[&str]) -> Self {
        let mut serving = program.serve_as(arguments).await;
        let printed = serving.printed("letters").await;
        let row = |line: &String| {
            let (name, value) = line.split_at(18);
            (name.trim().to_owned(), value.trim().to_owned())
        };
        let rows = printed.iter().map(row).collect();
        Self { serving, client: Client::builder().no_proxy().build().unwrap(), rows }
    }

    fn api(&self, path: &str) -> String {
        let (site, _) = self.rows["the branch"].rsplit_once('/').unwrap();
        format!("{site}/api/v1{path}")
    }

    /// How many events there are, drafts and members' events too, by a key.
    async fn events(&self, key: &str) -> Result<usize, StatusCode> {
        let answer = self.client.get(self.api("/events?limit=200")).bearer_auth(key).send().await.unwrap();
        let status = answer.status();
        let found: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        if status == StatusCode::OK { Ok(found["items"].as_array().unwrap().len()) } else { Err(status) }
    }

    fn key(&self) -> &str {
        &self.rows["an API key"]
    }

    async fn stop(self) {
        let (status, said) = self.serving.stop().await;
        assert_eq!(status, 0, "{said:#?}");
        assert!(said.iter().all(|line| !line.contains("ERROR")), "{said:#?}");
    }
}

/// With everything in its own folder, whatever engine the suite runs on.
async fn program() -> Program {
    let mut program = Program::new().await;
    program.settings.remove("CONVENOR_DATABASE_URL");
    program
}

#[tokio::test]
async fn the_demonstration_can_be_looked_at_stopped_started_again_and_begun_anew() {
    let program = program().await;
    let first = Demo::start(&program, &["demo"]).await;
    for (name, address) in first.rows.iter().filter(|(_, value)| value.starts_with("http")) {
        let answer = first.client.get(address).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{name}: {address}");
        assert!(!answer.text().await.unwrap().is_empty(), "{name}");
    }
    let before = first.events(first.key()).await.unwrap();
    assert!(before >= 6, "a lobby, a picket, an annual meeting, a day of action, two letters: {before}");
    let own = json!({ "kind": "stall", "title": "Ours", "start": "2030-07-09", "timezone": "Europe/London" });
    let made = first.client.post(first.api("/events")).bearer_auth(first.key()).body(own.to_string());
    let made = made.header("content-type", "application/json").send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
    let (rows, old_key) = (first.rows.clone(), first.key().to_owned());
    first.stop().await;

    let second = Demo::start(&program, &["demo"]).await;
    assert_eq!(
        second.events(second.key()).await,
        Ok(before + 1),
        "what was there stays, and nothing comes twice"
    );
    assert_eq!(second.rows, rows, "all that was printed goes on working, the key too");
    second.stop().await;

    let key = program.data().join("api-key");
    let mode = std::fs::metadata(&key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::write(&key, "cnv_nonsense").unwrap();
    let third = Demo::start(&program, &["demo"]).await;
    assert_eq!(third.events(third.key()).await, Ok(before + 1), "a key that is lost is made anew");
    assert_eq!(third.events(&old_key).await, Err(StatusCode::UNAUTHORIZED));
    third.stop().await;

    let anew = Demo::start(&program, &["demo", "--fresh"]).await;
    assert_eq!(anew.events(anew.key()).await, Ok(before), "begun anew");
    assert_eq!(anew.rows["the branch"], rows["the branch"]);
    assert_ne!(anew.rows["the members' page"], rows["the members' page"]);
    anew.stop().await;
}

#[tokio::test]
async fn beginning_anew_removes_nothing_that_is_not_a_demonstration() {
    let program = program().await;
    std::fs::create_dir_all(program.data()).unwrap();
    std::fs::write(program.data().join("convenor.db"), "not ours").unwrap();
    let said = program.run(&["demo", "--fresh"]).await;
    let folder = program.data().display().to_string();
    said.failed_with(&format!("{folder} holds no demonstration, so --fresh leaves it alone"));
    assert_eq!(std::fs::read_to_string(program.data().join("convenor.db")).unwrap(), "not ours");

    let mut elsewhere = self::program().await;
    elsewhere
        .set("CONVENOR_DATABASE_URL", &format!("sqlite://{}", elsewhere.folder().join("other.db").display()));
    let said = elsewhere.run(&["demo", "--fresh"]).await;
    said.failed_with(
        "--fresh removes the demonstration's own folder; the database lies elsewhere: empty it yourself",
    );
}

#[tokio::test]
async fn a_demonstration_writes_to_nobody_whatever_mail_server_is_set() {
    let postbox = Postbox::start().await;
    let mut program = program().await;
    program.set("CONVENOR_SMTP_URL", &postbox.url());
    let demo = Demo::start(&program, &["demo"]).await;
    let lobby = demo.client.get(demo.api("/events?limit=200")).bearer_auth(demo.key());
    let lobby: Value = serde_json::from_str(&lobby.send().await.unwrap().text().await.unwrap()).unwrap();
    let is_lobby = |event: &&Value| event["slug"] == "banners-held-high";
    let lobby =
        lobby["items"].as_array().unwrap().iter().find(is_lobby).unwrap()["id"].as_str().unwrap().to_owned();
    let reply = json!({ "response": "going", "email": "ben@example.org" }).to_string();
    let reply = demo.client.post(demo.api(&format!("/events/{lobby}/rsvps"))).body(reply);
    let reply = reply.header("content-type", "application/json").send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::ACCEPTED);
    let deliveries =
        || demo.client.get(demo.api(&format!("/events/{lobby}/deliveries"))).bearer_auth(demo.key());
    let settled = async {
        while {
            let found = deliveries().send().await.unwrap().text().await.unwrap();
            assert!(!found.contains("\"sent\""), "{found}");
            !found.contains("\"filed\"")
        } {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), settled).await.expect("the letter is filed");
    let files = demo.rows["letters"].trim_end_matches("/*.eml");
    assert!(
        std::fs::read_dir(program.folder().join(files)).unwrap().count() > 0,
        "where it says that letters are"
    );
    demo.stop().await;
    assert_eq!(postbox.connections().ever, 0);
}
