//! One thing that can't be forgotten keeps nothing else: it is told, and tried again.

use std::time::Duration;

use convenor::privacy::{self, PurgeError};
use entity::table::occurrence;
use sea_orm::EntityTrait;

use crate::house::House;
use crate::house::branch::{Branch, START, party};
use crate::house::traces::letters_in_files;

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_letters_that_fails_keeps_no_reply() {
    let house = House::open_with(&[("CONVENOR_SMTP_URL", "")]).await;
    house.clock.set(START);
    let app = &house.service().app;
    let branch = Branch::on(app.db.clone(), app.seals.clone(), house.look().await).await;
    for email in ["ben@example.org", "ada@example.org"] {
        let lobby = branch.lobby(None, true).await;
        branch.reply(lobby, party(2, email)).await.unwrap();
    }
    house.rounds().await;
    assert_eq!(letters_in_files(house.data()), 2);

    let (mail, aside) = (house.data().join("data/mail"), house.data().join("aside"));
    std::fs::rename(&mail, &aside).unwrap();
    std::fs::write(&mail, "in the way").unwrap();
    house.clock.pass(Duration::from_hours(24 * 60));
    let worker = house.service().worker.clone();
    let purge = async || privacy::purge(&worker.db, &worker.seals, &worker.mailer, house.clock.now()).await;
    assert!(matches!(purge().await, Err(PurgeError::Files(_))), "it is told");
    let dates = occurrence::Entity::find().all(branch.sql()).await.unwrap();
    assert_eq!(dates.iter().filter(|date| date.purged_at.is_some()).count(), 2, "both are forgotten");

    std::fs::remove_file(&mail).unwrap();
    std::fs::rename(&aside, &mail).unwrap();
    purge().await.unwrap();
    assert_eq!(letters_in_files(house.data()), 0, "what was left of them goes when it can");
}
