//! A person's own calendar where several processes work: what one of them changes shows at the others.

use std::time::{Duration, Instant};

use convenor::clock::Clock;
use convenor::database::Engine;
use serde_json::json;

use crate::house::House;
use crate::house::announced::Announced;
use crate::house::cast::{Ada, Answer};
use crate::house::databases::engine;
use crate::house::mail_client::{Answer as CalendarAnswer, Client, HEARS};
use crate::house::own_calendar::BEN;
use crate::house::program::Program;
use crate::house::subscriber::get;

/// What is read counts as known for a second; the rest is for a machine that does much else.
const SOON: Duration = Duration::from_secs(3);

impl Announced {
    /// The calendar at `path` as this process answers it, once it has these words.
    async fn soon_says(&self, path: &str, words: &str) {
        let changed = Instant::now();
        loop {
            let text = get(self, path).await.text();
            if text.contains(words) {
                return;
            }
            assert!(changed.elapsed() < SOON, "no {words} yet in {text}");
        }
    }
}

#[tokio::test]
async fn what_another_process_changes_shows_within_a_second_or_so() {
    // Other processes have the system's clock.
    let house = House::open_with(HEARS).await;
    house.clock.set(&Clock::System.now().to_string());
    let ada = Ada::of(&house).await;
    let start = house.clock.now() + Duration::from_hours(24 * 40);
    let start = start.timestamp().strftime("%Y-%m-%dT18:00").to_string();
    let event = ada.lobby(json!({ "title": "Lobby", "start": start })).await;
    let lobby = Announced { house, ada, event };
    lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    // The second one is answered from memory.
    for _ in 0..2 {
        let text = get(&lobby, &path).await.text();
        assert!(text.contains("STATUS:CONFIRMED") && text.contains("SUMMARY:Lobby"), "{text}");
    }

    let at = lobby.house.clock.now() + Duration::from_secs(5);
    let invitation = lobby.invitation(BEN);
    let recipient = invitation.organiser.clone();
    let answer = CalendarAnswer { client: Client::Gmail, invitation, method: "REPLY", said: "TENTATIVE", at };
    let said = lobby.receives(&["--recipient", &recipient], &answer.letter()).await;
    assert_eq!(said.status, 0, "{}", said.err);
    lobby.soon_says(&path, "STATUS:TENTATIVE").await;

    // A file has one process that serves.
    if engine() == Engine::Postgres {
        let mut node = Program::new().await;
        for (name, value) in lobby.house.settings().iter().filter(|(name, _)| *name != "CONVENOR_LISTEN") {
            node.set(name, value);
        }
        let serving = node.serve().await;
        let there = format!("http://{}/api/v1/events/{}", node.settings["CONVENOR_LISTEN"], lobby.id());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let change = client.patch(there).bearer_auth(&lobby.ada.key).json(&json!({ "title": "Louder" }));
        Answer::to(change).await.json(200);
        lobby.soon_says(&path, "SUMMARY:Louder").await;
        assert_eq!(serving.stop().await.0, 0);
    }
    lobby.house.clock.set(&Clock::System.now().to_string());
    lobby.house.rounds().await;
}
